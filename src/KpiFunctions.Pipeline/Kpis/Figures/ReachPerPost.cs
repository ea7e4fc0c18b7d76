using KpiFunctions.Pipeline.Kpis.Measuring;
using KpiFunctions.Pipeline.Readings;

namespace KpiFunctions.Pipeline.Kpis.Figures;

/// <summary>What a post reaches, for accounts whose <see cref="Reach"/> is not that already.</summary>
internal static class ReachPerPost
{
    public static readonly FigureDefinition Definition = new PerAccount(
        new("reach-per-post", KpiUnit.People, GoodDirection.Up)
        {
            IsFedBy = source => source.PostMetrics.Contains(Metrics.Reach),
            Formula = "median of the people reached by each post of the week",
        },
        (account, _) => Reach.IsToldByDay(account) && account.DeliversByPost(Metrics.Reach),
        (account, _) => week => Reach.TypicalPost(account.In(week)))
    {
        IsOnlyWhereDelivered = true,
    };
}
