namespace KpiFunctions.Pipeline.Sources.Files;

/// <summary>The days that an export says it covers.</summary>
/// <param name="Where">What says so: <c>its name</c>, <c>its comments</c>.</param>
public sealed record ExportRange(DateOnly First, DateOnly Last, string Where);
