using System.Globalization;
using KpiFunctions.Pipeline.Periods;
using KpiFunctions.Pipeline.Readings;

namespace KpiFunctions.Pipeline.Sources.Graph;

/// <summary>What holds for pages and professional accounts alike.</summary>
internal static class GraphApi
{
    /// <summary>Posts whose figures are read again at every fetch: reactions and comments come in over weeks.</summary>
    public const int PostLookBackDays = 28;

    /// <summary>
    /// Posts asked for at once. Where Meta refuses a page with their insights inside as too much data, or because of one of
    /// its posts, the next size is asked for.
    /// </summary>
    public static readonly IReadOnlyList<int> PostsPerPage = [25, 10, 5, 1];

    /// <summary>Posts of others asked for at once: the most that Meta gives, since there is nothing inside them.</summary>
    public const int MentionsPerPage = 100;

    /// <summary>Pages of one listing after which it is given up, so that no fault of the platform's can hold a fetch for ever.</summary>
    public const int MaxPages = 200;

    /// <summary>Meta's days begin at midnight in California, whatever the account's own zone.</summary>
    public const string ZoneId = "America/Los_Angeles";

    /// <summary>Insights are kept for two years.</summary>
    public const int HistoryDays = 730;

    /// <summary>The agency's system user, who may be given every client's pages and accounts.</summary>
    public const string AgencyCredential = "agency-meta";

    /// <summary>Meta's limits follow the number of users: no figure holds for every app, but an answer says when it is over.</summary>
    public static readonly AppQuota Quota = new(null, QuotaWindow.Day(Zone.Utc));

    /// <summary>
    /// The day that a value belongs to: the one that ends at <c>end_time</c>. Noon of that day is twelve hours earlier,
    /// give or take a change of clocks, so the day is right wherever midnight is meant.
    /// </summary>
    /// <returns>Null where the text is no instant.</returns>
    public static DateOnly? DayEndingAt(string? endTime, Zone zone) =>
        InstantOf(endTime) is { } instant ? zone.DayAt(instant.AddHours(-12)) : null;

    /// <summary>An instant as Graph writes it; null where the text is none.</summary>
    public static DateTimeOffset? InstantOf(string? text) =>
        DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var instant) ? instant.ToUniversalTime() : null;
}
