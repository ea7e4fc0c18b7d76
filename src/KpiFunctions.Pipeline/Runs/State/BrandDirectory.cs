using System.IO.Compression;
using System.Text;
using Azure.Data.Tables;
using KpiFunctions.Pipeline.Clients;
using KpiFunctions.Pipeline.Clients.Parsing;
using KpiFunctions.Pipeline.Digest.Branding;
using KpiFunctions.Pipeline.Digest.Templating;
using KpiFunctions.Pipeline.Tables;

namespace KpiFunctions.Pipeline.Runs.State;

/// <summary>The files of a brand that are in force.</summary>
/// <param name="Brand">The face; null where the brand has no <c>brand.json</c>.</param>
public sealed record BrandInForce(Brand? Brand, BrandTemplates Templates)
{
    public static readonly BrandInForce None = new(null, BrandTemplates.None);
}

/// <summary>
/// <c>Clients</c>, partition <c>brand</c>: the last good version of each brand's files, so that a refused new version
/// changes nothing. A stored file was accepted once; it is checked against the rules again when it is read.
/// </summary>
public sealed class BrandDirectory(StorageAccount account)
{
    /// <summary>The largest size of a column, in bytes.</summary>
    public const int LargestPacked = 64 * 1024;

    private const string Partition = "brand";
    private readonly TableClient table = account.Table(TableNames.Clients);
    private readonly ConditionalWrites writes = new(account.Table(TableNames.Clients));

    /// <summary>The files of a brand.</summary>
    /// <param name="id">Null where a client has no brand.</param>
    public async Task<BrandInForce> FindAsync(string? id, CancellationToken cancellationToken)
    {
        if (id is null) return BrandInForce.None;
        var found = await table.GetEntityIfExistsAsync<TableEntity>(Partition, TableKey.Of(id), cancellationToken: cancellationToken);
        if (found is not { HasValue: true, Value: { } row }) return BrandInForce.None;
        return new(
            Unpacked(row, BrandFiles.Face) is { } json ? BrandParser.Parse(BrandFiles.Face, id, json).Brand : null,
            BrandTemplates.Read(id, Text(row, BrandFiles.Html), Text(row, BrandFiles.Text)).Templates);
    }

    /// <summary>A brand's row as it is now. Read it before the file: then a change that holds was made from the newest file.</summary>
    public async Task<BrandVersion> VersionOfAsync(string id, CancellationToken cancellationToken)
    {
        var found = await table.GetEntityIfExistsAsync<TableEntity>(Partition, TableKey.Of(id), cancellationToken: cancellationToken);
        return new(id, found is { HasValue: true } ? found.Value : null);
    }

    /// <summary>The face of a client's agency: its own values, completed by its brand's.</summary>
    public async Task<AgencyBranding> FaceOfAsync(ClientConfig client, CancellationToken cancellationToken) =>
        AgencyBranding.Of(client, (await FindAsync(client.Brand.Id, cancellationToken)).Brand);

    /// <summary>Puts a file in force in place of the previous version.</summary>
    /// <returns>False where it is too large to be stored.</returns>
    /// <exception cref="OvertakenException">Another writer has changed the brand since it was read.</exception>
    public async Task<bool> PutInForceAsync(BrandVersion read, string file, ReadOnlyMemory<byte> content, CancellationToken cancellationToken)
    {
        var packed = Packed(content.Span);
        if (packed.Length > LargestPacked) return false;
        await ChangeAsync(read, file, packed, cancellationToken);
        return true;
    }

    /// <summary>Takes a file out of force because it was deleted.</summary>
    /// <exception cref="OvertakenException">Another writer has changed the brand since it was read.</exception>
    public Task RetireAsync(BrandVersion read, string file, CancellationToken cancellationToken) =>
        read.Has(file) ? ChangeAsync(read, file, [], cancellationToken) : Task.CompletedTask;

    private async Task ChangeAsync(BrandVersion read, string file, byte[] packed, CancellationToken cancellationToken)
    {
        var row = read.Row is null ? new(Partition, TableKey.Of(read.Id)) : new TableEntity(read.Row);
        row[ColumnOf(file)] = packed;
        if (!await writes.TryChangeAsync(row, read.Row?.ETag, cancellationToken)) throw new OvertakenException($"the brand '{read.Id}'");
    }

    private static string? Text(TableEntity row, string file) => Unpacked(row, file) is { } source ? Encoding.UTF8.GetString(source) : null;

    private static byte[]? Unpacked(TableEntity row, string file)
    {
        if (row.GetBinary(ColumnOf(file)) is not { Length: > 0 } packed) return null;
        using var unpacking = new BrotliStream(new MemoryStream(packed), CompressionMode.Decompress);
        using var whole = new MemoryStream();
        unpacking.CopyTo(whole);
        return whole.ToArray();
    }

    private static byte[] Packed(ReadOnlySpan<byte> content)
    {
        using var packed = new MemoryStream();
        using (var packing = new BrotliStream(packed, CompressionLevel.Optimal, leaveOpen: true)) packing.Write(content);
        return packed.ToArray();
    }

    internal static string ColumnOf(string file) => file switch
    {
        BrandFiles.Face => "Face",
        BrandFiles.Html => "Html",
        BrandFiles.Text => "Text",
        _ => throw new ArgumentException($"A brand has no file '{file}'."),
    };
}

/// <summary>A brand's row as it was read, for a change that holds only if nobody has changed it since.</summary>
public sealed class BrandVersion
{
    internal BrandVersion(string id, TableEntity? row) => (Id, Row) = (id, row);

    internal string Id { get; }

    internal TableEntity? Row { get; }

    /// <summary>Whether any version of a file is in force.</summary>
    public bool Has(string file) => Row?.GetBinary(BrandDirectory.ColumnOf(file)) is { Length: > 0 };
}

/// <summary>The files that a brand may have in its folder of the container <c>templates</c>.</summary>
public static class BrandFiles
{
    public const string Face = "brand.json";
    public const string Html = "digest.html";
    public const string Text = "digest.txt";

    public static readonly IReadOnlyList<string> All = [Face, Html, Text];
}
