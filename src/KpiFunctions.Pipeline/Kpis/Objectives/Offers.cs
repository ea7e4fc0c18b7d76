using KpiFunctions.Pipeline.Clients;
using KpiFunctions.Pipeline.Kpis.Judging;
using KpiFunctions.Pipeline.Periods;
using KpiFunctions.Pipeline.Readings;

namespace KpiFunctions.Pipeline.Kpis.Objectives;

/// <summary>To learn from customers: how much is said, and how much each post makes people say.</summary>
internal static class Offers
{
    /// <summary>What is said to the client, or of it.</summary>
    public static readonly CountMetric[] Parts = [Metrics.Comments, Metrics.Replies, Metrics.Messages, Metrics.Mentions];
    private static readonly KpiSpec Discussions = new(KpiKey.Discussions, KpiUnit.Count, GoodDirection.Up);
    private static readonly KpiSpec PerPost = new(KpiKey.DiscussionsPerPost, KpiUnit.Number, GoodDirection.Up);

    public static ObjectiveFigures Of(KpiBuilder kpis) => new()
    {
        Primary =
        [
            kpis.Build(Discussions, week => DiscussionsOf(kpis.Data, week)),
            kpis.Build(PerPost, week => PerPostOf(kpis.Data, week)),
        ],
        Explaining = Published.Of(kpis),
        Threads = DiscussionThreads.Of(kpis.Data, kpis.Week),
    };

    private static Sample DiscussionsOf(ClientData data, IsoWeek week)
    {
        var accounts = data.In(week);
        var amounts = PartsOf(accounts);
        if (amounts.Count == 0) return Sample.Missing(data.NobodyDelivers);
        Metric[] included = [.. Parts.Where(part => accounts.Any(account => account.Delivers(part)))];
        var basis = new Basis.SumOfParts(included, [.. Parts.Except(included)])
        {
            OfPosts = accounts.Any(account => Array.Exists(Parts, account.SumsPosts)),
        };
        return Sample.Of(Amount.AddUp(amounts), basis, Noise.Count);
    }

    /// <summary>Only of accounts that tell both: what one says without posts is not put on another's posts.</summary>
    private static Sample PerPostOf(ClientData data, IsoWeek week)
    {
        AccountWeek[] accounts = [.. data.In(week).Where(account => account.Delivers(Metrics.Posts) && Array.Exists(Parts, account.Delivers))];
        return accounts.Length == 0
            ? Sample.Missing(data.NobodyDelivers)
            : Sample.Ratio(
                Amount.AddUp(PartsOf(accounts)),
                Amount.AddUp([.. accounts.Select(account => account.Sum(Metrics.Posts))]),
                new Basis.Ratio(),
                ifZero: Gap.NoPosts);
    }

    private static List<Amount> PartsOf(IReadOnlyList<AccountWeek> accounts) =>
        [.. accounts.SelectMany(account => Parts.Where(account.Delivers).Select(part => account.Sum(part)))];
}
