using System.Globalization;
using KpiFunctions.Pipeline.Periods;
using KpiFunctions.Pipeline.Readings;
using KpiFunctions.Pipeline.Sources.Files.Tables;

namespace KpiFunctions.Pipeline.Sources.Files.Exports;

/// <summary>
/// The CSV of a Google Analytics 4 report or exploration: comment lines, and one or several tables below. Which headings are
/// checked and which are not: docs/sources/files.md. Pure.
/// </summary>
internal static class GoogleAnalyticsExport
{
    private static readonly string[] TotalWords = ["grand total", "total general", "total", "totals", "totaux"];
    private static readonly string[] StartWords = ["start date", "date de debut"];

    public static readonly KnownExport Visits = new()
    {
        Name = "Google Analytics 4",
        Kind = ExportKind.Visits,
        Needs = [["day", "nth-day", "channel", "source-medium", "source"], ["sessions", "users", "conversions", "revenue", "other"]],
        Headings =
        [
            new("day", ["Date"], []),
            new("nth-day", ["Nth day"], ["Nième jour", "N-ième jour", "Nᵉ jour"]),
            new("channel", ["Session default channel group", "Session primary channel group (Default Channel Group)", "Session default channel grouping"],
                ["Groupe de canaux par défaut de la session", "Groupe de canaux par défaut pour la session", "Groupe de canaux principal de la session (groupe de canaux par défaut)"]),
            new("source-medium", ["Session source / medium", "Session source/medium"], ["Source/support de la session", "Source / support de la session"]),
            new("source", ["Session source"], ["Source de la session"]),
            new("medium", ["Session medium"], ["Support de la session"]),
            new("campaign", ["Session campaign"], ["Campagne de la session"]),
            new("sessions", ["Sessions"], []),
            new("users", ["Active users"], ["Utilisateurs actifs"]),
            new("users", ["Total users"], ["Nombre total d’utilisateurs", "Total d’utilisateurs", "Total des utilisateurs"]),
            new("conversions", ["Key events"], ["Événements clés"]),
            new("conversions", ["Conversions"], []),
            new("revenue", ["Total revenue"], ["Revenu total", "Revenus totaux", "Total des revenus"]),
            new("other",
                ["Engaged sessions", "New users", "Views", "Event count", "Events per session", "Engagement rate", "Bounce rate", "Average engagement time per session", "Session key event rate"],
                ["Sessions avec engagement", "Nouveaux utilisateurs", "Vues", "Nombre d’événements", "Événements par session", "Taux d’engagement", "Taux de rebond", "Durée d’engagement moyenne par session"]),
        ],
    };

    private static readonly HashSet<string> KnownHeadings =
        [.. Visits.Headings.SelectMany(heading => heading.English.Concat(heading.French)).Select(KnownExport.Plain)];

    /// <summary>What a figure of each slice may be added up from. People are counted once, and never added up.</summary>
    private static readonly Metric[] Summed = [Metrics.Sessions, Metrics.Conversions, Metrics.Revenue];

    /// <summary>Reads the tables of one file: days from those without an origin, where there are any, and the origin of visits from the others.</summary>
    public static ImportResult Read(IReadOnlyList<Section> sections, AccountRef account, Zone zone, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var refused = new List<RefusedLine>();
        var tables = new List<VisitTable>();
        DateOnly? start = null;
        foreach (var section in sections)
        {
            start = section.Above.Select(StartOf).LastOrDefault(day => day is not null) ?? start;
            if (ObstacleOf(section, start) is { } obstacle) refused.Add(new(section.File, section.Line, null, FileColumns.Named(section.Table.Header), obstacle));
            else tables.Add(new(section, start, zone, now));
        }

        foreach (var table in tables) refused.AddRange(table.Read(cancellationToken));

        var totals = tables.Where(table => !table.IsSliced).ToList();
        var sliced = tables.Where(table => table.IsSliced).OrderByDescending(table => table.HasOrigin).ToList();
        refused.AddRange(ContradictionsIn(totals));
        var days = new SourceDays(zone, now, TimeSpan.Zero);
        return new(
            sections.Sum(section => section.Table.Lines.Count + section.Table.Malformed.Count),
            [.. tables.SelectMany(table => table.Days).Distinct().Order().Select(day => ReadingOf(day, totals, sliced, account, days)).OfType<Reading>()],
            [],
            refused,
            [.. tables.SelectMany(table => table.Notes)]);
    }

    /// <summary>Whether a line is a sum over the others.</summary>
    internal static bool IsTotal(CsvLine line, int day) => line[day].Length == 0 || TotalWords.Contains(KnownExport.Plain(line[day]));

