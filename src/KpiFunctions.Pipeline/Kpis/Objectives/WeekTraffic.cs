using KpiFunctions.Pipeline.Periods;
using KpiFunctions.Pipeline.Readings;

namespace KpiFunctions.Pipeline.Kpis.Objectives;

/// <summary>A week's visits by origin, over the accounts that tell it.</summary>
internal sealed record WeekTraffic(IReadOnlyList<TrafficSlice>? Slices, Gap? Gap, bool IsProvisional)
{
    public static WeekTraffic Of(ClientData data, IsoWeek week)
    {
        var parts = data.In(week).Where(account => account.Account.GivesTraffic).ToList();
        if (parts.Count == 0) return new(null, data.NobodyDelivers, false);
        var traffic = parts.ConvertAll(part => part.Traffic());
        if (traffic.TrueForAll(part => part.Slices is not null))
            return new([.. traffic.SelectMany(part => part.Slices!)], null, parts.Exists(part => part.IsProvisional));
        return new(null, traffic.TrueForAll(part => part.Gap == Kpis.Gap.NoData) ? Kpis.Gap.NoData : Kpis.Gap.PartialWeek, false);
    }

    public static bool IsSocial(Channel channel) => channel is Channel.OrganicSocial or Channel.PaidSocial;

    /// <summary>The week's channels, the largest first; empty where the week's visits are not known whole.</summary>
    public static IReadOnlyList<TrafficRow> Rows(ClientData data, IsoWeek week)
    {
        if (Of(data, week).Slices is not { } slices) return [];
        var all = slices.Sum(slice => slice.Sessions);
        var before = Of(data, week.Plus(-1)).Slices;
        var allBefore = before?.Sum(slice => slice.Sessions) ?? 0;
        return [.. slices.GroupBy(slice => slice.Channel)
            .Select(channel => new TrafficRow(
                channel.Key,
                null,
                channel.Sum(slice => slice.Sessions),
                all > 0 ? channel.Sum(slice => slice.Sessions) / all : 0,
                allBefore > 0 ? before!.Where(slice => slice.Channel == channel.Key).Sum(slice => slice.Sessions) / allBefore : null,
                SumOrNull(channel, slice => slice.Conversions),
                SumOrNull(channel, slice => slice.Revenue)))
            .OrderByDescending(row => row.Sessions).ThenBy(row => row.Channel)];
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
