using KpiFunctions.Pipeline.Periods;
using KpiFunctions.Pipeline.Readings;

namespace KpiFunctions.Pipeline.Kpis.Measuring;

/// <summary>A week's visits by origin, over the accounts that tell it.</summary>
internal sealed record WeekTraffic(IReadOnlyList<TrafficSlice>? Slices, Gap? Gap, bool IsProvisional)
{
    /// <summary>How all of Google's visits are called among senders.</summary>
    public const string Google = "google";

    /// <summary>The part of unknown origin from which on nothing is said of what single senders, networks and campaigns brought.</summary>
    private const double LargestUnknownPart = 0.1;

    private Dictionary<string, double>? bySender;

    /// <summary>
    /// Sessions by sender, in small letters, since tools write names in capitals or not. Those whose sender is not known are
    /// not among them. Empty where they are not known whole.
    /// </summary>
    public IReadOnlyDictionary<string, double> BySender => bySender ??= (Slices ?? []).Where(slice => !slice.HasUnknownSender)
        .GroupBy(SenderOf, StringComparer.Ordinal).ToDictionary(group => group.Key, group => group.Sum(slice => slice.Sessions), StringComparer.Ordinal);

    public double FromGoogle => BySender.GetValueOrDefault(Google);

    /// <summary>Sessions whose sender is not known.</summary>
    public double WithoutSender => (Slices ?? []).Where(slice => slice.HasUnknownSender).Sum(slice => slice.Sessions);

    /// <summary>Sessions of which it is not known whether Google sent them: it sends none of a network's, whoever that is.</summary>
    public double PerhapsFromGoogle => (Slices ?? []).Where(VisitParts.IsPerhapsGoogles).Sum(slice => slice.Sessions);

    /// <summary>Whether enough of the visits have a known origin to say what a single sender, network or campaign brought.</summary>
    /// <param name="valueOf">What it brought.</param>
    public bool TellsWhoBrought(Func<TrafficSlice, double?> valueOf) => Slices is not null
        && Slices.Where(slice => slice.HasUnknownSender).Sum(slice => valueOf(slice) ?? 0) is var unknown && unknown <= LargestUnknownPart * Slices.Sum(slice => valueOf(slice) ?? 0);

    /// <summary>Taken together once for each week: many figures ask for it.</summary>
    /// <param name="parts">Which of the visits the caller makes its figure of.</param>
    public static WeekTraffic Of(ClientData data, IsoWeek week, params ReadOnlySpan<VisitPart> parts)
    {
        foreach (var account in data.Accounts.Where(account => account.GivesTraffic))
            foreach (var part in parts)
                account.Log.Note(account.Ref, part);
        return data.Traffic.TryGetValue(week, out var known) ? known : data.Traffic[week] = Together(data, [.. data.In(week).Where(account => account.Account.GivesTraffic)]);
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
        [.. Rows(data, week, slice => (slice.HasUnknownChannel ? Channel.Unknown : slice.Channel, (string?)null)).OrderByDescending(row => row.Sessions).ThenBy(row => row.Channel)];

    /// <summary>The week's senders, the largest first; empty where the week's visits are not known whole.</summary>
    public static IReadOnlyList<TrafficRow> Senders(ClientData data, IsoWeek week) =>
        [.. Rows(data, week, slice => (default(Channel), (string?)SenderOf(slice))).OrderByDescending(row => row.Sessions).ThenBy(row => row.Source, StringComparer.Ordinal)];

    /// <summary>
    /// The senders whose sessions changed, the furthest first; empty where either week's visits are not known whole. A change
    /// that the visits without a known sender may explain is none.
    /// </summary>
    public static IReadOnlyList<SenderMove> Moves(ClientData data, IsoWeek week)
    {
        var (now, before) = (Of(data, week), Of(data, week.Plus(-1)));
        return now.Slices is null || before.Slices is null ? [] :
        [
            .. now.BySender.Keys.Union(before.BySender.Keys)
                .Select(sender => new SenderMove(sender, before.BySender.GetValueOrDefault(sender), now.BySender.GetValueOrDefault(sender)))
                .Where(move => move.Now - move.Before > before.WithoutSender || move.Before - move.Now > now.WithoutSender)
                .OrderByDescending(move => Math.Abs(move.Now - move.Before)).ThenBy(move => move.Source, StringComparer.Ordinal),
        ];
    }

    private static string SenderOf(TrafficSlice slice) =>
        slice.HasUnknownSender ? TrafficSlice.UnknownSender : GoogleNames.IsGoogle(slice) ? Google : slice.Source.Trim().ToLowerInvariant();

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
