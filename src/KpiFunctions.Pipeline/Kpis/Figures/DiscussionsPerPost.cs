using KpiFunctions.Pipeline.Kpis.Measuring;
using KpiFunctions.Pipeline.Periods;
using KpiFunctions.Pipeline.Readings;

namespace KpiFunctions.Pipeline.Kpis.Figures;

/// <summary>How much each post makes people say.</summary>
internal static class DiscussionsPerPost
{
    public static readonly FigureDefinition Definition = new OverAccounts(
        new("discussions-per-post", KpiUnit.Number, GoodDirection.Up)
        {
            IsFedBy = source => source.GivesAny(Metrics.Comments, Metrics.Replies) && (source.PostMetrics.Count > 0 || source.GivesAny(Metrics.Posts)),
            Formula = "(comments + replies + messages + mentions) / posts",
        },
        PerPostOf);

    /// <summary>Only of accounts that tell both: what one says without posts is not put on another's posts.</summary>
    private static WeekMeasurement PerPostOf(ClientData data, IsoWeek week)
    {
        AccountWeek[] accounts = [.. data.In(week).Where(account => account.Delivers(Metrics.Posts) && Array.Exists(Discussions.Parts, account.Delivers))];
        return accounts.Length == 0
            ? WeekMeasurement.Missing(data.NobodyDelivers)
            : WeekMeasurement.Ratio(
                Amount.AddUp(Discussions.PartsOf(accounts)),
                Amount.AddUp([.. accounts.Select(account => account.Sum(Metrics.Posts))]),
                new Basis.Ratio(),
                ifZero: Gap.NoPosts);
    }
}
