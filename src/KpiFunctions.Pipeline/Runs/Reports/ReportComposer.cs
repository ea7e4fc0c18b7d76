using KpiFunctions.Pipeline.Delivery.Links;
using KpiFunctions.Pipeline.Digest.Languages;
using KpiFunctions.Pipeline.Digest.Reports;
using KpiFunctions.Pipeline.Digest.Writing;
using KpiFunctions.Pipeline.Periods;
using KpiFunctions.Pipeline.Readings;
using KpiFunctions.Pipeline.Runs.State;
using KpiFunctions.Pipeline.Sources;

namespace KpiFunctions.Pipeline.Runs.Reports;

/// <summary>Puts what was read of a consultant's clients into the lines of a mail: what one remedy fixes is one line.</summary>
public sealed class ReportComposer(SourceCatalog catalog, ActionLinks links, TimeProvider time)
{
    /// <summary>Lines of a section that are given links: no more are shown.</summary>
    private const int LinesWithLinks = 12;

    /// <summary>The week's mail.</summary>
    /// <param name="days">The days that it is about.</param>
    internal async Task<ConsultantReport> OfWeekAsync(ReportReader reader, IReadOnlyList<ClientFacts> clients, DayRange days, CancellationToken cancellationToken)
    {
        var language = Language.Of(reader.Language);
        var notes = new AlertLines(language, catalog);
        var endings = new EndingLines(language, catalog, DateOnly.FromDateTime(time.GetUtcNow().UtcDateTime));
        var sections = new List<ReportSection>();
        foreach (var section in Enum.GetValues<AlertSection>())
        {
            var lines = section == AlertSection.Endings ? [.. endings.Of(clients), .. notes.Of(section, clients, reader.IsAgency)] : notes.Of(section, clients, reader.IsAgency);
            if (lines.Count > 0) sections.Add(new(NameOf(section), await WithLinksAsync(reader, lines, cancellationToken)));
            if (section == AlertSection.Recipients && WorkLines.Plans(language, clients, days) is { } plans) sections.Add(new("Plans", [plans]));
        }

        if (WorkLines.Advice(language, clients) is { Count: > 0 } advice) sections.Add(new("Advice", advice));
        if (WorkLines.Late(language, clients) is { } late) sections.Add(new("Late", [late]) { NeedsAPerson = false });
        var counted = clients.Where(client => client.IsInForce).ToList();
        return new(reader.Language, reader.Face, days, CountsOf(counted), sections) { IsOfAgency = reader.IsAgency };
    }

    /// <summary>A mail about what cannot wait.</summary>
    internal async Task<ConsultantReport> AtOnceAsync(ReportReader reader, IReadOnlyList<ClientFacts> clients, CancellationToken cancellationToken)
    {
        var notes = new AlertLines(Language.Of(reader.Language), catalog);
        var sections = new List<ReportSection>();
        foreach (var section in Enum.GetValues<AlertSection>())
            if (notes.Of(section, clients, isAgency: true) is { Count: > 0 } lines) sections.Add(new(NameOf(section), await WithLinksAsync(reader, lines, cancellationToken)));
        return new(reader.Language, reader.Face, null, null, sections) { IsOfAgency = reader.IsAgency };
    }

    /// <summary>Names the texts of a section in the language files.</summary>
    private static string NameOf(AlertSection section) => section switch
    {
        AlertSection.Digests => "Digests",
        AlertSection.Sources => "Sources",
        AlertSection.Files => "Files",
        AlertSection.Recipients => "Recipients",
        AlertSection.Endings => "Endings",
        _ => "Pipeline",
    };

    private static ReportCounts CountsOf(List<ClientFacts> clients)
    {
        var runs = clients.SelectMany(client => client.Runs).ToList();
        return new(
            clients.Count, Of(RunState.Sent), clients.Sum(client => client.Late.Count), Of(RunState.Held), Of(RunState.Drafted), Of(RunState.Missed),
            runs.Count(run => run.State is RunState.Planned or RunState.Waiting or RunState.Built or RunState.Unrecognized));

        int Of(RunState state) => runs.Count(run => run.State == state);
    }

    /// <summary>A line about one digest has what its reader can do there and then.</summary>
    private async Task<IReadOnlyList<ReportLine>> WithLinksAsync(ReportReader reader, IReadOnlyList<DraftLine> lines, CancellationToken cancellationToken)
    {
        var written = new List<ReportLine>();
        foreach (var (line, acts) in lines)
        {
            var made = new List<ReportLink>();
            if (written.Count < LinesWithLinks && acts is not null)
            {
                foreach (var action in acts.Actions)
                    if (await links.OfAsync(reader.Email, acts.Client, acts.Occurrence, action, cancellationToken) is { } address) made.Add(new(action.Split(':')[0], address));
            }

            written.Add(line with { Links = made });
        }

        return written;
    }
}
