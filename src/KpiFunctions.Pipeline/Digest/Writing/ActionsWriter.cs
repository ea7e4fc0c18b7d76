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
        if (result.Sessions is { } sessions) brought.Add(language.Count("count.sessions", sessions));
        else brought.Add(language.Text(action.Campaign is null ? "actions.no-link" : "actions.unmeasured"));
        if (result.Conversions is { } conversions) brought.Add(language.Count("count.conversions", conversions));
        else if (result.Sessions is not null) brought.Add(language.Text("actions.conversions-unmeasured"));
        return new(Desk.Name(action.Name), Languages.Language.Capital(about), Languages.Language.Capital(string.Join(", ", brought)));
    }
}
