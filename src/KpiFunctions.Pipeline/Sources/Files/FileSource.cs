using KpiFunctions.Pipeline.Readings;

namespace KpiFunctions.Pipeline.Sources.Files;

/// <summary>Exports that a consultant drops, for accounts without API access and for the time before.</summary>
public static class FileSource
{
    /// <summary>The type that configs name.</summary>
    public const string Type = "files";

    /// <summary>A file may hold any metric; what it leaves out is unknown.</summary>
    public static SourceTraits Traits { get; } = new()
    {
        Type = Type,
        Name = "Files",
        Words = new(
            "Exports that are dropped into imports/{id}/: those of Google Analytics, LinkedIn, Meta, TikTok, X and YouTube are recognised without posts and readings.",
            "dropped exports", "the file's")
        { Account = "A name of your own for what the files are about." },
        HasTraffic = true,
        IsFetched = false,
        NeedsCredential = false,
        Metrics = Metrics.ByKey.Values.ToDictionary(metric => metric, _ => Absence.Unknown),
        PostMetrics = new HashSet<Metric>
        {
            Metrics.Reach, Metrics.Views, Metrics.Reactions, Metrics.Comments, Metrics.Replies, Metrics.Shares, Metrics.Saves, Metrics.Clicks,
        },
    };
}
