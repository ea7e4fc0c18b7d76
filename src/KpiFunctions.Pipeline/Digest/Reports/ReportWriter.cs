using KpiFunctions.Pipeline.Digest.Languages;
using KpiFunctions.Pipeline.Digest.Model;
using KpiFunctions.Pipeline.Digest.Writing;

namespace KpiFunctions.Pipeline.Digest.Reports;

/// <summary>Puts a report into words.</summary>
internal static class ReportWriter
{
    private const int LongestSubject = 120;
    private const int LongestDetail = 400;

    public static ReportModel Write(Language language, ConsultantReport report, ReportSize size)
    {
        var known = report.Sections.Where(section => section.NeedsAPerson).SelectMany(section => section.Lines).ToList();

        // What cannot wait is reported whatever its remedy; of a week, only what somebody has to do is counted.
        var lines = report.Week is null ? known.Count : known.Count(line => line.NeedsAPerson);
        var lede = report.Counts is { } counts ? Lede(language, counts, lines, isWell: known.Count == 0) : null;
        var headline = Headline(language, report, lines);
        return new(
            language.Code,
            SafeText.Line(Subject(language, report, headline), LongestSubject),
            lede ?? report.Sections.SelectMany(section => section.Lines).FirstOrDefault()?.What ?? headline,
            report.Week is { } week ? Language.Capital(language.Dates.During(week)) : null,
            headline,
            lede,
            FrameWriter.Brand(report.Face),
            [.. report.Sections.Select(section => Section(language, section, size))],
            language.Text((report.Week, report.IsOfAgency) switch
            {
                (null, _) => "report.why.now",
                (_, true) => "report.why.agency",
                _ => "report.why.week",
            }));
    }

    private static string Headline(Language language, ConsultantReport report, int lines) => report.Week is null
        ? language.Count("report.now", lines)
        : lines == 0 ? language.Text("report.nothing") : language.Count("report.todo", lines);

    private static string Subject(Language language, ConsultantReport report, string headline)
    {
        if (report.Week is { } week) return language.Text(report.IsOfAgency ? "report.subject.agency" : "report.subject.week", ("headline", headline), ("week", language.Dates.During(week)));
        var first = report.Sections[0].Lines[0];
        return first.Clients.Count == 1
            ? language.Text("report.subject.one", ("headline", headline), ("client", first.Clients[0]))
            : language.Text("report.subject.now", ("headline", headline));
    }

    /// <summary>What became of the digests; where nothing is to be done, that all is well.</summary>
    private static string Lede(Language language, ReportCounts counts, int lines, bool isWell)
    {
        var sent = language.Count("report.count.sent", counts.Sent);
        string?[] parts =
        [
            counts.Sent == 0 ? null : counts.Late == 0 ? sent : language.Count("report.count.late", counts.Late, ("sent", sent)),
            counts.Held > 0 ? language.Count("report.count.held", counts.Held) : null,
            counts.Waiting > 0 ? language.Count("report.count.waiting", counts.Waiting) : null,
            counts.Missed > 0 ? language.Count("report.count.missed", counts.Missed) : null,
            counts.Open > 0 ? language.Count("report.count.open", counts.Open) : null,
        ];
        var known = parts.OfType<string>().ToList();
        var digests = Language.Capital(known.Count == 0 ? language.Text("report.count.none") : language.List(known));
        return $"{language.Count("report.clients", counts.Clients)} {digests}{language.Text("report.stop")}{(lines == 0 ? " " + language.Text(isWell ? "report.well" : "report.well.but") : "")}";
    }

    private static ReportSectionModel Section(Language language, ReportSection section, ReportSize size) => new(
        language.Text($"report.section.{section.Name}"),
        [.. section.Lines.Take(size.Lines).Select(line => Line(language, line, size))],
        section.Lines.Count > size.Lines ? language.Count("report.more", section.Lines.Count - size.Lines) : null);

    private static ReportLineModel Line(Language language, ReportLine line, ReportSize size) => new(
        line.What,
        line.Clients.Count == 0 ? null : Names(language, line.Clients, size.Names),
        line.Since is { } since ? About(language, since, line.Count) : null,
        line.Detail is { } detail ? LinesOf(detail, size.Details) : [],
        line.ToDo,
        line.Links.Count == 0 ? null : [.. line.Links.Select(link => new LinkModel(language.Text($"report.link.{link.Action}"), link.Address.AbsoluteUri))]);

    private static string Names(Language language, IReadOnlyList<string> clients, int most)
    {
        var names = clients.Take(most).Select(Desk.Name).ToList();
        return clients.Count <= most + 1
            ? language.List([.. clients.Select(Desk.Name)])
            : language.Count("report.others", clients.Count - most, ("names", string.Join(", ", names)), ("all", language.Numbers.Integer(clients.Count)));
    }

    private static string About(Language language, DateOnly since, int count) => count > 1
        ? language.Count("report.seen", count, ("day", language.Dates.Day(since)))
        : language.Text("report.since", ("day", language.Dates.Day(since)));

    /// <summary>A recorded reason, line by line.</summary>
    private static IReadOnlyList<string> LinesOf(string detail, int most) =>
        [.. detail.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Take(most).Select(line => SafeText.Line(line, LongestDetail))];
}
