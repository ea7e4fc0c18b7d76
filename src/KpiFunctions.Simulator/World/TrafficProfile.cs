namespace KpiFunctions.Simulator.World;

/// <summary>What the visits of a website are like: a GA4 property or a Matomo site.</summary>
internal sealed record TrafficProfile
{
    /// <summary>The property, or <c>host/site</c>.</summary>
    public required string Id { get; init; }

    /// <summary>tz identifier of the zone in which its days begin.</summary>
    public required string Zone { get; init; }

    /// <summary>ISO 4217.</summary>
    public required string Currency { get; init; }

    /// <summary>Visits on an ordinary day.</summary>
    public required double Sessions { get; init; }

    /// <summary>What an order is worth; 0 where nothing is sold.</summary>
    public required double Basket { get; init; }

    public required IReadOnlyList<TrafficSource> Sources { get; init; }

    public Rhythm Rhythm { get; init; } = new();
}

/// <summary>One place that visits come from.</summary>
/// <param name="Name">As the analytics tool names it: <c>google</c> in GA4, <c>Google</c> in Matomo.</param>
/// <param name="Medium">GA4's medium; empty in Matomo.</param>
/// <param name="Channel">GA4's default channel group, or the Matomo referrer type of <see cref="ReferrerTypes"/>.</param>
/// <param name="Campaign">The campaign's name; null where there is none.</param>
/// <param name="Share">Of an ordinary day's visits.</param>
/// <param name="ConversionRate">Conversions per visit.</param>
/// <param name="Events">What happens to it.</param>
internal sealed record TrafficSource(
    string Name,
    string Medium,
    string Channel,
    string? Campaign,
    double Share,
    double ConversionRate,
    params IReadOnlyList<WorldEvent> Events);

/// <summary>Matomo's kinds of referrer.</summary>
internal static class ReferrerTypes
{
    public const string Direct = "direct";
    public const string Search = "search";
    public const string Website = "website";
    public const string Campaign = "campaign";
    public const string Social = "social";
    public const string AiAssistant = "ai";
}
