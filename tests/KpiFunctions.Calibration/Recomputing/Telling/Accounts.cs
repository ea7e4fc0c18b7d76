namespace KpiFunctions.Calibration.Recomputing.Telling;

/// <summary>What an account of any source tells in a fetch, by its page in <c>docs/sources</c>.</summary>
internal static class Accounts
{
    public static void Tell(Told told, Asking asking)
    {
        Action<Told, Asking> tell = told.Account.Type switch
        {
            "facebook" => FacebookPages.Tell,
            "instagram" => InstagramAccounts.Tell,
            "linkedin" => LinkedInOrganizations.Tell,
            "youtube" => YouTubeChannels.Tell,
            "tiktok" => TikTokAccounts.Tell,
            "x" => XAccounts.Tell,
            "mastodon" or "bluesky" => OpenAccounts.Tell,
            "google-analytics" => GoogleAnalyticsProperties.Tell,
            "matomo" => MatomoSites.Tell,
            var type => throw new InvalidOperationException($"Nothing is written of what '{type}' tells."),
        };
        tell(told, asking);
    }

    /// <summary>What it tells where the platform answers with nothing.</summary>
    public static void TellNothing(Told told, Asking asking)
    {
        if (told.Account.Type is "facebook" or "instagram") TaggedPosts.TellNone(told, asking, told.Account.Type == "facebook" ? FacebookPages.LookBack : InstagramAccounts.LookBack);
    }
}
