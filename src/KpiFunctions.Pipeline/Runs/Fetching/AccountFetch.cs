using KpiFunctions.Pipeline.Clients;
using KpiFunctions.Pipeline.History;
using KpiFunctions.Pipeline.Periods;
using KpiFunctions.Pipeline.Readings;
using KpiFunctions.Pipeline.Sources;
using KpiFunctions.Pipeline.Sources.Credentials;
using KpiFunctions.Pipeline.Tables;

namespace KpiFunctions.Pipeline.Runs.Fetching;

/// <summary>Requests some days of one account from a source and stores each page when it arrives. Pages that arrived before a failure stay stored.</summary>
public sealed class AccountFetch(ICredentialStore credentials, SecretKeepers keepers, Quotas quotas, ReadingTable readings, PostTable posts)
{
    /// <summary>Fetches and stores.</summary>
    /// <param name="requests">The requests that may be made.</param>
    /// <param name="skip">Items that are not requested.</param>
    /// <param name="lease">The account's: rows are stored under its fence.</param>
    /// <exception cref="SourceException">The source failed, possibly after some pages.</exception>
    /// <exception cref="OvertakenException">The lease had run out, and a later fetch has stored rows.</exception>
    public async Task<FetchOutcome> RunAsync(
        ClientConfig client, SourceConfig source, ISource connector, DayRange days, IAllowance requests, IReadOnlySet<string> skip, AccountLease lease, CancellationToken cancellationToken)
    {
        var credential = CredentialOf(source, connector.Traits);
        var secret = credential is null ? null : await credentials.FindAsync(credential, cancellationToken)
            ?? throw new SourceException(new(SourceFailureKind.CredentialRefused, $"The vault holds no secret named '{credential}'."));

        var request = new SourceRequest(source, secret?.Value, days, client.Schedule.Zone)
        {
            Requests = requests,
            Budget = quotas.BudgetOf(client.Id, source, connector.Traits),
            Keeper = credential is null ? SecretKeeper.Forgetful : keepers.Of(credential),
            Skip = skip,
            PostsFrom = PostsFrom(lease.Cursor, client.Schedule.Zone),

            // A planned fetch only: a piece of history is no reason to ask.
            ChecksAccess = lease.Cursor.LastAttempt is not null && (lease.Cursor.LastSuccess is null || lease.Cursor.Refused.Keys.Any(item => !skip.Contains(item))),
        };

        DateOnly? through = null;
        var refusals = new List<Refusal>();
        var (readingCount, postCount) = (0, 0);
        var open = new OpenDays(connector.Traits, days);
        await foreach (var answered in ReadAhead.PagesAsync(connector, request, cancellationToken))
        {
            var page = PlausiblePage.Of(answered);
            var kept = connector.Traits.HasTraffic ? await KnownOrigins.KeptAsync(readings, client.Id, page.Readings, cancellationToken) : page.Readings;
            await readings.StoreAsync(client.Id, kept, lease, cancellationToken);
            await posts.StoreAsync(client.Id, page.Posts, lease, cancellationToken);
            (readingCount, postCount) = (readingCount + page.Readings.Count, postCount + page.Posts.Count);
            foreach (var reading in page.Readings.Where(reading => AnswersTheDay(connector.Traits, reading)))
                if (through is null || reading.Day > through) through = reading.Day;
            open.Add(page.Readings);
            refusals.AddRange(page.Refusals);
        }

        return new(through, [.. refusals.DistinctBy(refusal => refusal.What)], secret?.ExpiresAt) { Readings = readingCount, Posts = postCount, OpenFrom = open.First(through) };
    }

    /// <summary>
    /// The first day whose posts were not read, where an earlier fetch could not read the list: it goes back further then
    /// than the days that are fetched now.
    /// </summary>
    private static DateOnly? PostsFrom(Cursor cursor, Zone zone)
    {
        if (cursor.PostsReadUntil is not { } until || cursor.AskedFrom is not { } first) return null;
        return zone.DayAt(until) is var day && day > first ? day : first;
    }

    /// <summary>The name of the secret that gives access to an account: its own, or the agency's.</summary>
    public static string? CredentialOf(SourceConfig source, SourceTraits traits) => source.Credential ?? traits.AgencyCredential;

    /// <summary>
    /// Whether a reading shows that the platform has answered the day. A zero that was inferred from a missing value does
    /// not show it where the platform also has metrics that it never leaves out; nor does a level that the platform gives
    /// only for the time of the request.
    /// </summary>
    internal static bool AnswersTheDay(SourceTraits traits, Reading reading) =>
        !reading.Inferred && (!traits.Metrics.Values.Contains(Absence.Unknown)
            || reading.Values.Keys.Any(metric => traits.Metrics.GetValueOrDefault(metric) == Absence.Unknown && !traits.LevelsOfToday.Contains(metric)));
}
