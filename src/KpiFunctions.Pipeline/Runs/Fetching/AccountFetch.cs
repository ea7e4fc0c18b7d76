using KpiFunctions.Pipeline.Clients;
using KpiFunctions.Pipeline.Periods;
using KpiFunctions.Pipeline.Readings;
using KpiFunctions.Pipeline.Sources;
using KpiFunctions.Pipeline.Sources.Credentials;
using KpiFunctions.Pipeline.Store;

namespace KpiFunctions.Pipeline.Runs.Fetching;

/// <summary>What came of asking for some days of an account.</summary>
/// <param name="Through">The newest day that was answered; null where none was.</param>
/// <param name="Refusals">What was refused although the rest was answered.</param>
/// <param name="AccessEnds">When the access that was used runs out; null where nobody says.</param>
public sealed record FetchOutcome(DateOnly? Through, IReadOnlyList<Refusal> Refusals, DateTimeOffset? AccessEnds);

/// <summary>Asks a source for some days of one account and stores each page as it comes: what arrived before a failure stays.</summary>
public sealed class AccountFetch(ICredentialStore credentials, SecretKeepers keepers, Quotas quotas, ReadingTable readings, PostTable posts)
{
    /// <summary>Fetches and stores.</summary>
    /// <param name="requests">The requests that may be made.</param>
    /// <param name="skip">What is not to be asked for.</param>
    /// <exception cref="SourceException">The source could not answer, or could no longer.</exception>
    public async Task<FetchOutcome> RunAsync(
        ClientConfig client, SourceConfig source, ISource connector, DayRange days, IAllowance requests, IReadOnlySet<string> skip, CancellationToken cancellationToken)
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
        };

        DateOnly? through = null;
        var refusals = new List<Refusal>();
        await foreach (var page in ReadAhead.PagesAsync(connector, request, cancellationToken))
        {
            await readings.StoreAsync(client.Id, page.Readings, cancellationToken);
            await posts.StoreAsync(client.Id, page.Posts, cancellationToken);
            foreach (var reading in page.Readings.Where(reading => TellsTheDay(connector.Traits, reading)))
                if (through is null || reading.Day > through) through = reading.Day;
            refusals.AddRange(page.Refusals);
        }

        return new(through, refusals, secret?.ExpiresAt);
    }

    /// <summary>The name of the secret that opens an account: its own, or the agency's.</summary>
    public static string? CredentialOf(SourceConfig source, SourceTraits traits) => source.Credential ?? traits.AgencyCredential;

    /// <summary>
    /// Whether a reading shows that the platform has given the day: a zero that was concluded from silence does not,
    /// where the platform has figures that it does not leave out; nor does a level that was told as it stood.
    /// </summary>
    internal static bool TellsTheDay(SourceTraits traits, Reading reading) =>
        !reading.FillsOnly && (!traits.Metrics.Values.Contains(Absence.Unknown)
            || reading.Values.Keys.Any(metric => traits.Metrics.GetValueOrDefault(metric) == Absence.Unknown && !traits.LevelsOfToday.Contains(metric)));
}
