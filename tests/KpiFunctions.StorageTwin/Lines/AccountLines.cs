using Azure.Data.Tables;
using Azure.Storage.Blobs;
using Azure.Storage.Queues;

namespace KpiFunctions.StorageTwin.Lines;

/// <summary>What an account holds, as lines: of a twin by <see cref="TwinAccount.Dump"/>, of any account through the SDK.</summary>
public sealed record AccountLines(IReadOnlyList<AccountLine> All)
{
    public IEnumerable<string> Tables => All.OfType<TableLine>().Select(line => line.Name);

    public IEnumerable<RowLine> Rows => All.OfType<RowLine>();

    public IEnumerable<string> Containers => All.OfType<ContainerLine>().Select(line => line.Name);

    public IEnumerable<BlobLine> Blobs => All.OfType<BlobLine>();

    public IEnumerable<string> Queues => All.OfType<QueueLine>().Select(line => line.Name);

    public IEnumerable<MessageLine> Messages => All.OfType<MessageLine>();

    /// <summary>Everything in an account that nobody writes to meanwhile.</summary>
    /// <param name="queues">Clients without message encoding: messages are taken as they are.</param>
    /// <exception cref="NotSupportedException">A queue has more messages than can be peeked at: 32, all of them visible.</exception>
    public static async Task<AccountLines> ReadAsync(
        TableServiceClient tables, BlobServiceClient blobs, QueueServiceClient queues, CancellationToken cancellationToken) => new(
    [
        .. await AccountReader.TablesAsync(tables, cancellationToken),
        .. await AccountReader.BlobsAsync(blobs, cancellationToken),
        .. await AccountReader.QueuesAsync(queues, cancellationToken),
    ]);

    /// <summary>Writes it all to an account, over what is there. Timestamps and ETags are the account's own.</summary>
    /// <param name="queues">Clients without message encoding.</param>
    public Task WriteAsync(TableServiceClient tables, BlobServiceClient blobs, QueueServiceClient queues, CancellationToken cancellationToken) =>
        AccountWriter.WriteAsync(this, tables, blobs, queues, cancellationToken);

    /// <summary>Reads the <c>.jsonl</c> files of a directory, in the order of their names.</summary>
    public static async Task<AccountLines> LoadAsync(string directory, CancellationToken cancellationToken)
    {
        var lines = new List<AccountLine>();
        foreach (var file in Directory.EnumerateFiles(directory, "*.jsonl").Order(StringComparer.Ordinal))
            lines.AddRange((await File.ReadAllLinesAsync(file, cancellationToken)).Where(line => line.Length > 0).Select(LineJson.Read));
        return new(lines);
    }

    /// <summary>
    /// Writes <c>.jsonl</c> files into a directory, which is created: one a table, container and queue, and several
    /// (<c>….001.jsonl</c> and so on) where one would be larger than 1 MB.
    /// </summary>
    /// <exception cref="NotSupportedException">A single line is larger than that.</exception>
    public Task SaveAsync(string directory, CancellationToken cancellationToken) => LineFiles.WriteAsync(All, directory, cancellationToken);
}
