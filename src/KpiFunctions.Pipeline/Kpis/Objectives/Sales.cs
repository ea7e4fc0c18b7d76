using KpiFunctions.Pipeline.Clients;
using KpiFunctions.Pipeline.Kpis.Judging;
using KpiFunctions.Pipeline.Kpis.Visits;
using KpiFunctions.Pipeline.Periods;
using KpiFunctions.Pipeline.Readings;

namespace KpiFunctions.Pipeline.Kpis.Objectives;

/// <summary>To sell: conversions, what they bring, and how many of them come from the networks.</summary>
internal static class Sales
{
    private static readonly KpiSpec Conversions = new(KpiKey.Conversions, KpiUnit.Count, GoodDirection.Up);
    private static readonly KpiSpec Revenue = new(KpiKey.Revenue, KpiUnit.Money, GoodDirection.Up);
    private static readonly KpiSpec SocialShare = new(KpiKey.SocialConversionShare, KpiUnit.Share, GoodDirection.Up) { Ceiling = 1 };
    private static readonly KpiSpec Rate = new(KpiKey.ConversionRate, KpiUnit.Share, GoodDirection.Up);
    private static readonly KpiSpec Assisted = new(KpiKey.AssistedBySocial, KpiUnit.Count, GoodDirection.Up);
    private static readonly KpiSpec Sessions = new(KpiKey.Sessions, KpiUnit.Count, GoodDirection.Up);

    public static ObjectiveFigures Of(KpiBuilder kpis) => new()
    {
        Primary =
        [
            kpis.Build(Conversions, week => Sums.Of(kpis.Data, week, Metrics.Conversions)),
            kpis.Build(Revenue, week => RevenueOf(kpis.Data, week)),
            kpis.Build(SocialShare, week => SocialShareOf(kpis.Data, week)),
        ],
        Explaining =
        [
            kpis.Build(Assisted, week => Sums.Of(kpis.Data, week, Metrics.ConversionsAssistedBySocial)),
            kpis.Build(Rate, week => RateOf(kpis.Data, week)),
            kpis.Build(Sessions, week => Sums.Of(kpis.Data, week, Metrics.Sessions)),
        ],
        AsksForTraffic = true,
    };

    /// <summary>Revenue varies at least as its orders do, each worth the week's mean.</summary>
    private static Sample RevenueOf(ClientData data, IsoWeek week)
    {
        var (amount, currency) = data.Total(week, Metrics.Revenue);
        var orders = data.Total(week, Metrics.Conversions).Value;
        var noise = amount.Value is { } revenue && orders > 0 ? Noise.Counted(revenue / orders.Value) : Noise.None;
        return Sample.Of(amount, new Basis.SumOfDays(), noise) with { Currency = amount.Value is null ? null : currency };
    }

    private static Sample SocialShareOf(ClientData data, IsoWeek week)
    {
        if (!data.Accounts.Any(account => account.GivesConversionsByOrigin)) return Sample.Missing(data.NobodyDelivers);
        var traffic = WeekTraffic.Of(data, week);
        if (traffic.Slices is not { } slices) return Sample.Missing(traffic.Gap!.Value);
        if (WeekTraffic.SumOrNull(slices, slice => slice.Conversions) is not { } all) return Sample.Missing(Gap.PartialWeek);
        double Of(Func<TrafficSlice, bool> which) => slices.Where(which).Sum(slice => slice.Conversions!.Value);
        return KnownPart.ShareOf(Of(slice => WeekTraffic.IsSocial(slice.Channel)), Of(slice => slice.HasUnknownChannel), all, traffic.IsProvisional);
    }

    private static Sample RateOf(ClientData data, IsoWeek week)
    {
        AccountWeek[] accounts = [.. data.In(week).Where(account => account.Delivers(Metrics.Conversions) && account.Delivers(Metrics.Sessions))];
        return accounts.Length == 0
            ? Sample.Missing(data.NobodyDelivers)
            : Sample.Ratio(
                Amount.AddUp([.. accounts.Select(account => account.Sum(Metrics.Conversions))]),
                Amount.AddUp([.. accounts.Select(account => account.Sum(Metrics.Sessions))]),
                new Basis.Ratio());
    }
}
