namespace KpiFunctions.Simulator.World;

/// <summary>
/// The TikTok side of the page of a number, with figures of its own: <c>_000</c> and that number. Any other identifier has
/// an account that it alone describes.
/// </summary>
internal static class NamedTikTok
{
    private const string Prefix = "_000";

    /// <summary>The account of that identifier; null where it is none.</summary>
    public static PageProfile? Of(string id)
    {
        if (id.Length is < 4 or > 64 || !id.All(letter => char.IsAsciiLetterOrDigit(letter) || letter is '-' or '_')) return null;
        var page = NamedPages.Of(id.StartsWith(Prefix, StringComparison.Ordinal) ? id[Prefix.Length..] : id);
        return page with
        {
            Id = $"tiktok {id}",
            Followers = page.Followers / 4,
            GainedPerDay = page.GainedPerDay * 0.9,
            LostPerDay = page.LostPerDay * 0.5,
            Reach = page.Reach * 0.8,
            ReactionsPerThousand = page.ReactionsPerThousand * 2.2,
        };
    }
}
