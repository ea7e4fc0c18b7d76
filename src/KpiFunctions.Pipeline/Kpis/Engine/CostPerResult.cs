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
    /// account's cost is charged once: objectives that it serves share it equally. Own formulas have no accounts.
    /// </summary>
    public static IReadOnlyList<ObjectiveResult> AddTo(IReadOnlyList<ObjectiveResult> objectives, ClientData data, IsoWeek week)
    {
        if (data.Client.Costs.Count == 0) return objectives;
        var accounts = data.Where(account => data.Client.Costs.ContainsKey(account.Ref));
        var results = objectives.Select(objective => accounts.ToDictionary(
            account => account.Ref,
            account => Objectives.Of(objective.Objective.Kind).ResultOf?.Invoke(data, objective.Primary, account.In(week)))).ToList();
        return [.. objectives.Select((objective, i) => objective with { Worth = RowsOf(results[i]) })];

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