    private static Reading? ReadingOf(DateOnly day, IReadOnlyList<VisitTable> totals, IReadOnlyList<VisitTable> sliced, AccountRef account, SourceDays days)
    {
        var values = new Dictionary<Metric, double>();
        foreach (var row in totals.SelectMany(table => table.RowsOf(day)))
            foreach (var (metric, value) in row.Values) values.TryAdd(metric, value);

        // Two tables of slices count the same visits: only one of them is added up.
        foreach (var metric in Summed.Where(metric => !values.ContainsKey(metric)))
        {
            var rows = sliced.Select(table => table.RowsOf(day).ToList()).FirstOrDefault(rows => rows.Count > 0 && rows.TrueForAll(row => row.Values.ContainsKey(metric)));
            if (rows is not null) values[metric] = rows.Sum(row => row.Values[metric]);
        }

        if (values.Count == 0) return null;
        var origins = sliced.Where(table => table.HasOrigin).Select(table => table.RowsOf(day).ToList()).FirstOrDefault(rows => rows.Count > 0);
        TrafficSlice[] slices = [.. (origins ?? []).Select(row => row.Slice! with
        {
            Sessions = row.Values.GetValueOrDefault(Metrics.Sessions),
            Conversions = row.Values.TryGetValue(Metrics.Conversions, out var conversions) ? conversions : null,
            Revenue = row.Values.TryGetValue(Metrics.Revenue, out var revenue) ? revenue : null,
        })];
        var currencies = totals.Concat(sliced).SelectMany(table => table.RowsOf(day)).Select(row => row.Currency).OfType<string>().Distinct().ToList();
        var reading = GoogleAnalytics.GoogleAnalyticsMapping.ReadingOf(account, day, values, slices, currencies is [var one] ? one : null, days);
        return slices.Length > 0 ? reading : reading with { Traffic = null };
    }

    /// <summary>Lines that say otherwise of a day than a line before them.</summary>
    private static IEnumerable<RefusedLine> ContradictionsIn(IEnumerable<VisitTable> totals)
    {
        var known = new Dictionary<(DateOnly, Metric), double>();
        foreach (var table in totals)
        {
            foreach (var row in table.Rows.ToList())
            {
                if (row.Values.FirstOrDefault(value => !known.TryAdd((row.Day, value.Key), value.Value) && known[(row.Day, value.Key)] != value.Value) is not { Key: { } metric } other) continue;
                table.Rows.Remove(row);
                yield return new(
                    table.File, row.Line, metric.Key, other.Value.ToString(CultureInfo.InvariantCulture),
                    $"differs from what the file said of {row.Day:yyyy-MM-dd} before, {known[(row.Day, metric)].ToString(CultureInfo.InvariantCulture)}: keep one of the two lines");
            }
        }
    }

    private static string? ObstacleOf(Section section, DateOnly? start)
    {
        var columns = section.Columns;
        if (columns is null || (columns["day"] ?? columns["nth-day"]) is null)
            return "is a table without a date, and cannot be told apart by day: add \"Date\" as a dimension, and export it again";
        if (columns["day"] is null && start is null)
            return "counts days from a start that no comment line names: keep the lines with \"#\", or export with \"Date\"";
        if (columns.Metrics.Count == 0)
            return "has none of the figures that are kept: sessions, active users, key events, total revenue";
        return OtherDimensionOf(section) is { } other ? $"is told apart by \"{PostText.Excerpt(other, 60)}\", which would count visits more than once: export it by date, or by date, source / medium and channel group" : null;
    }

    /// <summary>A column of words that is none of the known dimensions: figures are numbers in every line.</summary>
    private static string? OtherDimensionOf(Section section) => Enumerable.Range(0, section.Table.Header.Count)
        .Where(i => section.Table.Header[i].Length > 0 && !KnownHeadings.Contains(KnownExport.Plain(section.Table.Header[i])))
        .Where(i => section.Table.Lines.Any(line => line[i].AsSpan().IndexOfAnyInRange('A', 'z') >= 0 && !IsTotal(line, (section.Columns!["day"] ?? section.Columns["nth-day"])!.Value)))
        .Select(i => section.Table.Header[i])
        .FirstOrDefault();

    private static DateOnly? StartOf(string comment)
    {
        var parts = comment.Split(':', 2, StringSplitOptions.TrimEntries);
        return parts.Length == 2 && StartWords.Contains(KnownExport.Plain(parts[0])) && DateOnly.TryParseExact(parts[1].Trim('"', ',', ';', ' '), ["yyyyMMdd", "yyyy-MM-dd"], out var day) ? day : null;
    }
}
