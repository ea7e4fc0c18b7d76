using KpiFunctions.Pipeline.Kpis.Judging;
using KpiFunctions.Pipeline.Kpis.Measuring;
using KpiFunctions.Pipeline.Periods;
using KpiFunctions.Pipeline.Readings;

namespace KpiFunctions.Pipeline.Kpis.Figures;

/// <summary>How much is said to the client, and about it.</summary>
internal static class Discussions
{
    /// <summary>What is said to the client, or about it.</summary>
    public static readonly CountMetric[] Parts = [Metrics.Comments, Metrics.Replies, Metrics.Messages, Metrics.Mentions];

    public static readonly FigureDefinition Definition = new OverAccounts(
        new("discussions", KpiUnit.Count, GoodDirection.Up)
        {
            IsFedBy = source => source.GivesAny(Parts),
            Formula = "comments + replies + messages + mentions",
        },
        DiscussionsOf);

    public static List<Amount> PartsOf(IReadOnlyList<AccountWeek> accounts) =>
        [.. accounts.SelectMany(account => Parts.Where(account.Delivers).Select(part => account.Sum(part)))];

    private static WeekMeasurement DiscussionsOf(ClientData data, IsoWeek week)
    {
        var accounts = data.In(week);
        var amounts = PartsOf(accounts);
        if (amounts.Count == 0) return WeekMeasurement.Missing(data.NobodyDelivers);
        Metric[] included = [.. Parts.Where(part => accounts.Any(account => account.Delivers(part)))];
        var basis = new Basis.SumOfParts(included, [.. Parts.Except(included)])
        {
            OfPosts = accounts.Any(account => Array.Exists(Parts, account.SumsPosts)),
        };
        return WeekMeasurement.Of(Amount.AddUp(amounts), basis, VarianceModel.Count);
    }
}
