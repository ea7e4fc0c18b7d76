using KpiFunctions.Pipeline.Kpis.Figures;
using KpiFunctions.Pipeline.Kpis.Measuring;
using KpiFunctions.Pipeline.Readings;

namespace KpiFunctions.Pipeline.Kpis.Engine;

/// <summary>What an account itself brought in a week.</summary>
/// <param name="Of">What is counted.</param>
internal sealed record Result(WorthResult Of, Figure Figure)
{
    /// <summary>The days that it was measured over.</summary>
    public int Days { get; init; } = 7;
}

/// <summary>What accounts bring for each kind of objective. Null where an account cannot bring such a result.</summary>
internal static class Results
{
    /// <summary>A typical post's people, or the best day's, are not those that the week's money reached.</summary>
    public static Result? PeopleReached(ClientData data, AccountWeek week) =>
        week.Account.DeliversByDay(Metrics.Reach7Days) ? new(WorthResult.PeopleReached, week.OnSunday(Metrics.Reach7Days).Figure) : null;

    public static Result? NewFollowers(ClientData data, AccountWeek week) =>
        week.Account.DeliversByDay(Metrics.Followers) && FollowerGrowth.Of(week) is var growth ? new(WorthResult.NewFollowers, growth.Figure) { Days = growth.Days } : null;

    public static Result? Discussions(ClientData data, AccountWeek week) =>
        Array.FindAll(Figures.Discussions.Parts, week.Delivers) is { Length: > 0 } parts
            ? new(WorthResult.Discussions, Amount.AddUp([.. parts.Select(week.Sum)]).Figure)
            : null;

    public static Result? Visits(ClientData data, AccountWeek week) =>
        FromVisits(data, week, WorthResult.Visits, slice => slice.Sessions);

    public static Result? Conversions(ClientData data, AccountWeek week) =>
        data.Accounts.Any(account => account.GivesConversionsByOrigin) ? FromVisits(data, week, WorthResult.Conversions, slice => slice.Conversions) : null;

    /// <summary>Of the visits that the network itself sent; those that it only began are not known here.</summary>
    private static Result? FromVisits(ClientData data, AccountWeek week, WorthResult of, Func<TrafficSlice, double?> valueOf)
    {
        if (data.Client.Sources.FirstOrDefault(source => source.Ref == week.Account.Ref)?.Links is not { } links || !data.Accounts.Any(account => account.GivesTraffic)) return null;
        var traffic = ClientVisits.In(data, week.Week);
        if (traffic.Slices is not { } slices) return new(of, Figure.Unknown(traffic.Gap!.Value));
        if (!traffic.TellsWhoBrought(valueOf)) return new(of, Figure.Unknown(Gap.UnknownOrigin));
        var sum = VisitParts.SumOrNull(slices.Where(slice => links.Sent(slice)), valueOf);
        return new(of, sum is { } known ? Figure.Known(known, traffic.IsProvisional) : Figure.Unknown(Gap.PartialWeek));
    }
}
