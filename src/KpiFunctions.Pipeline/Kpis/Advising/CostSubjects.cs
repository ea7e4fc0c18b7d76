using KpiFunctions.Pipeline.Readings;

namespace KpiFunctions.Pipeline.Kpis.Advising;

/// <summary>What results cost.</summary>
internal static class CostSubjects
{
    /// <summary>
    /// Two accounts whose results were priced in the same weeks of the last eight, the dearer one first:
    /// <c>account, other, result, weeks, price, otherprice, times, chance, distance</c>.
    /// </summary>
    public static IEnumerable<FactSheet> Costs(WeekReport kpis)
    {
        var pairs = kpis.Objectives.SelectMany(PairsOf).ToList();
        foreach (var (objective, row, other, test) in pairs)
        {
            var (dear, cheap) = test.Price < test.OtherPrice ? (other, row) : (row, other);
            var (price, otherPrice) = (Math.Max(test.Price, test.OtherPrice), Math.Min(test.Price, test.OtherPrice));
            yield return new("cost", objective.Objective.Key, $"{dear.Account} {cheap.Account}", new Dictionary<string, Fact>
            {
                ["account"] = Facts.Account(dear.Account),
                ["other"] = Facts.Account(cheap.Account),
                ["result"] = new() { Word = KpiNames.Results[dear.Of], Unit = FactUnit.Result },
                ["weeks"] = Facts.Number(test.Weeks),
                ["price"] = Price(dear, price),
                ["otherprice"] = Price(cheap, otherPrice),
                ["times"] = Facts.Number(price / otherPrice, FactUnit.Times),

                // As many pairs as are looked at in the digest, so many chances to find one.
                ["chance"] = Facts.Number(Math.Min(1, test.PValue * pairs.Count), FactUnit.None),
                ["distance"] = Facts.Number(test.Distance, FactUnit.None),
            });
        }
    }

    private static IEnumerable<(ObjectiveResult Objective, WorthRow Row, WorthRow Other, PriceTest Test)> PairsOf(ObjectiveResult objective)
    {
        List<Dictionary<AccountRef, WorthRow>> weeks = [.. objective.EarlierWorth.Prepend(objective.Worth).Select(rows => rows.ToDictionary(row => row.Account))];
        for (var i = 0; i < objective.Worth.Count; i++)
        {
            for (var j = i + 1; j < objective.Worth.Count; j++)
            {
                var (row, other) = (objective.Worth[i], objective.Worth[j]);
                if (row.Currency != other.Currency) continue;
                var test = PriceTest.Of(weeks.Where(week => week.ContainsKey(row.Account) && week.ContainsKey(other.Account)).Select(week => (week[row.Account], week[other.Account])));
                if (test is not null) yield return (objective, row, other, test);
            }
        }
    }

    private static Fact Price(WorthRow row, double perResult) => new() { Number = row.PriceOf(perResult), Word = row.Currency, Unit = FactUnit.Money };
}
