using KpiFunctions.Pipeline.Clients;
using KpiFunctions.Simulator.Faults;

namespace KpiFunctions.EndToEnd.Sources;

/// <summary>An account that every source is tried on, and what cannot be tried there.</summary>
/// <param name="Title">The column's heading.</param>
/// <param name="Type">The source.</param>
/// <param name="Platform">Where faults are put: the platform, or the endpoint that gives its tokens.</param>
/// <param name="Account">The account there.</param>
internal sealed record LabSubject(string Title, string Type, string Platform, string Account)
{
    private const string TokensOnly = "the endpoint gives tokens, not figures";
    private const string NoNames = "no metric is asked for by its name";

    /// <summary>The name that is refused; null where nothing is asked for by name.</summary>
    public string? Refused { get; init; }

    /// <summary>The property, column or insight that is left out.</summary>
    public string? Retired { get; init; }

    public Uri? Url { get; init; }

    /// <summary>What does not apply, and why.</summary>
    public IReadOnlyDictionary<FaultKind, string> Without { get; init; } = new Dictionary<FaultKind, string>();

    public bool IsTokens => Title.EndsWith("tokens", StringComparison.Ordinal);

    public SourceConfig Config => new() { Type = Type, Account = Account, Name = Type, Credential = $"{Type}-lab", Url = Url };

    /// <summary>One for each fetched source, and for each endpoint that gives tokens.</summary>
    public static IReadOnlyList<LabSubject> All { get; } =
    [
        new("bluesky", "bluesky", "bluesky", "confiserie.bsky.example") { Retired = "likeCount" },
        new("facebook", "facebook", "facebook", "201100000000001") { Refused = "page_media_view", Retired = "page_media_view" },
        new("google-analytics", "google-analytics", "ga4", "properties/310000001")
        {
            Refused = "keyEvents",
            Without = new Dictionary<FaultKind, string>
            {
                [FaultKind.RepeatedCursor] = "pages are asked for by their place",
                [FaultKind.RetiredMetric] = "a report has every column that was asked for, or is refused",
            },
        },
        new("google tokens", "google-analytics", "google-oauth", "properties/310000001"),
        new("instagram", "instagram", "facebook", "17841400000000001") { Refused = "views", Retired = "follower_count" },
        new("linkedin", "linkedin", "linkedin", "1234567")
        {
            Refused = "organizationalEntityShareStatistics",
            Retired = "impressionCount",
            Without = new Dictionary<FaultKind, string> { [FaultKind.RepeatedCursor] = "pages are asked for by their place" },
        },
        new("mastodon", "mastodon", "mastodon", "confiserie@mastodon.example") { Retired = "favourites_count" },
        new("matomo", "matomo", "matomo", "1")
        {
            Url = new("https://stats.confiserie-du-port.example/"),
            Refused = "Referrers.getSocials",
            Retired = "nb_uniq_visitors",
            Without = new Dictionary<FaultKind, string> { [FaultKind.RepeatedCursor] = "reports come whole", [FaultKind.ShortPages] = "reports come whole" },
        },
        new("tiktok", "tiktok", "tiktok", "_000201100000000001") { Refused = "likes", Retired = "shares" },
        new("x", "x", "x", "confiserie") { Retired = "impression_count" },
        new("youtube", "youtube", "youtube", "UC0000000201100000000001")
        {
            Refused = "likes",
            Retired = "shares",
            Without = new Dictionary<FaultKind, string> { [FaultKind.RepeatedCursor] = "one page holds the days' videos" },
        },
        new("youtube tokens", "youtube", "google-oauth", "UC0000000201100000000001"),
    ];

    /// <summary>Why a fault cannot be played here; null where it can.</summary>
    public string? NotApplicable(FaultKind kind) => kind switch
    {
        _ when Without.TryGetValue(kind, out var reason) => reason,
        FaultKind.ExclusiveStart => Platform == "linkedin" ? null : "only LinkedIn ever changed the meaning of a start",
        FaultKind.FutureEndTime => Platform == "facebook" ? null : "days have no end in the answer",
        FaultKind.RefuseMetric => IsTokens ? TokensOnly : Refused is null ? NoNames : null,
        FaultKind.NoData or FaultKind.RepeatedCursor or FaultKind.RetiredMetric or FaultKind.ShortPages or FaultKind.Restated or FaultKind.LateDay when IsTokens => TokensOnly,
        FaultKind.DyingToken when IsTokens => "one request gives the token",
        FaultKind.DyingToken when Type is "bluesky" or "mastodon" => "nothing is asked with a token",
        FaultKind.LateDay when Type is "bluesky" or "mastodon" or "x" => "nothing is told by day",
        _ => null,
    };
}
