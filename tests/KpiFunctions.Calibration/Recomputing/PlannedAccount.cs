namespace KpiFunctions.Calibration.Recomputing;

/// <summary>An account of a random client.</summary>
/// <param name="Type">The source's type, as configs write it.</param>
/// <param name="Account">As configs write it.</param>
internal sealed record PlannedAccount(string Type, string Account)
{
    /// <summary>Where Matomo is played.</summary>
    public const string MatomoHost = "stats.confiserie-du-port.example";

    /// <summary>How the engine's figures name it.</summary>
    public string Name => $"{Type}:{Account}";

    /// <summary>Whether it tells visits, and no network's figures.</summary>
    public bool TellsVisits => Type is "google-analytics" or "matomo";

    /// <summary>Whether it can feed a primary figure of an objective: a config whose objective nothing feeds is refused.</summary>
    public bool Feeds(string objective) => objective switch
    {
        "google-independence" or "sales" => TellsVisits,
        "awareness" => Type is "facebook" or "instagram" or "linkedin" or "tiktok" or "x",
        "image" => !TellsVisits && Type != "youtube",
        _ => !TellsVisits,
    };

    /// <summary>The platform's name among the simulator's.</summary>
    public string Platform => Type switch { "instagram" => "facebook", "google-analytics" => "ga4", _ => Type };

    /// <summary>What the account is called in the platform's requests.</summary>
    public string AtPlatform => Type switch
    {
        "google-analytics" => Account.Split('/')[^1],
        "mastodon" => Account.TrimStart('@').Split('@')[0],
        _ => Account,
    };

    /// <summary>The hosts that are asked for its figures.</summary>
    public IReadOnlyList<string> Hosts => Type switch
    {
        "facebook" or "instagram" => ["graph.facebook.com"],
        "linkedin" => ["api.linkedin.com"],
        "youtube" => ["youtubeanalytics.googleapis.com", "youtube.googleapis.com"],
        "tiktok" => ["business-api.tiktok.com"],
        "x" => ["api.x.com"],
        "mastodon" => ["mastodon.example"],
        "bluesky" => ["public.api.bsky.app"],
        "google-analytics" => ["analyticsdata.googleapis.com"],
        "matomo" => [MatomoHost],
        _ => throw new InvalidOperationException($"No host is known of '{Type}'."),
    };

    /// <summary>Its entry in the config.</summary>
    public string Config => Type switch
    {
        "mastodon" or "bluesky" => $$"""{ "type": "{{Type}}", "account": "{{Account}}", "name": "{{Type}} {{AtPlatform}}" }""",
        "matomo" => $$"""{ "type": "matomo", "account": "{{Account}}", "url": "https://{{MatomoHost}}/", "credential": "matomo-shop", "name": "Site" }""",
        "google-analytics" => $$"""{ "type": "google-analytics", "account": "{{Account}}", "credential": "google-agency", "name": "Shop" }""",
        _ => $$"""{ "type": "{{Type}}", "account": "{{Account}}", "credential": "{{Type}}-shop", "name": "{{Type}} {{Account}}" }""",
    };

    /// <summary>Metrics that formulas may name where the account is a source: counts, levels and money.</summary>
    public IReadOnlyList<string> FormulaMetrics => Type switch
    {
        "facebook" => ["views", "mentions", "followers", "followers_gained", "reactions", "comments", "shares", "clicks", "reach_7d"],
        "instagram" => ["views", "mentions", "followers", "followers_gained", "reactions", "comments", "shares", "saves", "reach_7d"],
        "linkedin" => ["views", "followers", "followers_gained", "reactions", "comments", "shares", "clicks"],
        "youtube" => ["views", "engaged_views", "followers_gained", "followers_lost", "reactions", "comments", "shares"],
        "tiktok" => ["views", "followers", "followers_gained", "followers_lost", "reactions", "comments", "shares", "saves"],
        "x" => ["views", "mentions", "followers", "reactions", "comments", "shares", "saves"],
        "mastodon" or "bluesky" => ["followers", "reactions", "comments", "shares"],
        "google-analytics" => ["sessions", "conversions", "revenue", "conversions_assisted_by_social"],
        _ => ["sessions", "conversions", "revenue"],
    };
}
