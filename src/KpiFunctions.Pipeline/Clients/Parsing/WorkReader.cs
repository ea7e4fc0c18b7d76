using KpiFunctions.Pipeline.Periods;
using KpiFunctions.Pipeline.Readings;

namespace KpiFunctions.Pipeline.Clients.Parsing;

/// <summary>Reads what is done for a client: actions, the posting plan, and what it costs.</summary>
internal sealed class WorkReader(ConfigReader file, IReadOnlyList<SourceConfig> accounts, IReadOnlyList<ObjectiveConfig> objectives)
{
    private const int LongestAction = 366;
    private const int MostPosts = 1000;

    // One mistake is told once: what refers to a source or an objective that has one is not a second.
    private readonly bool sourcesAreKnown = file.HasAll("sources", accounts.Count);
    private readonly bool objectivesAreKnown = file.HasAll("objectives", objectives.Count);

    public (IReadOnlyList<ActionConfig> Actions, IReadOnlyDictionary<AccountRef, int> Plan, IReadOnlyDictionary<AccountRef, CostConfig> Costs) Read()
    {
        var actions = file.List("actions")
            .Select((item, i) => file.ObjectOf(item, $"actions[{i}]", ConfigShape.Action) is { } entry ? ReadAction(entry) : null)
            .OfType<ActionConfig>().ToList();

        var plan = new Dictionary<AccountRef, int>();
        foreach (var (account, entry, name) in ByAccount("postingPlan"))
        {
            if (entry.Number(name, min: 0) is not { } posts) continue;
            if (posts != Math.Truncate(posts) || posts > MostPosts) entry.Error(entry.PlaceOf(name), entry.FieldPath(name), posts.ToString(), $"is not a whole number of posts a week, 0 to {MostPosts}", null);
            else if (account is { } known) plan[known] = (int)posts;
        }

        var costs = new Dictionary<AccountRef, CostConfig>();
        foreach (var (account, entry, name) in ByAccount("costs"))
            if (entry.Object(name, ConfigShape.Cost) is { } cost && ReadCost(cost) is { } read && account is { } known) costs[known] = read;

        return (actions, plan, costs);
    }

    private ActionConfig? ReadAction(ConfigReader entry)
    {
        var name = entry.Text("name", required: true);
        var objective = entry.Text("objective", required: true);
        if (objective is not null && objectivesAreKnown) entry.OneOf("objective", objectives.ToDictionary(known => known.Key, known => known.Kind));
        var days = ReadDays(entry);
        var account = entry.Text("account") is { } named ? AccountOf(entry, "account", named) : null;
        var campaign = entry.Text("campaign");
        return name is null || objective is null || days is null ? null : new(name, objective, days.Value, account, campaign);
    }

    private static DayRange? ReadDays(ConfigReader entry)
    {
        if (entry.Has("date") == (entry.Has("from") || entry.Has("to")))
        {
            entry.Error(entry.At, entry.Path, null, "needs either a date, or from and to", null);
            return null;
        }

        if (entry.Has("date")) return entry.Date("date") is { } day ? new(day, day) : null;
        var (begins, ends) = (entry.Date("from", required: true), entry.Date("to", required: true));
        if (begins is not { } from || ends is not { } to) return null;
        if (to >= from && to.DayNumber - from.DayNumber < LongestAction) return new(from, to);
        entry.Error(entry.PlaceOf("to"), entry.FieldPath("to"), null, to < from ? "lies before from" : $"is more than {LongestAction} days after from", null);
        return null;
    }

    private static CostConfig? ReadCost(ConfigReader cost)
    {
        var (hours, hourly, budget) = (cost.Number("hoursPerWeek", min: 0), cost.Number("hourlyCost", min: 0), cost.Number("adBudgetPerWeek", min: 0));
        var currency = cost.Text("currency", required: true);
        if (currency is null) return null;
        if (currency.Length == 3 && currency.All(char.IsAsciiLetterUpper)) return new(hours ?? 0, hourly ?? 0, budget ?? 0, currency);
        cost.Error(cost.Value("currency")!.At, cost.FieldPath("currency"), $"\"{currency}\"", "is not a currency", "write its ISO code, such as EUR");
        return null;
    }

    /// <returns>Each entry; its account is null where that was refused, so that the rest of the entry is checked all the same.</returns>
    private IEnumerable<(AccountRef? Account, ConfigReader Entry, string Name)> ByAccount(string field)
    {
        if (file.Value(field) is not { } value) yield break;
        var keys = value is LocatedObject map ? map.Members.Select(member => member.Name).Distinct(StringComparer.Ordinal).ToList() : [];
        if (file.Object(field, keys) is not { } entry) yield break;
        var seen = new HashSet<AccountRef>();
        foreach (var key in keys)
        {
            var account = AccountOf(entry, key, key);
            if (account is { } named && !seen.Add(named)) entry.Error(entry.PlaceOf(key), entry.FieldPath(key), null, $"is {named} again", "delete one of them");
            yield return (account, entry, key);
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
