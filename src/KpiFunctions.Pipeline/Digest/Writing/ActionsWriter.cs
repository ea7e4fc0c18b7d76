using KpiFunctions.Pipeline.Digest.Model;
using KpiFunctions.Pipeline.Kpis;

namespace KpiFunctions.Pipeline.Digest.Writing;

/// <summary>Says what an action brought; what nothing measures is said too.</summary>
internal static class ActionsWriter
{
    public static ActionModel Write(Desk desk, ActionResult result)
    {
        var (language, action) = (desk.Language, result.Action);
        var about = language.Dates.During(action.Days);
        if (action.Account is { } account) about = $"{about}, {desk.AccountName(account)}";

        var brought = new List<string>();
        if (result.Posts is { } posts) brought.Add(language.Count("count.posts", posts));
        foreach (var (metric, sum) in result.PostFigures.Where(figure => figure.Sum > 0)) brought.Add(language.Count($"count.{metric.Key}", sum));
        if (result.Sessions is { } sessions) brought.Add(language.Count("count.sessions", sessions));
        else brought.Add(language.Text(action.Campaign is null ? "actions.no-link" : "actions.unmeasured"));
        if (result.Conversions is { } conversions) brought.Add(language.Count("count.conversions", conversions));
        else if (result.Sessions is not null) brought.Add(language.Text("actions.conversions-unmeasured"));
        if (result is { Revenue: { } revenue, Currency: { } currency }) brought.Add(language.Text("count.revenue", ("n", language.Numbers.Money(revenue, 0, currency))));
        if (result.SinceItBegan is { } all)
        {
            var total = language.Count("count.sessions", all.Sessions);
            if (all.Conversions is { } reached) total = language.List([total, language.Count("count.conversions", reached)]);
            brought.Add(language.Text("actions.since", ("day", language.Dates.Day(action.Days.First)), ("total", total)));
        }

        return new(Desk.Name(action.Name), Languages.Language.Capital(about), Languages.Language.Capital(string.Join(", ", brought)));
    }
}
