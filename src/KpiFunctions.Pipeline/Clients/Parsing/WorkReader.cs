using KpiFunctions.Pipeline.Clients.Fields;
using KpiFunctions.Pipeline.Periods;
using KpiFunctions.Pipeline.Readings;

namespace KpiFunctions.Pipeline.Clients.Parsing;

/// <summary>Reads what is done for a client: actions, the posting plan, and what it costs.</summary>
internal sealed class WorkReader(ConfigReader file, IReadOnlyList<SourceConfig> accounts, IReadOnlyList<ObjectiveConfig> objectives)
{
    // One mistake is reported once: what refers to a source or an objective that has one is not a second.
    private readonly bool sourcesAreKnown = file.HasAll(ClientFields.Sources, accounts.Count);
    private readonly bool objectivesAreKnown = file.HasAll(ClientFields.Objectives, objectives.Count);

    public (IReadOnlyList<ActionConfig> Actions, IReadOnlyDictionary<AccountRef, int> Plan, IReadOnlyDictionary<AccountRef, CostConfig> Costs) Read()
    {
        var actions = file.List(ClientFields.Actions)
            .Select(entry => file.ObjectOf(entry.Item, entry.Path, ActionFields.All) is { } action ? ReadAction(action) : null)
            .OfType<ActionConfig>().ToList();

        var plan = new Dictionary<AccountRef, int>();
        foreach (var (account, value, path) in ByAccount(ClientFields.PostingPlan))
            if (file.NumberOf(value, path, (NumberShape)ClientFields.PostingPlan.Shape.Value) is { } posts && account is { } known) plan[known] = (int)posts;

        var costs = new Dictionary<AccountRef, CostConfig>();
        foreach (var (account, value, path) in ByAccount(ClientFields.Costs))
            if (file.ObjectOf(value, path, CostFields.All) is { } cost && ReadCost(cost) is { } read && account is { } known) costs[known] = read;

        return (actions, plan, costs);
    }

    private ActionConfig? ReadAction(ConfigReader entry)
    {
        var name = entry.Text(ActionFields.Name);
        var objective = entry.Text(ActionFields.Objective);
        if (objective is not null && objectivesAreKnown) entry.ChoiceOf(entry.Value(ActionFields.Objective), entry.FieldPath(ActionFields.Objective), new([.. objectives.Select(known => known.Key)]));
        var days = ReadDays(entry);
        var account = entry.Text(ActionFields.Account) is { } named ? AccountOf(entry, ActionFields.Account.Name, named) : null;
        var campaign = entry.Text(ActionFields.Campaign);
        return name is null || objective is null || days is null ? null : new(name, objective, days.Value, account, campaign);
    }

    private static DayRange? ReadDays(ConfigReader entry)
    {
        if (entry.Has(ActionFields.Date) == (entry.Has(ActionFields.From) || entry.Has(ActionFields.To)))
        {
            entry.Error(entry.At, entry.Path, null, "needs either a date, or from and to", null);
            return null;
        }

        if (entry.Has(ActionFields.Date)) return entry.Date(ActionFields.Date) is { } day ? new(day, day) : null;
        var (begins, ends) = (entry.Date(ActionFields.From with { IsRequired = true }), entry.Date(ActionFields.To with { IsRequired = true }));
        if (begins is not { } from || ends is not { } to) return null;
        if (to >= from && to.DayNumber - from.DayNumber < ActionFields.LongestAction) return new(from, to);
        entry.Error(ActionFields.To, null, to < from ? "lies before from" : $"is more than {ActionFields.LongestAction} days after from", null);
        return null;
    }

    private static CostConfig? ReadCost(ConfigReader cost)
    {
        var (hours, hourly, budget) = (cost.Number(CostFields.HoursPerWeek), cost.Number(CostFields.HourlyCost), cost.Number(CostFields.AdBudgetPerWeek));
        return cost.Text(CostFields.Currency) is { } currency ? new(hours ?? 0, hourly ?? 0, budget ?? 0, currency) : null;
    }

    /// <returns>Each entry; its account is null where that was refused, so that the rest of the entry is checked all the same.</returns>
    private IEnumerable<(AccountRef? Account, LocatedValue Value, string Path)> ByAccount(ConfigField<ByAccountShape> field)
    {
        if (file.Value(field) is not { } value) yield break;
        var keys = value is LocatedObject map ? map.Members.Select(member => member.Name).Distinct(StringComparer.Ordinal).ToList() : [];
        if (file.ObjectOf(value, file.FieldPath(field), keys) is not { } entry) yield break;
        var seen = new HashSet<AccountRef>();
        foreach (var key in keys)
        {
            var account = AccountOf(entry, key, key);
            if (account is { } named && !seen.Add(named)) entry.Error(entry.PlaceOf(key), entry.FieldPath(key), null, $"is {named} again", "delete one of them");
            yield return (account, entry.Value(key)!, entry.FieldPath(key));
        }
    }

    /// <summary>An account by its full name, or by its type alone where the client has one of that type.</summary>
    private AccountRef? AccountOf(ConfigReader entry, string field, string name)
    {
        var found = accounts.Where(account => account.Ref.ToString() == name || account.Type == name).ToList();
        if (found.Count == 1) return found[0].Ref;
        if (!sourcesAreKnown) return null;
        var allowed = accounts.Select(account => account.Ref.ToString()).ToList();
        entry.Error(
            entry.PlaceOf(field), entry.FieldPath(field), $"\"{Shown.InOneLine(name)}\"",
            $"{(found.Count > 1 ? "fits several sources" : "is not a declared source")}; allowed: {string.Join(", ", allowed)}", Names.DidYouMean(name, allowed));
        return null;
    }
}
