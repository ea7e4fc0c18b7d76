namespace KpiFunctions.Simulator.World;

/// <summary>
/// Instagram's professional accounts: each is the picture side of the Facebook page whose number ends in the same eleven
/// digits, with fewer followers and figures of its own.
/// </summary>
internal static class NamedAccounts
{
    private const string Prefix = "178414";
    private const string Pages = "2011";

    /// <summary>The account of that number; null where it is none of Instagram's.</summary>
    public static PageProfile? Of(string id)
    {
        if (id.Length != 17 || !id.StartsWith(Prefix, StringComparison.Ordinal)) return null;
        var page = NamedPages.Of(Pages + id[6..]);
        return page with
        {
            Id = id,
            Followers = page.Followers * 2 / 5,
            GainedPerDay = page.GainedPerDay * 0.6,
            LostPerDay = page.LostPerDay * 0.4,
            Reach = page.Reach * 0.4,
            ReactionsPerThousand = page.ReactionsPerThousand * 1.8,
            MentionsPerDay = page.MentionsPerDay * 0.7,
        };
    }
}
