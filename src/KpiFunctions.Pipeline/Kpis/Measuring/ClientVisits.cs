using KpiFunctions.Pipeline.Periods;
using KpiFunctions.Pipeline.Readings;

namespace KpiFunctions.Pipeline.Kpis.Measuring;

/// <summary>A client's visits, week by week, over all accounts that tell where they come from.</summary>
internal static class ClientVisits
{
    /// <summary>Taken together once for each week: many figures ask for it.</summary>
    /// <param name="parts">Which of the visits the caller makes its figure of.</param>
    public static WeekTraffic In(ClientData data, IsoWeek week, params ReadOnlySpan<VisitPart> parts)
    {
        foreach (var account in data.Accounts.Where(account => account.GivesTraffic))
            foreach (var part in parts)
                account.Log.Note(account.Ref, part);
        return data.Traffic.TryGetValue(week, out var known) ? known : data.Traffic[week] = Together(data, [.. data.In(week).Where(account => account.Account.GivesTraffic)]);
    }

    private static WeekTraffic Together(ClientData data, List<AccountWeek> parts)
    {
        var networks = data.Client.Networks;
        if (parts.Count == 0) return new(null, data.NobodyDelivers, false, networks);
        var traffic = parts.ConvertAll(part => part.Traffic());
        if (traffic.TrueForAll(part => part.Slices is not null))
            return new([.. traffic.SelectMany(part => part.Slices!)], null, parts.Exists(part => part.IsProvisional), networks);
        return new(null, traffic.TrueForAll(part => part.Gap == Gap.NoData) ? Gap.NoData : Gap.PartialWeek, false, networks);
    }

    /// <summary>The week's channels, the largest first; empty where the week's visits are not known whole.</summary>
    public static IReadOnlyList<TrafficRow> Channels(ClientData data, IsoWeek week) =>
        [.. Rows(data, week, slice => (slice.HasUnknownChannel ? Channel.Unknown : slice.Channel, (string?)null)).OrderByDescending(row => row.Sessions).ThenBy(row => row.Channel)];

    /// <summary>The week's senders, the largest first; empty where the week's visits are not known whole.</summary>
    public static IReadOnlyList<TrafficRow> Referrers(ClientData data, IsoWeek week)
    {
        var traffic = In(data, week);
        return [.. Rows(data, week, slice => (default(Channel), (string?)traffic.SenderOf(slice))).OrderByDescending(row => row.Sessions).ThenBy(row => row.Source, StringComparer.Ordinal)];
    }

    /// <summary>
    /// The senders whose sessions changed, the furthest first; empty where either week's visits are not known whole. A change
    /// that the visits without a known sender may explain is none.
    /// </summary>
    public static IReadOnlyList<ReferrerMove> Moves(ClientData data, IsoWeek week)
    {
        var (now, before) = (In(data, week), In(data, week.Plus(-1)));
        return now.Slices is null || before.Slices is null ? [] :
        [
            .. now.ByReferrer.Keys.Union(before.ByReferrer.Keys)
                .Select(sender => new ReferrerMove(sender, before.ByReferrer.GetValueOrDefault(sender), now.ByReferrer.GetValueOrDefault(sender)))
                .Where(move => move.Now - move.Before > before.WithoutReferrer || move.Before - move.Now > now.WithoutReferrer)
                .OrderByDescending(move => Math.Abs(move.Now - move.Before)).ThenBy(move => move.Source, StringComparer.Ordinal),
        ];
    }

    private static IEnumerable<TrafficRow> Rows(ClientData data, IsoWeek week, Func<TrafficSlice, (Channel Channel, string? Source)> keyOf)
    {
        if (In(data, week).Slices is not { } slices) return [];
        var all = slices.Sum(slice => slice.Sessions);
        var before = In(data, week.Plus(-1)).Slices?.GroupBy(keyOf).ToDictionary(group => group.Key, group => group.Sum(slice => slice.Sessions));
        var allBefore = before?.Values.Sum() ?? 0;
        return slices.GroupBy(keyOf).Select(group => new TrafficRow(
            group.Key.Channel,
            group.Key.Source,
            group.Sum(slice => slice.Sessions),
            all > 0 ? group.Sum(slice => slice.Sessions) / all : 0,
            allBefore > 0 ? before!.GetValueOrDefault(group.Key) / allBefore : null,
            VisitParts.SumOrNull(group, slice => slice.Conversions),
            VisitParts.SumOrNull(group, slice => slice.Revenue)));
    }
}
