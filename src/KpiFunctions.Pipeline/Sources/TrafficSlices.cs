using KpiFunctions.Pipeline.Readings;

namespace KpiFunctions.Pipeline.Sources;

/// <summary>Keeps a day's traffic small enough to store, without losing a visit.</summary>
internal static class TrafficSlices
{
    /// <summary>The pairs of source and medium that are kept by name.</summary>
    public const int MaxPairs = 50;

    /// <summary>The campaigns that are kept by name.</summary>
    public const int MaxCampaigns = 50;

    /// <summary>The source of what is not told apart.</summary>
    public const string Rest = TrafficSlice.SmallReferrers;

    /// <summary>
    /// The slices of the largest pairs by name, and for each channel one slice of the rest, so that a channel's figures
    /// stay whole. A campaign too small to be named joins its pair's slice without one. What the totals have beyond
    /// all slices is of unknown origin.
    /// </summary>
    /// <param name="slices">All slices of a day; equal ones are added up.</param>
    /// <param name="sessions">The day's visits.</param>
    /// <param name="conversions">The day's conversions; null where unknown.</param>
    /// <param name="revenue">The day's revenue; null where unknown.</param>
    public static IReadOnlyList<TrafficSlice> Bound(IEnumerable<TrafficSlice> slices, double sessions, double? conversions, double? revenue)
    {
        var all = slices.ToList();
        var pairs = Largest(all.Where(slice => slice.Source is not (Rest or TrafficSlice.UnknownReferrer)), MaxPairs, slice => (slice.Channel, slice.Source, slice.Medium));
        var campaigns = Largest(all.Where(slice => slice.Campaign is not null), MaxCampaigns, slice => slice.Campaign!);

        TrafficSlice Bounded(TrafficSlice slice) =>
            slice.Source == TrafficSlice.UnknownReferrer ? slice with { Medium = null, Campaign = slice.Campaign is { } tag && campaigns.Contains(tag) ? tag : null }
            : !pairs.Contains((slice.Channel, slice.Source, slice.Medium)) ? slice with { Source = Rest, Medium = null, Campaign = null }
            : slice.Campaign is { } name && !campaigns.Contains(name) ? slice with { Campaign = null }
            : slice;

        var beyond = new TrafficSlice(
            Channel.Unknown, TrafficSlice.UnknownReferrer, null, null,
            Beyond(sessions, all.Sum(slice => slice.Sessions)) ?? 0,
            Beyond(conversions, all.Sum(slice => slice.Conversions ?? 0)),
            Beyond(revenue, all.Sum(slice => slice.Revenue ?? 0)));
        return
        [
            .. Merged(all.Select(Bounded).Append(beyond))
                .Where(slice => slice is not { Sessions: 0, Conversions: null or 0, Revenue: null or 0 })
                .OrderBy(slice => slice.Source is Rest or TrafficSlice.UnknownReferrer)
                .ThenByDescending(slice => slice.Sessions)
                .ThenBy(slice => (slice.Channel, slice.Source, slice.Medium, slice.Campaign)),
        ];
    }

    /// <summary>One slice for each combination, with the sums of its parts.</summary>
    private static IEnumerable<TrafficSlice> Merged(IEnumerable<TrafficSlice> slices) => slices
        .GroupBy(slice => (slice.Channel, slice.Source, slice.Medium, slice.Campaign))
        .Select(same => same.Aggregate((sum, slice) => sum with
        {
            Sessions = sum.Sessions + slice.Sessions,
            Conversions = Plus(sum.Conversions, slice.Conversions),
            Revenue = Plus(sum.Revenue, slice.Revenue),
        }));

    private static HashSet<TKey> Largest<TKey>(IEnumerable<TrafficSlice> slices, int count, Func<TrafficSlice, TKey> keyOf)
        where TKey : notnull => [.. slices
            .GroupBy(keyOf)
            .OrderByDescending(group => group.Sum(slice => slice.Sessions))
            .ThenBy(group => group.Key)
            .Select(group => group.Key)
            .Take(count)];

    private static double? Plus(double? left, double? right) => left is null && right is null ? null : (left ?? 0) + (right ?? 0);

    /// <summary>What a total has beyond its parts. Amounts come as binary fractions: what is left of a subtraction is only real from half a hundredth on.</summary>
    /// <returns>At least 0; null where the total is not known.</returns>
    public static double? Beyond(double? total, double parts) => total - parts is not { } beyond ? null : beyond >= 0.005 ? beyond : 0;
}
