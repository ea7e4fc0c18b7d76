using KpiFunctions.Pipeline.Digest.Model;
using KpiFunctions.Pipeline.Kpis;
using KpiFunctions.Pipeline.Readings;

namespace KpiFunctions.Pipeline.Digest.Writing;

/// <summary>Turns a week's findings into words: the one place where figures become text.</summary>
internal static class DigestWriter
{
    public static DigestModel Write(Desk given, WeekReport kpis)
    {
        var desk = given with { Trace = kpis.Trace };
        var (language, client) = (desk.Language, desk.Client);
        var (shown, more) = desk.Cut(kpis.Objectives, desk.Limits.Objectives);
        var rows = kpis.Objectives.Select(ObjectiveRow.Of).ToList();
        var hasDetails = desk.Limits.IsPage || desk.Edition.Templates is { Html: not null } or { Text: not null };
        var brand = FrameWriter.Brand(desk.Edition.Face);
        var proposals = PointsWriter.Propose(kpis);
        var isFirstWeek = SubjectWriter.Shared(kpis.Objectives) == ObjectiveVerdict.TooEarly;
        var record = WeekRecord.Among(kpis.Objectives, kpi => rows.Take(shown.Count).Any(row => row.Shown.Contains(kpi, ReferenceEqualityComparer.Instance)));
        IReadOnlyList<RowModel> written = desk.Limits.IsPage ? [] : [.. rows.Take(shown.Count).Select(row => RowWriter.Write(desk, row, kpis.Notes, isFirstWeek, record))];
        return new()
        {
            Language = language.Code,
            Subject = SubjectWriter.Subject(desk, kpis, rows),
            Preheader = Preheader(desk, rows, written),
            Header = FrameWriter.Header(desk, brand),
            Client = Desk.Name(client.Name),
            Period = desk.Language.Text("period", ("week", language.Numbers.Integer(desk.Week.Number)), ("days", language.Dates.Period(desk.Week.Days, withYear: true))),
            Headline = HeadlineWriter.Write(desk, kpis),
            Lede = ToDoWriter.Write(desk, kpis, rows, proposals.Count, record is not null),
            Brand = brand,
            Note = FrameWriter.Note(desk),
            Rows = written,
            Highlights = desk.Limits.IsPage ? null : PointsWriter.Highlights(desk, kpis),
            Proposals = desk.Limits.IsPage ? null : PointsWriter.Proposals(desk, proposals),
            Correction = desk.Limits.IsPage ? null : PointsWriter.Correction(desk, kpis),
            Provisional = desk.Limits.IsPage ? null : PointsWriter.Provisional(desk, kpis, rows),
            Objectives = hasDetails ? [.. shown.Select(result => ObjectiveWriter.Write(desk, result))] : [],
            More = more,
            Advice = hasDetails ? desk.ListOf("advice.title", kpis.Advice, kpis.Advice.Count, advice => AdviceWriter.Write(desk, advice)) : null,
            Plan = hasDetails ? desk.ListOf("plan.title", kpis.Plan, desk.Limits.Actions, row => PlanWriter.Write(desk, row)) : null,
            Notes = hasDetails ? desk.ListOf("notes.title", kpis.Notes, desk.Limits.Notes, note => NotesWriter.Write(desk, note)) : null,
            Page = desk.Edition.Page is { } page ? new(language.Text("page.open"), page.AbsoluteUri) : null,
            Footer = FrameWriter.Footer(desk),
        };
    }

    /// <summary>The gravest row in words, with a figure that an inbox may show.</summary>
    private static string Preheader(Desk desk, List<ObjectiveRow> rows, IReadOnlyList<RowModel> written)
    {
        var gravest = SubjectWriter.GravestFirst(rows.Take(written.Count).Select(row => row.Result)).FirstOrDefault();
        if (rows.Find(row => ReferenceEquals(row.Result, gravest)) is not { } row) return "";
        var model = written[rows.IndexOf(row)];
        (Kpi? Kpi, RowFigureModel? Model)[] figures = [(row.Lead, model.Lead), (row.Second, model.Second)];
        var figure = figures.FirstOrDefault(pair => pair.Kpi is { } kpi && SubjectWriter.MayShow(desk, kpi)).Model;
        string?[] parts =
        [
            model.Verdict is { } verdict ? desk.Language.Text("figure.line", ("account", model.Name), ("figure", verdict.Words)) : figure is null ? model.Reason : null,
            figure?.Line,
            figure?.Centre is { } centre && !figures.Any(pair => pair.Kpi?.Basis is Basis.LevelChange) ? desk.Language.Text("usual", ("centre", centre)) : null,
        ];
        return string.Concat(parts.OfType<string>().Select(part => part.EndsWith('.') ? $"{part} " : $"{part}. ")).TrimEnd();
    }
}
