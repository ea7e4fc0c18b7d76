namespace KpiFunctions.Calibration.Recomputing.Figures;

/// <summary>Reach, mentions, views, posts.</summary>
internal static class AwarenessFigures
{
    public static IEnumerable<(string Figure, string Account, double? Value)> Of(ClientWeekTold week)
    {
        foreach (var account in week.Accounts)
        {
            var byDay = account.Told.TellsByDay("reach_7d") || account.Told.TellsByDay("reach");
            var typical = ClientWeekTold.Median((account.Posts ?? []).Select(post => post["reach"]).OfType<double>());
            yield return ("reach", account.Told.Account.Name, byDay ? account.OnSunday("reach_7d") ?? account.BestDay("reach") : typical);
            if (byDay) yield return ("reach-per-post", account.Told.Account.Name, typical);
            if (IsEngaged(account)) yield return ("public-views", account.Told.Account.Name, account.Told.TellsByDay("views") ? account.Count("views") : null);
            foreach (var posts in PostsOf(account)) yield return posts;
        }

        yield return ("mentions", "", week.Count("mentions"));
        yield return ("views", "", ClientWeekTold.Sum(week.Accounts
            .Select(account => (Account: account, Metric: IsEngaged(account) ? "engaged_views" : "views"))
            .Where(part => part.Account.Tells(part.Metric)).Select(part => part.Account.Count(part.Metric))));
    }

    public static IEnumerable<(string Figure, string Account, double? Value)> PostsOf(AccountWeekTold account)
    {
        if (account.Tells("posts")) yield return ("posts", account.Told.Account.Name, account.Count("posts"));
    }

    /// <summary>An account's views are its engaged ones, where it has those for the week or has no others.</summary>
    private static bool IsEngaged(AccountWeekTold account) =>
        account.Told.TellsByDay("engaged_views") && (account.Count("engaged_views") is not null || !account.Tells("views") || account.Count("views") is null);
}
