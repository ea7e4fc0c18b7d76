using System.Collections.Frozen;
using KpiFunctions.Pipeline.Readings;

namespace KpiFunctions.Pipeline.Clients;

/// <summary>What each kind of objective is measured by.</summary>
public static class ObjectiveCatalog
{
    /// <summary>The kinds by the key that configs use; custom objectives are <c>custom</c>.</summary>
    public static readonly FrozenDictionary<string, ObjectiveKind> ByKey = new Dictionary<string, ObjectiveKind>
    {
        ["awareness"] = ObjectiveKind.Awareness,
        ["image"] = ObjectiveKind.Image,
        ["google-independence"] = ObjectiveKind.GoogleIndependence,
        ["offers"] = ObjectiveKind.Offers,
        ["sales"] = ObjectiveKind.Sales,
        ["custom"] = ObjectiveKind.Custom,
    }.ToFrozenDictionary(StringComparer.Ordinal);

    /// <summary>The figures that an objective's verdict rests on; a custom objective brings its own.</summary>
    public static IReadOnlyList<KpiKey> PrimaryOf(ObjectiveKind kind) => kind switch
    {
        ObjectiveKind.Awareness => [KpiKey.Reach, KpiKey.Mentions],
        ObjectiveKind.Image => [KpiKey.FollowerGrowth],
        ObjectiveKind.GoogleIndependence => [KpiKey.GoogleShare, KpiKey.EffectiveSources],
        ObjectiveKind.Offers => [KpiKey.Discussions, KpiKey.DiscussionsPerPost],
        ObjectiveKind.Sales => [KpiKey.Conversions, KpiKey.Revenue, KpiKey.SocialConversionShare],
        _ => [],
    };

    /// <summary>Whether a source can feed a figure: by its accounts' readings, its posts, or its traffic.</summary>
    public static bool CanFeed(SourceTraits source, KpiKey kpi)
    {
        bool Any(params ReadOnlySpan<Metric> metrics)
        {
            foreach (var metric in metrics)
                if (source.Metrics.ContainsKey(metric) || source.PostMetrics.Contains(metric)) return true;
            return false;
        }

        return kpi switch
        {
            KpiKey.Reach => Any(Metrics.Reach7Days, Metrics.Reach),
            KpiKey.Mentions => Any(Metrics.Mentions),
            KpiKey.FollowerGrowth => Any(Metrics.Followers),
            KpiKey.Discussions => Any(Metrics.Comments, Metrics.Replies, Metrics.Messages, Metrics.Mentions),
            KpiKey.DiscussionsPerPost => Any(Metrics.Comments, Metrics.Replies) && (source.PostMetrics.Count > 0 || Any(Metrics.Posts)),
            KpiKey.GoogleShare or KpiKey.EffectiveSources => source.HasTraffic,
            KpiKey.Conversions => source.HasTraffic || Any(Metrics.Conversions),
            KpiKey.Revenue => Any(Metrics.Revenue),
            KpiKey.SocialConversionShare => source.HasTraffic,
            _ => false,
        };
    }

    /// <summary>Whether a target's figure is a share, 0 to 1.</summary>
    /// <param name="name">As configs write it.</param>
    public static bool IsShare(string name) => name == NameOf(KpiKey.GoogleShare) || name == NameOf(KpiKey.SocialConversionShare);

    /// <summary>The name that configs and stored rows use: <c>follower-growth</c>.</summary>
    public static string NameOf(KpiKey kpi) => ConfigNames.Kpis[kpi];
}
