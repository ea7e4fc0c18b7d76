using KpiFunctions.Pipeline.Readings;

namespace KpiFunctions.Pipeline.Sources.Graph;

/// <summary>
/// The versions of the Graph API that still answer. Meta keeps a version for two years after the next one is introduced,
/// and states the day when that has happened: until then a version has no end.
/// </summary>
internal static class GraphVersions
{
    /// <summary>The version that is requested.</summary>
    public const string Used = "v27.0";

    /// <summary>Each version with the day of its introduction and the day on which it may stop; as of the changelog of November 2026.</summary>
    public static readonly IReadOnlyList<GraphVersion> All =
    [
        new("v21.0", new(2024, 10, 2), new(2027, 1, 21)),
        new("v22.0", new(2025, 1, 21), new(2027, 5, 20)),
        new("v23.0", new(2025, 5, 29), new(2027, 10, 8)),
        new("v24.0", new(2025, 10, 8), new(2028, 2, 18)),
        new("v25.0", new(2026, 2, 18), new(2028, 7, 29)),
        new("v26.0", new(2026, 7, 29), new(2028, 11, 4)),
        new(Used, new(2026, 11, 4), null),
    ];

    /// <summary>When the version that is used ends; null while Meta has not said so.</summary>
    public static ApiVersionEnd? End => EndOf(Used);

    /// <summary>When a version ends; null while Meta has not said so, or where there is no such version.</summary>
    public static ApiVersionEnd? EndOf(string version) =>
        All.FirstOrDefault(known => known.Name == version)?.EndsOn is { } end ? new(version, end) : null;
}

/// <summary>A version of the Graph API.</summary>
/// <param name="Name">As it stands in addresses.</param>
/// <param name="EndsOn">The first day on which it may no longer answer; null where Meta has stated none yet.</param>
internal sealed record GraphVersion(string Name, DateOnly IntroducedOn, DateOnly? EndsOn);
