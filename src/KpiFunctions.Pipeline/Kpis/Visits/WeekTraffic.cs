using KpiFunctions.Pipeline.Kpis.Tracing;
using KpiFunctions.Pipeline.Periods;
using KpiFunctions.Pipeline.Readings;

namespace KpiFunctions.Pipeline.Kpis.Visits;

/// <summary>A week's visits by origin, over the accounts that tell it.</summary>
internal sealed record WeekTraffic(IReadOnlyList<TrafficSlice>? Slices, Gap? Gap, bool IsProvisional)
{
    /// <summary>How all of Google's visits are called among senders.</summary>
    private const string Google = "google";

    private Dictionary<string, double>? bySender;

    /// <summary>Sessions by sender, in small letters, since tools write names in capitals or not; empty where they are not known whole.</summary>
    public IReadOnlyDictionary<string, double> BySender => bySender ??= (Slices ?? [])
        .GroupBy(SenderOf, StringComparer.Ordinal).ToDictionary(group => group.Key, group => group.Sum(slice => slice.Sessions), StringComparer.Ordinal);

    public double FromGoogle => BySender.GetValueOrDefault(Google);

    /// <summary>Taken together once for each week: many figures ask for it.</summary>
    public static WeekTraffic Of(ClientData data, IsoWeek week)
    {
        var parts = data.In(week).Where(account => account.Account.GivesTraffic).ToList();
        foreach (var part in parts) part.Account.Log.Note(part.Account.Ref, null, InputWay.Visits);
        return data.Traffic.TryGetValue(week, out var known) ? known : data.Traffic[week] = Together(data, parts);
    }

    private static WeekTraffic Together(ClientData data, List<AccountWeek> parts)
    {
        if (parts.Count == 0) return new(null, data.NobodyDelivers, false);
        var traffic = parts.ConvertAll(part => part.Traffic());
        if (traffic.TrueForAll(part => part.Slices is not null))
            return new([.. traffic.SelectMany(part => part.Slices!)], null, parts.Exists(part => part.IsProvisional));
        return new(null, traffic.TrueForAll(part => part.Gap == Kpis.Gap.NoData) ? Kpis.Gap.NoData : Kpis.Gap.PartialWeek, false);
    }

    public static bool IsSocial(Channel channel) => channel is Channel.OrganicSocial or Channel.PaidSocial;

    /// <summary>The week's channels, the largest first; empty where the week's visits are not known whole.</summary>
    public static IReadOnlyList<TrafficRow> Channels(ClientData data, IsoWeek week) =>
        [.. Rows(data, week, slice => (slice.Channel, (string?)null)).OrderByDescending(row => row.Sessions).ThenBy(row => row.Channel)];

    /// <summary>The week's senders, the largest first; empty where the week's visits are not known whole.</summary>
    public static IReadOnlyList<TrafficRow> Senders(ClientData data, IsoWeek week) =>
        [.. Rows(data, week, slice => (default(Channel), (string?)SenderOf(slice))).OrderByDescending(row => row.Sessions).ThenBy(row => row.Source, StringComparer.Ordinal)];

    /// <summary>The senders whose sessions changed, the furthest first; empty where either week's visits are not known whole.</summary>
    public static IReadOnlyList<SenderMove> Moves(ClientData data, IsoWeek week)
    {
        var (now, before) = (Of(data, week), Of(data, week.Plus(-1)));
        return now.Slices is null || before.Slices is null ? [] :
        [
            .. now.BySender.Keys.Union(before.BySender.Keys)
                .Select(sender => new SenderMove(sender, before.BySender.GetValueOrDefault(sender), now.BySender.GetValueOrDefault(sender)))
                .Where(move => move.Now != move.Before)
                .OrderByDescending(move => Math.Abs(move.Now - move.Before)).ThenBy(move => move.Source, StringComparer.Ordinal),
        ];
    }

    private static string SenderOf(TrafficSlice slice) => GoogleNames.IsGoogle(slice) ? Google : slice.Source.Trim().ToLowerInvariant();

    private static IEnumerable<TrafficRow> Rows(ClientData data, IsoWeek week, Func<TrafficSlice, (Channel Channel, string? Source)> keyOf)
    {
        if (Of(data, week).Slices is not { } slices) return [];
        var all = slices.Sum(slice => slice.Sessions);
        var before = Of(data, week.Plus(-1)).Slices?.GroupBy(keyOf).ToDictionary(group => group.Key, group => group.Sum(slice => slice.Sessions));
        var allBefore = before?.Values.Sum() ?? 0;
        return slices.GroupBy(keyOf).Select(group => new TrafficRow(
            group.Key.Channel,
            group.Key.Source,
            group.Sum(slice => slice.Sessions),
            all > 0 ? group.Sum(slice => slice.Sessions) / all : 0,
            allBefore > 0 ? before!.GetValueOrDefault(group.Key) / allBefore : null,
            SumOrNull(group, slice => slice.Conversions),
            SumOrNull(group, slice => slice.Revenue)));
    }

    /// <summary>Null where one slice does not say: a part is not the sum.</summary>
    public static double? SumOrNull(IEnumerable<TrafficSlice> slices, Func<TrafficSlice, double?> valueOf)
    {
        var sum = 0.0;
        foreach (var slice in slices)
        {
            if (valueOf(slice) is not { } value) return null;
            sum += value;
        }

        return sum;
    }
}
