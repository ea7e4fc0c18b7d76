namespace KpiFunctions.Pipeline.Sources.Files.Tables;

/// <summary>The days that an export says it covers. What lies outside is unknown, never 0.</summary>
/// <param name="Last">The last day, which may come after the file's last line.</param>
/// <param name="Where">What says so, for the verdict: <c>its name</c>, <c>its comments</c>.</param>
public sealed record ExportRange(DateOnly First, DateOnly Last, string Where);
