using KpiFunctions.Pipeline.Kpis.Judging;
using KpiFunctions.Pipeline.Kpis.Measuring;
using KpiFunctions.Pipeline.Periods;
using KpiFunctions.Pipeline.Readings;

namespace KpiFunctions.Pipeline.Kpis.Engine;

/// <summary>What a network costs for an objective, beside the results that it brought itself.</summary>
internal static class CostPerResult
{
    private const int DaysOfAWeek = 7;

    /// <summary>
    /// Adds the costs to each objective: every account with costs that can bring it a result, in the config's order. An
    /// account's cost is charged once: objectives that it serves share it equally. Own formulas have no accounts. The config
    /// holds today's costs only, so that earlier weeks are priced at them.
    /// </summary>
    public static IReadOnlyList<ObjectiveResult> AddTo(IReadOnlyList<ObjectiveResult> objectives, ClientData data, IsoWeek week)
    {
        if (data.Client.Costs.Count == 0) return objectives;
        var weeks = Enumerable.Range(0, Baseline.Weeks).Select(back => In(objectives, data, week.Plus(-back))).ToList();
        return [.. objectives.Select((objective, i) => objective with { Worth = weeks[0][i], EarlierWorth = [.. weeks.Skip(1).Select(each => each[i])] })];
    }

    /// <summary>One week's rows, by objective.</summary>
    private static List<IReadOnlyList<WorthRow>> In(IReadOnlyList<ObjectiveResult> objectives, ClientData data, IsoWeek week)
    {
        var accounts = data.Where(account => data.Client.Costs.ContainsKey(account.Ref));
        var results = objectives.Select(objective => accounts.ToDictionary(
            account => account.Ref,
            account => Objectives.Of(objective.Objective.Kind).ResultOf?.Invoke(data, account.In(week)))).ToList();
        return results.ConvertAll(RowsOf);

        IReadOnlyList<WorthRow> RowsOf(Dictionary<AccountRef, Result?> brought) =>
            [.. accounts.Where(account => brought[account.Ref] is not null).Select(account => Row(account.Ref, brought[account.Ref]!))];

        WorthRow Row(AccountRef account, Result result)
        {
            var cost = data.Client.Costs[account];
            var sharedBy = results.Count(each => each[account] is not null);
            var perWeek = cost.HoursPerWeek * cost.HourlyCost + cost.AdBudgetPerWeek;
            return new(account, perWeek * result.Days / DaysOfAWeek / sharedBy, cost.Currency, result.Of, result.Days, result.Figure.Value, result.Figure.Gap) { SharedBy = sharedBy };
        }
    }
}
