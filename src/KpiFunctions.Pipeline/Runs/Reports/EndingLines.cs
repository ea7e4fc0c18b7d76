using KpiFunctions.Pipeline.Digest.Languages;
using KpiFunctions.Pipeline.Digest.Reports;
using KpiFunctions.Pipeline.Digest.Writing;
using KpiFunctions.Pipeline.Runs.Fetching;
using KpiFunctions.Pipeline.Sources;

namespace KpiFunctions.Pipeline.Runs.Reports;

/// <summary>Writes what expires within a month: accesses, and versions of the platforms' APIs that a client's figures come through. Pure.</summary>
/// <param name="today">The day in UTC.</param>
internal sealed class EndingLines(Language language, SourceCatalog catalog, DateOnly today)
{
    private const int DaysAhead = 30;

    /// <summary>The first to expire first.</summary>
    public IReadOnlyList<DraftLine> Of(IReadOnlyList<ClientFacts> clients) =>
        [.. Accesses(clients).Concat(Versions(clients)).OrderBy(ending => ending.Day).Select(ending => new DraftLine(ending.Line))];

    /// <summary>An access that several accounts use is one line.</summary>
    private IEnumerable<(DateOnly Day, ReportLine Line)> Accesses(IReadOnlyList<ClientFacts> clients) =>
        from client in clients
        where client.IsInForce
        from source in client.Config!.Sources
        let endsAt = client.Cursors.FirstOrDefault(cursor => cursor.Account == source.Ref)?.AccessEnds
        where endsAt is not null
        let day = DateOnly.FromDateTime(endsAt.Value.UtcDateTime)
        where day >= today && day <= today.AddDays(DaysAhead)
        let traits = catalog.Traits[source.Type]
        group (client.Name, Day: day, Platform: traits.Name) by AccountFetch.CredentialOf(source, traits) ?? source.Ref.ToString() into same
        let first = same.Min(use => use.Day)
        let access = ("access", Desk.Name(same.Key))
        let platforms = ("platforms", language.List([.. same.Select(use => use.Platform).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)]))
        select (first, new ReportLine(language.Text("report.ends.access", access, platforms, ("day", language.Dates.Day(first))), language.Text("report.ends.access.do", access))
        {
            Clients = [.. same.Select(use => use.Name).Distinct(StringComparer.Ordinal)],
        });

    private IEnumerable<(DateOnly Day, ReportLine Line)> Versions(IReadOnlyList<ClientFacts> clients) =>
        from traits in catalog.Traits.Values
        let ends = traits.VersionEnd
        where ends is not null && ends.EndsOn <= today.AddDays(DaysAhead)
        let concerned = clients.Where(client => client.IsInForce && client.Config!.Sources.Any(source => source.Type == traits.Type)).Select(client => client.Name).ToList()
        where concerned.Count > 0
        select (ends.EndsOn, new ReportLine(
            language.Text("report.ends.version", ("platform", traits.Name), ("version", ends.Version), ("day", language.Dates.Day(ends.EndsOn))), language.Text("report.ends.version.do"))
        {
            Clients = concerned,
        });
}
