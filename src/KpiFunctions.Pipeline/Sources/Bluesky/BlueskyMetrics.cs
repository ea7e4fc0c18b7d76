using System.Collections.Frozen;
using KpiFunctions.Pipeline.Readings;

namespace KpiFunctions.Pipeline.Sources.Bluesky;

/// <summary>What is asked of Bluesky's public AppView, and what it means here.</summary>
public static class BlueskyMetrics
{
    /// <summary>The public AppView: it asks for no credential.</summary>
    internal const string Host = "https://public.api.bsky.app";

    /// <summary>The handle of an account whose own leads to it no more.</summary>
    internal const string NoHandle = "handle.invalid";

    /// <summary>The most that a page of a feed may hold.</summary>
    internal const int PostsPerPage = 100;

    /// <summary>Pages after which a feed is given up, so that no fault of the platform's can hold a fetch for ever.</summary>
    internal const int MaxPages = 50;

    /// <summary>A post's kind by what is embedded in it.</summary>
    internal static readonly FrozenDictionary<string, string> Kinds = new Dictionary<string, string>
    {
        ["app.bsky.embed.gallery#view"] = "photo",
        ["app.bsky.embed.images#view"] = "photo",
        ["app.bsky.embed.video#view"] = "video",
        ["app.bsky.embed.external#view"] = "link",
        ["app.bsky.embed.recordWithMedia#view"] = "photo",
    }.ToFrozenDictionary(StringComparer.Ordinal);

    /// <summary>What the source gives. Bluesky counts no displays and no people reached: nobody has these figures.</summary>
    public static SourceTraits Traits { get; } = new()
    {
        Type = "bluesky",
        Name = "Bluesky",
        Words = new("A Bluesky account; no credential.", "public AppView", "none: the client's") { Account = "Its handle, such as confiserie.bsky.social, or its DID." },
        Links = new(["bluesky", "bsky"], ["bsky.app"]),
        Metrics = new Dictionary<Metric, Absence> { [Metrics.Followers] = Absence.Unknown }.ToFrozenDictionary(),
        PostMetrics = new HashSet<Metric> { Metrics.Reactions, Metrics.Comments, Metrics.Shares }.ToFrozenSet(),
        LookBackDays = 7,
        NeedsCredential = false,
    };
}
