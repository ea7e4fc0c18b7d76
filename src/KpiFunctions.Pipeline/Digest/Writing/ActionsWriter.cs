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
        if (result.Posts is { } posts) brought.Add(desk.SayCount("count.posts", posts));
        foreach (var (metric, sum) in result.PostFigures.Where(figure => figure.Sum > 0)) brought.Add(desk.SayCount($"count.{metric.Key}", sum));
        if (result.Sessions is { } sessions) brought.Add(desk.SayCount("count.sessions", sessions));
        else brought.Add(language.Text(action.Campaign is null ? "actions.no-link" : "actions.unmeasured"));
        if (result.Conversions is { } conversions) brought.Add(desk.SayCount("count.conversions", conversions));
        else if (result.Sessions is not null) brought.Add(language.Text("actions.conversions-unmeasured"));
        if (result is { Revenue: { } revenue, Currency: { } currency }) brought.Add(language.Text("count.revenue", ("n", language.Numbers.Money(revenue, 0, currency))));
        if (result.SinceItBegan is { } all)
        {
            var total = desk.SayCount("count.sessions", all.Sessions);
            if (all.Conversions is { } reached) total = language.List([total, desk.SayCount("count.conversions", reached)]);
            brought.Add(desk.Say(
                "actions.since",
                Datum.Day("day", language.Dates.Day(action.Days.First), action.Days.First), Datum.Part("total", total), Datum.Unsaid("all", all.Sessions), Datum.Unsaid("week", result.Sessions)));
        }

        return new(Desk.Name(action.Name), Languages.Language.Capital(about), Languages.Language.Capital(string.Join(", ", brought)));
    }
}
