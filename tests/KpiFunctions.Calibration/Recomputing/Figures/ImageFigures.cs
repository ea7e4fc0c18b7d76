namespace KpiFunctions.Calibration.Recomputing.Figures;

/// <summary>Followers, their growth, and how many of those who could answer did.</summary>
internal static class ImageFigures
{
    private static readonly string[] Parts = ["reactions", "comments", "shares", "saves"];

    public static IEnumerable<(string Figure, string Account, double? Value)> Of(ClientWeekTold week) => week.Accounts.SelectMany(account => new (string, string, double?)[]
    {
        ("followers", account.Told.Account.Name, account.LastLevel("followers")?.Value),
        ("follower-growth", account.Told.Account.Name, account.Growth("followers")),
        ("engagement-rate", account.Told.Account.Name, Engagement(account)),
    });

    private static double? Engagement(AccountWeekTold account)
    {
        var told = account.Told;
        var ofPosts = Array.FindAll(Parts, told.TellsByPost);
        if (told.TellsByPost("reach") && ofPosts.Length > 0)
        {
            return ClientWeekTold.Median((account.Posts ?? [])
                .Where(post => post["reach"] > 0 && Array.TrueForAll(ofPosts, part => post[part] is not null))
                .Select(post => ofPosts.Sum(part => post[part]!.Value) / post["reach"]!.Value));
        }

        var ofDays = Array.FindAll(Parts, told.TellsByDay);
        if (told.TellsByDay("reach_7d") && ofDays.Length > 0)
            return ClientWeekTold.Ratio(ClientWeekTold.Sum(ofDays.Select(account.Count)), account.OnSunday("reach_7d"));
        return ClientWeekTold.Ratio(ClientWeekTold.Sum(Parts.Where(account.Tells).Select(account.Count)), account.LastLevel("followers")?.Value);
    }
}
