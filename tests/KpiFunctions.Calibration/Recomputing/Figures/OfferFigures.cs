namespace KpiFunctions.Calibration.Recomputing.Figures;

/// <summary>What customers said.</summary>
internal static class OfferFigures
{
    private static readonly string[] Parts = ["comments", "replies", "messages", "mentions"];

    public static IEnumerable<(string Figure, string Account, double? Value)> Of(ClientWeekTold week)
    {
        var posting = week.Accounts.Where(account => account.Tells("posts") && Array.Exists(Parts, account.Tells)).ToList();
        yield return ("discussions", "", Said(week.Accounts));
        yield return ("discussions-per-post", "", ClientWeekTold.Ratio(Said(posting), ClientWeekTold.Sum(posting.Select(account => account.Count("posts")))));
        foreach (var posts in week.Accounts.SelectMany(AwarenessFigures.PostsOf)) yield return posts;
    }

    private static double? Said(IEnumerable<AccountWeekTold> accounts) =>
        ClientWeekTold.Sum(accounts.SelectMany(account => Parts.Where(account.Tells).Select(account.Count)));
}
