using KpiFunctions.Pipeline.Clients;
using KpiFunctions.Pipeline.Kpis.Objectives;
using KpiFunctions.Pipeline.Kpis.Visits;
using KpiFunctions.Pipeline.Periods;
using KpiFunctions.Pipeline.Readings;

namespace KpiFunctions.Pipeline.Kpis.Work;

/// <summary>What a network is worth for an objective: its declared cost beside the results that it brought itself.</summary>
internal static class Worth
{
    private const int DaysOfAWeek = 7;

    /// <summary>Every account with costs that can bring such a result, in the config's order. Own formulas have no accounts.</summary>
    /// <param name="primary">The objective's figures, which some results are.</param>
    public static IReadOnlyList<WorthRow> Of(ClientData data, ObjectiveKind kind, IReadOnlyList<Kpi> primary, IsoWeek week) =>
        [.. data.Accounts.Where(account => data.Client.Costs.ContainsKey(account.Ref))
            .Select(account => Of(data.Client.Costs[account.Ref], account, ResultOf(data, kind, primary, new(account, week))))
            .OfType<WorthRow>()];

    private static WorthRow? Of(CostConfig cost, AccountData account, Result? result) => result is null ? null : new(
        account.Ref,
        (cost.HoursPerWeek * cost.HourlyCost + cost.AdBudgetPerWeek) * result.Days / DaysOfAWeek,
        cost.Currency,
        result.Of,
        result.Days,
        result.Figure.Value,
        result.Figure.Gap);

    private static Result? ResultOf(ClientData data, ObjectiveKind kind, IReadOnlyList<Kpi> primary, AccountWeek week) => kind switch
    {
        // A typical post's people, or the best day's, are not what the week's money reached.
        ObjectiveKind.Awareness => week.Account.DeliversByDay(Metrics.Reach7Days) ? new(WorthResult.PeopleReached, week.OnSunday(Metrics.Reach7Days).Figure) : null,
        ObjectiveKind.Image => primary.FirstOrDefault(kpi => kpi.Key == KpiKey.FollowerGrowth && kpi.Account == week.Account.Ref) is { } growth
            ? new(WorthResult.NewFollowers, growth.Value) { Days = growth.Basis is Basis.LevelChange change ? change.To.DayNumber - change.From.DayNumber : DaysOfAWeek }
            : null,
        ObjectiveKind.Offers => Array.FindAll(Offers.Parts, week.Delivers) is { Length: > 0 } parts
            ? new(WorthResult.Discussions, Amount.AddUp([.. parts.Select(week.Sum)]).Figure)
            : null,
        ObjectiveKind.GoogleIndependence => FromVisits(data, week, WorthResult.Visits, slice => slice.Sessions),
        ObjectiveKind.Sales => data.Accounts.Any(account => account.GivesConversionsByOrigin) ? FromVisits(data, week, WorthResult.Conversions, slice => slice.Conversions) : null,
        _ => null,
    };

    /// <summary>Of the visits that the network itself sent; those that it only began are not known here.</summary>
    private static Result? FromVisits(ClientData data, AccountWeek week, WorthResult of, Func<TrafficSlice, double?> valueOf)
    {
        if (data.Client.Sources.FirstOrDefault(source => source.Ref == week.Account.Ref)?.Links is not { } links || !data.Accounts.Any(account => account.GivesTraffic)) return null;
        var traffic = WeekTraffic.Of(data, week.Week);
        if (traffic.Slices is not { } slices) return new(of, Figure.Unknown(traffic.Gap!.Value));
        if (!traffic.TellsWhoBrought(valueOf)) return new(of, Figure.Unknown(Gap.UnknownOrigin));
        var sum = WeekTraffic.SumOrNull(slices.Where(slice => links.Sent(slice)), valueOf);
        return new(of, sum is { } known ? Figure.Known(known, traffic.IsProvisional) : Figure.Unknown(Gap.PartialWeek));
    }

    private sealed record Result(WorthResult Of, Figure Figure)
    {
        public int Days { get; init; } = DaysOfAWeek;
    }
}
