using System.Text.Json.Serialization;
using KpiFunctions.Pipeline.Sources.Files.Tables;

namespace KpiFunctions.Pipeline.Sources.Files;

/// <summary>What became of an export, as it is written for the consultant.</summary>
public sealed record ImportStatus
{
    private const int MostLines = 100;

    [JsonPropertyName("file")]
    public required string File { get; init; }

    /// <summary>The version that was read (its ETag).</summary>
    [JsonPropertyName("version")]
    public required string Version { get; init; }

    [JsonPropertyName("readAt")]
    public required DateTimeOffset ReadAt { get; init; }

    /// <summary>The known export that was recognised; null where the columns were the pipeline's own or the config's.</summary>
    [JsonPropertyName("export")]
    public string? Export { get; init; }

    [JsonPropertyName("rows")]
    public required int Rows { get; init; }

    [JsonPropertyName("posts")]
    public required int Posts { get; init; }

    /// <summary>Days of the account for which the file gave a figure.</summary>
    [JsonPropertyName("days")]
    public required int Days { get; init; }

    [JsonPropertyName("refusedRows")]
    public required int RefusedRows { get; init; }

    /// <summary>The first hundred, each with line, column and reason.</summary>
    [JsonPropertyName("refused")]
    public required IReadOnlyList<string> Refused { get; init; }

    [JsonPropertyName("notes")]
    public required IReadOnlyList<string> Notes { get; init; }

    /// <summary>The first day or post that was taken, as a day in the client's zone; null where nothing was.</summary>
    [JsonPropertyName("first")]
    public DateOnly? First { get; init; }

    /// <summary>The last one.</summary>
    [JsonPropertyName("last")]
    public DateOnly? Last { get; init; }

    /// <summary>The days that the export covers, in words; null where nothing was taken.</summary>
    [JsonPropertyName("covers")]
    public string? Covers { get; init; }

    /// <summary>What it changed in figures that were stored before, and what it did not: a line for each kind of change.</summary>
    [JsonPropertyName("changes")]
    public IReadOnlyList<string> Changes { get; init; } = [];

    /// <summary>The same for a person who watches.</summary>
    [JsonIgnore]
    public IReadOnlyList<string> Lines => [.. Refused, .. Notes, .. Changes, .. Covers is null ? Array.Empty<string>() : [Covers], $"{File}: {(Export is null ? "" : Export + ", ")}{Rows} rows, {Posts} posts, {Days} days, {RefusedRows} refused"];

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
