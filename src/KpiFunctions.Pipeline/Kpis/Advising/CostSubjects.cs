using MathNet.Numerics.Distributions;

namespace KpiFunctions.Pipeline.Kpis.Advising;

/// <summary>What results cost.</summary>
internal static class CostSubjects
{
    /// <summary>
    /// The dearest account beside the cheapest: <c>account, other, result, price, otherprice, times, chance, distance</c>.
    /// Chance by the results that each would have had at one price for both.
    /// </summary>
    public static IEnumerable<FactSheet> Costs(ObjectiveResult objective)
    {
        var rows = objective.Worth.Where(row => row.PerResult is not null).OrderByDescending(row => row.PerResult).ToList();
        if (rows.Count < 2 || rows[0].Currency != rows[^1].Currency || rows[^1].Cost <= 0) yield break;
        var (dear, cheap) = (rows[0], rows[^1]);
        var (all, share) = (dear.Results!.Value + cheap.Results!.Value, dear.Cost / (dear.Cost + cheap.Cost));
        var distance = (all * share - dear.Results.Value) / Math.Sqrt(all * share * (1 - share));
        yield return new("cost", objective.Objective.Key, $"{dear.Account} {cheap.Account}", new Dictionary<string, Fact>
        {
            ["account"] = Facts.Account(dear.Account),
            ["other"] = Facts.Account(cheap.Account),
            ["result"] = new() { Word = KpiNames.Results[dear.Of], Unit = FactUnit.Result },
            ["price"] = Price(dear),
            ["otherprice"] = Price(cheap),
            ["times"] = Facts.Number(dear.PerResult!.Value / cheap.PerResult!.Value, FactUnit.Times),
            ["chance"] = Facts.Number(Math.Min(1, 2 * Normal.CDF(0, 1, -Math.Abs(distance))), FactUnit.None),
            ["distance"] = Facts.Number(distance, FactUnit.None),
        });
    }

    private static Fact Price(WorthRow row) => new() { Number = row.Price, Word = row.Currency, Unit = FactUnit.Money };
}
