using System.Collections.Frozen;
using KpiFunctions.Pipeline.Readings;

namespace KpiFunctions.Pipeline.Sources.Mastodon;

/// <summary>What is asked of a Mastodon server, and what it means here.</summary>
public static class MastodonMetrics
{
    /// <summary>The most that a page of statuses may hold.</summary>
    internal const int PostsPerPage = 40;

    /// <summary>Pages after which a list is given up, so that no fault of the server's can hold a fetch for ever.</summary>
    internal const int MaxPages = 100;

    /// <summary>A post's kind by its first attachment.</summary>
    internal static readonly FrozenDictionary<string, string> Kinds = new Dictionary<string, string>
    {
        ["image"] = "photo",
        ["gifv"] = "video",
        ["video"] = "video",
    }.ToFrozenDictionary(StringComparer.Ordinal);

    /// <summary>What the source gives. Mastodon counts no displays and no people reached: nobody has these figures.</summary>
    public static SourceTraits Traits { get; } = new()
    {
        Type = "mastodon",
        Name = "Mastodon",
        Words = new("A Mastodon account; no credential.", "the servers' REST API", "none: the client's") { Account = "name@server, such as confiserie@mastodon.social." },
        Links = new(["mastodon"], ["mastodon.social", "joinmastodon.org"]),
        Metrics = new Dictionary<Metric, Absence> { [Metrics.Followers] = Absence.Unknown }.ToFrozenDictionary(),
        PostMetrics = new HashSet<Metric> { Metrics.Reactions, Metrics.Comments, Metrics.Shares }.ToFrozenSet(),
        LookBackDays = 7,
        NeedsCredential = false,
        IsAtNamedServer = true,
    };
}
