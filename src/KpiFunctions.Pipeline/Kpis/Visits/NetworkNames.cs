using System.Collections.Frozen;
using KpiFunctions.Pipeline.Readings;

namespace KpiFunctions.Pipeline.Kpis.Visits;

/// <summary>Which visits a network sent, by the names that analytics tools and tagged links give it.</summary>
internal static class NetworkNames
{
    /// <summary>By the source's type: names as people tag links, and hosts that links go through.</summary>
    private static readonly FrozenDictionary<string, (string[] Names, string[] Hosts)> ByType = new Dictionary<string, (string[] Names, string[] Hosts)>
    {
        ["bluesky"] = (["bluesky", "bsky"], ["bsky.app"]),
        ["facebook"] = (["facebook", "fb"], ["facebook.com", "fb.com", "fb.me"]),
        ["instagram"] = (["instagram", "ig"], ["instagram.com"]),
        ["linkedin"] = (["linkedin"], ["linkedin.com", "lnkd.in"]),
        ["mastodon"] = (["mastodon"], ["mastodon.social", "joinmastodon.org"]),
        ["tiktok"] = (["tiktok"], ["tiktok.com"]),
        ["x"] = (["x", "twitter"], ["x.com", "twitter.com", "t.co"]),
        ["youtube"] = (["youtube"], ["youtube.com", "youtu.be"]),
    }.ToFrozenDictionary(StringComparer.Ordinal);

    public static bool IsNetwork(string type) => ByType.ContainsKey(type);

    /// <summary>Whether the network of a source's type sent the visits: by its name, its host or a host below it.</summary>
    public static bool Sent(string type, TrafficSlice slice)
    {
        var (names, hosts) = ByType[type];
        var source = slice.Source.Trim().TrimEnd('/');
        return Array.Exists(names, name => source.Equals(name, StringComparison.OrdinalIgnoreCase))
            || Array.Exists(hosts, host => source.Equals(host, StringComparison.OrdinalIgnoreCase) || source.EndsWith("." + host, StringComparison.OrdinalIgnoreCase));
    }
}
