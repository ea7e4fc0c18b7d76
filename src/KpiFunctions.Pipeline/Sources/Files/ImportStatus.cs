using System.Text.Json.Serialization;

namespace KpiFunctions.Pipeline.Sources.Files;

/// <summary>What became of an export, as it is written for the consultant.</summary>
public sealed record ImportStatus
{
    private const int MostLines = 100;

    public required string File { get; init; }

    /// <summary>The version that was read (its ETag).</summary>
    public required string Version { get; init; }

    public required DateTimeOffset ReadAt { get; init; }

    /// <summary>The known export that was recognised; null where the columns were the pipeline's own or the config's.</summary>
    public string? Export { get; init; }

    public required int Rows { get; init; }

    public required int Posts { get; init; }

    /// <summary>Days of the account for which the file gave a figure.</summary>
    public required int Days { get; init; }

    public required int RefusedRows { get; init; }

    /// <summary>The first hundred, each with line, column and reason.</summary>
    public required IReadOnlyList<string> Refused { get; init; }

    public required IReadOnlyList<string> Notes { get; init; }

    /// <summary>The same for a person who watches.</summary>
    [JsonIgnore]
    public IReadOnlyList<string> Lines => [.. Refused, .. Notes, $"{File}: {(Export is null ? "" : Export + ", ")}{Rows} rows, {Posts} posts, {Days} days, {RefusedRows} refused"];

    public static ImportStatus Of(ImportResult result, string file, string version, DateTimeOffset readAt) => new()
    {
        File = file,
        Version = version,
        ReadAt = readAt,
        Export = result.Export,
        Rows = result.Rows,
        Posts = result.Posts.Count,
        Days = result.Readings.Count,
        RefusedRows = result.Refused.Count,
        Refused = [.. result.Refused.Take(MostLines).Select(line => line.ToString())],
        Notes = result.Notes,
    };

    /// <summary>A file that was refused before it was opened.</summary>
    public static ImportStatus Refusal(string file, string version, DateTimeOffset at, string reason) =>
        Of(ImportResult.Nothing(new(file, 1, null, null, reason)), file, version, at);
}
