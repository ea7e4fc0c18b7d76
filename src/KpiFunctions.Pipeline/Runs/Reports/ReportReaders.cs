using KpiFunctions.Pipeline.Clients;
using KpiFunctions.Pipeline.Delivery;
using KpiFunctions.Pipeline.Digest.Branding;
using KpiFunctions.Pipeline.Periods;
using KpiFunctions.Pipeline.Runs.State;
using KpiFunctions.Pipeline.Tables;

namespace KpiFunctions.Pipeline.Runs.Reports;

/// <summary>
/// Finds who a mail is for, and of which clients. A client is one of a consultant's where its own config says so now,
/// whatever the index says: a mail never has another's client.
/// </summary>
public sealed class ReportReaders(ConsultantTable consultants, ClientDirectory clients, BrandDirectory brands, AgencyOptions agency, StorageAccount account, TimeProvider time)
{
    /// <summary>Where no client says in which language to write.</summary>
    private const string FirstLanguage = "fr";

    /// <summary>A week's mail that is later than this is left to the next one, which tells what lasts.</summary>
    public static readonly TimeSpan InTime = TimeSpan.FromDays(6);

    private static readonly TimeOnly Eight = new(8, 0);

    /// <summary>When the week's mails are due in a zone: on Monday at eight.</summary>
    public static DigestSchedule ScheduleIn(Zone zone) => new(DayOfWeek.Monday, Eight, zone);

    /// <summary>The zone of a consultant's mails, by the index: that of most of its clients. Null of one without a client.</summary>
    public async Task<Zone?> FindZoneAsync(string consultant, CancellationToken cancellationToken)
    {
        if (consultant == ConsultantTable.Agency) return agency.Address is null ? null : (await FirstClientAsync(cancellationToken))?.Config.Schedule.Zone ?? Zone.Utc;
        return MostOf((await consultants.ClientsOfAsync(consultant, cancellationToken)).Select(client => client.Zone)) is { } zone ? Zone.Find(zone) ?? Zone.Utc : null;
    }

    /// <summary>A consultant, and the clients that the mails are about.</summary>
    /// <param name="at">When nobody of those who are told may be away; null for now.</param>
    /// <returns>Null where no client's config names the consultant, or it is away for all of them, or the agency has no address.</returns>
    internal async Task<(ReportReader Reader, IReadOnlyList<ClientInForce> Clients)?> FindAsync(string consultant, CancellationToken cancellationToken, DateTimeOffset? at = null)
    {
        if (consultant == ConsultantTable.Agency) return await AgencyAsync(cancellationToken) is { } reader ? (reader, []) : null;
        var found = new System.Collections.Concurrent.ConcurrentBag<(ClientInForce Client, Consultant Consultant)>();
        await Parallel.ForEachAsync(
            await consultants.ClientsOfAsync(consultant, cancellationToken),
            new ParallelOptions { MaxDegreeOfParallelism = account.AtOnce, CancellationToken = cancellationToken },
            async (row, token) =>
            {
                if (await clients.FindLastAsync(row.Client, token) is not { } client) return;
                if (client.Config.PresentOn(client.Config.Schedule.Zone.DayAt(at ?? time.GetUtcNow())).FirstOrDefault(person => RecipientHash.Of(person.Email) == consultant) is { } present) found.Add((client, present));
            });
        if (found.IsEmpty) return null;
        var ordered = found.OrderBy(entry => entry.Client.Config.Id, StringComparer.Ordinal).ToList();
        var (first, person) = ordered[0];
        var language = MostOf(ordered.Select(entry => entry.Consultant.Language).OfType<string>()) ?? MostOf(ordered.Select(entry => entry.Client.Config.Language))!;
        var zone = Zone.Find(MostOf(ordered.Select(entry => entry.Client.Config.Schedule.Zone.Id))!)!;
        var face = AgencyBranding.Of(first.Config, (await brands.FindAsync(first.Config.Brand.Id, cancellationToken)).Brand);
        return (new(consultant, person.Email, person.Name, language, zone, face), [.. ordered.Select(entry => entry.Client)]);
    }

    private async Task<ReportReader?> AgencyAsync(CancellationToken cancellationToken)
    {
        if (agency.Address is not { } address) return null;
        var first = (await FirstClientAsync(cancellationToken))?.Config;
        var face = first is null
            ? new AgencyBranding("KpiFunctions", AgencyBranding.DefaultColour, null, new(address, null), null)
            : AgencyBranding.Of(first, (await brands.FindAsync(first.Brand.Id, cancellationToken)).Brand);
        return new(ConsultantTable.Agency, address, null, first?.Language ?? FirstLanguage, first?.Schedule.Zone ?? Zone.Utc, face);
    }

    /// <summary>One client, whose brand the agency's own mail has.</summary>
    private async Task<ClientInForce?> FirstClientAsync(CancellationToken cancellationToken) => (await clients.PageAsync("", 1, cancellationToken)).Clients is [var first, ..] ? first : null;

    /// <summary>What most of them are, the first by name of several; null of none.</summary>
    private static string? MostOf(IEnumerable<string> values) =>
        values.GroupBy(value => value, StringComparer.Ordinal).OrderByDescending(same => same.Count()).ThenBy(same => same.Key, StringComparer.Ordinal).FirstOrDefault()?.Key;
}
