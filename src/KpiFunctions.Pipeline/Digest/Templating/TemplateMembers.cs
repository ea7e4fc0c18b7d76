using System.Reflection;
using KpiFunctions.Pipeline.Digest.Branding;
using KpiFunctions.Pipeline.Digest.Model;

namespace KpiFunctions.Pipeline.Digest.Templating;

/// <summary>
/// The names by which templates reach the model. Agencies' templates use them, as <c>docs/brands.md</c> lists them: a name
/// never changes, whatever the C# member beside it is called. A member without a name is out of a template's reach.
/// </summary>
internal static class TemplateMembers
{
    /// <summary>By the type that declares them; a generic one as its definition.</summary>
    public static readonly IReadOnlyDictionary<Type, IReadOnlyDictionary<string, string>> All = new Dictionary<Type, Dictionary<string, string>>
    {
        [typeof(DigestModel)] = new()
        {
            [nameof(DigestModel.Language)] = "language",
            [nameof(DigestModel.Subject)] = "subject",
            [nameof(DigestModel.Preheader)] = "preheader",
            [nameof(DigestModel.Header)] = "header",
            [nameof(DigestModel.Client)] = "client",
            [nameof(DigestModel.Period)] = "period",
            [nameof(DigestModel.Headline)] = "headline",
            [nameof(DigestModel.Lede)] = "lede",
            [nameof(DigestModel.Brand)] = "brand",
            [nameof(DigestModel.Note)] = "note",
            [nameof(DigestModel.Rows)] = "rows",
            [nameof(DigestModel.Highlights)] = "highlights",
            [nameof(DigestModel.Proposals)] = "proposals",
            [nameof(DigestModel.Correction)] = "correction",
            [nameof(DigestModel.Provisional)] = "provisional",
            [nameof(DigestModel.Objectives)] = "objectives",
            [nameof(DigestModel.More)] = "more",
            [nameof(DigestModel.Advice)] = "advice",
            [nameof(DigestModel.Plan)] = "plan",
            [nameof(DigestModel.Notes)] = "notes",
            [nameof(DigestModel.Page)] = "page",
            [nameof(DigestModel.Footer)] = "footer",
        },
        [typeof(BrandModel)] = new()
        {
            [nameof(BrandModel.Agency)] = "agency",
            [nameof(BrandModel.Logo)] = "logo",
            [nameof(BrandModel.Accent)] = "accent",
            [nameof(BrandModel.InkOnAccent)] = "ink_on_accent",
            [nameof(BrandModel.Link)] = "link",
            [nameof(BrandModel.LinkOnDark)] = "link_on_dark",
        },
        [typeof(ReportModel)] = new()
        {
            [nameof(ReportModel.Language)] = "language",
            [nameof(ReportModel.Subject)] = "subject",
            [nameof(ReportModel.Preheader)] = "preheader",
            [nameof(ReportModel.Period)] = "period",
            [nameof(ReportModel.Headline)] = "headline",
            [nameof(ReportModel.Lede)] = "lede",
            [nameof(ReportModel.Brand)] = "brand",
            [nameof(ReportModel.Sections)] = "sections",
            [nameof(ReportModel.Why)] = "why",
        },
        [typeof(ReportSectionModel)] = new() { [nameof(ReportSectionModel.Title)] = "title", [nameof(ReportSectionModel.Lines)] = "lines", [nameof(ReportSectionModel.More)] = "more" },
        [typeof(ReportLineModel)] = new()
        {
            [nameof(ReportLineModel.What)] = "what",
            [nameof(ReportLineModel.Who)] = "who",
            [nameof(ReportLineModel.About)] = "about",
            [nameof(ReportLineModel.Details)] = "details",
            [nameof(ReportLineModel.ToDo)] = "todo",
            [nameof(ReportLineModel.Links)] = "links",
        },
        [typeof(LinkModel)] = new() { [nameof(LinkModel.Words)] = "words", [nameof(LinkModel.Address)] = "address" },
        [typeof(NoteModel)] = new()
        {
            [nameof(NoteModel.Title)] = "title",
            [nameof(NoteModel.Blocks)] = "blocks",
            [nameof(NoteModel.Short)] = "short",
            [nameof(NoteModel.ReadOn)] = "read_on",
        },
        [typeof(RowModel)] = new()
        {
            [nameof(RowModel.Key)] = "key",
            [nameof(RowModel.Name)] = "name",
            [nameof(RowModel.Link)] = "link",
            [nameof(RowModel.State)] = "state",
            [nameof(RowModel.Verdict)] = "verdict",
            [nameof(RowModel.Tone)] = "tone",
            [nameof(RowModel.Lead)] = "lead",
            [nameof(RowModel.Second)] = "second",
            [nameof(RowModel.Reason)] = "reason",
            [nameof(RowModel.Context)] = "context",
            [nameof(RowModel.Target)] = "target",
            [nameof(RowModel.Bars)] = "bars",
        },
        [typeof(RowFigureModel)] = new()
        {
            [nameof(RowFigureModel.Name)] = "name",
            [nameof(RowFigureModel.Figure)] = "figure",
            [nameof(RowFigureModel.Unit)] = "unit",
            [nameof(RowFigureModel.Centre)] = "centre",
            [nameof(RowFigureModel.Change)] = "change",
            [nameof(RowFigureModel.Line)] = "line",
        },
        [typeof(ProposalModel)] = new() { [nameof(ProposalModel.Text)] = "text", [nameof(ProposalModel.Link)] = "link" },
        [typeof(NoteBlockModel)] = new()
        {
            [nameof(NoteBlockModel.Kind)] = "kind",
            [nameof(NoteBlockModel.Bullet)] = "bullet",
            [nameof(NoteBlockModel.Direction)] = "direction",
            [nameof(NoteBlockModel.Spans)] = "spans",
            [nameof(NoteBlockModel.Line)] = "line",
            [nameof(NoteBlockModel.Language)] = "language",
        },
        [typeof(NoteSpanModel)] = new()
        {
            [nameof(NoteSpanModel.Text)] = "text",
            [nameof(NoteSpanModel.IsBold)] = "is_bold",
            [nameof(NoteSpanModel.IsItalic)] = "is_italic",
            [nameof(NoteSpanModel.Link)] = "link",
        },
        [typeof(ListModel<>)] = new() { [nameof(ListModel<int>.Title)] = "title", [nameof(ListModel<int>.Items)] = "items", [nameof(ListModel<int>.More)] = "more" },
        [typeof(ObjectiveModel)] = new()
        {
            [nameof(ObjectiveModel.Anchor)] = "anchor",
            [nameof(ObjectiveModel.Heading)] = "heading",
            [nameof(ObjectiveModel.Arrow)] = "arrow",
            [nameof(ObjectiveModel.Tone)] = "tone",
            [nameof(ObjectiveModel.Primary)] = "primary",
            [nameof(ObjectiveModel.Explaining)] = "explaining",
            [nameof(ObjectiveModel.Posts)] = "posts",
            [nameof(ObjectiveModel.Threads)] = "threads",
            [nameof(ObjectiveModel.Traffic)] = "traffic",
            [nameof(ObjectiveModel.Moves)] = "moves",
            [nameof(ObjectiveModel.Worth)] = "worth",
            [nameof(ObjectiveModel.Actions)] = "actions",
        },
        [typeof(KpiModel)] = new()
        {
            [nameof(KpiModel.Label)] = "label",
            [nameof(KpiModel.Figure)] = "figure",
            [nameof(KpiModel.Noun)] = "noun",
            [nameof(KpiModel.Line)] = "line",
            [nameof(KpiModel.Reason)] = "reason",
            [nameof(KpiModel.Verdict)] = "verdict",
            [nameof(KpiModel.Usual)] = "usual",
            [nameof(KpiModel.Range)] = "range",
            [nameof(KpiModel.Previous)] = "previous",
            [nameof(KpiModel.YearBefore)] = "year_before",
            [nameof(KpiModel.Basis)] = "basis",
            [nameof(KpiModel.Spark)] = "spark",
            [nameof(KpiModel.Target)] = "target",
            [nameof(KpiModel.Chart)] = "chart",
            [nameof(KpiModel.Trace)] = "trace",
        },
        [typeof(VerdictModel)] = new() { [nameof(VerdictModel.Words)] = "words", [nameof(VerdictModel.Arrow)] = "arrow", [nameof(VerdictModel.Tone)] = "tone" },
        [typeof(SparkModel)] = new()
        {
            [nameof(SparkModel.Caption)] = "caption",
            [nameof(SparkModel.Text)] = "text",
            [nameof(SparkModel.HasBelow)] = "has_below",
            [nameof(SparkModel.Bars)] = "bars",
        },
        [typeof(BarModel)] = new()
        {
            [nameof(BarModel.IsKnown)] = "is_known",
            [nameof(BarModel.Up)] = "up",
            [nameof(BarModel.Down)] = "down",
            [nameof(BarModel.Class)] = "class",
            [nameof(BarModel.Colour)] = "colour",
        },
        [typeof(TargetModel)] = new()
        {
            [nameof(TargetModel.Words)] = "words",
            [nameof(TargetModel.Tone)] = "tone",
            [nameof(TargetModel.Done)] = "done",
            [nameof(TargetModel.Left)] = "left",
            [nameof(TargetModel.Picture)] = "picture",
        },
        [typeof(PictureModel)] = new()
        {
            [nameof(PictureModel.Address)] = "address",
            [nameof(PictureModel.Alt)] = "alt",
            [nameof(PictureModel.Width)] = "width",
            [nameof(PictureModel.Height)] = "height",
        },
        [typeof(ExplainingModel)] = new()
        {
            [nameof(ExplainingModel.Title)] = "title",
            [nameof(ExplainingModel.Figure)] = "figure",
            [nameof(ExplainingModel.Week)] = "week",
            [nameof(ExplainingModel.Usual)] = "usual",
            [nameof(ExplainingModel.Range)] = "range",
            [nameof(ExplainingModel.Rows)] = "rows",
            [nameof(ExplainingModel.More)] = "more",
        },
        [typeof(ExplainingRow)] = new()
        {
            [nameof(ExplainingRow.Name)] = "name",
            [nameof(ExplainingRow.Value)] = "value",
            [nameof(ExplainingRow.Usual)] = "usual",
            [nameof(ExplainingRow.Range)] = "range",
            [nameof(ExplainingRow.Verdict)] = "verdict",
            [nameof(ExplainingRow.Note)] = "note",
            [nameof(ExplainingRow.Line)] = "line",
            [nameof(ExplainingRow.Trace)] = "trace",
        },
        [typeof(PostModel)] = new()
        {
            [nameof(PostModel.Text)] = "text",
            [nameof(PostModel.Link)] = "link",
            [nameof(PostModel.About)] = "about",
            [nameof(PostModel.Figure)] = "figure",
        },
        [typeof(TrafficModel)] = new()
        {
            [nameof(TrafficModel.Title)] = "title",
            [nameof(TrafficModel.Origin)] = "origin",
            [nameof(TrafficModel.Visits)] = "visits",
            [nameof(TrafficModel.Conversions)] = "conversions",
            [nameof(TrafficModel.Revenue)] = "revenue",
            [nameof(TrafficModel.Rows)] = "rows",
            [nameof(TrafficModel.More)] = "more",
        },
        [typeof(TrafficLine)] = new()
        {
            [nameof(TrafficLine.Name)] = "name",
            [nameof(TrafficLine.IsChannel)] = "is_channel",
            [nameof(TrafficLine.Visits)] = "visits",
            [nameof(TrafficLine.Share)] = "share",
            [nameof(TrafficLine.Conversions)] = "conversions",
            [nameof(TrafficLine.Revenue)] = "revenue",
            [nameof(TrafficLine.Line)] = "line",
        },
        [typeof(ActionModel)] = new() { [nameof(ActionModel.Name)] = "name", [nameof(ActionModel.About)] = "about", [nameof(ActionModel.Brought)] = "brought" },
        [typeof(FooterModel)] = new()
        {
            [nameof(FooterModel.Why)] = "why",
            [nameof(FooterModel.StopBefore)] = "stop_before",
            [nameof(FooterModel.Address)] = "address",
            [nameof(FooterModel.Mailto)] = "mailto",
            [nameof(FooterModel.StopAfter)] = "stop_after",
            [nameof(FooterModel.Unsubscribe)] = "unsubscribe",
            [nameof(FooterModel.Agency)] = "agency",
        },
        [typeof(UnsubscribeModel)] = new() { [nameof(UnsubscribeModel.Words)] = "words", [nameof(UnsubscribeModel.Address)] = "address" },
        [typeof(ChartModel)] = new()
        {
            [nameof(ChartModel.Label)] = "label",
            [nameof(ChartModel.Width)] = "width",
            [nameof(ChartModel.Height)] = "height",
            [nameof(ChartModel.Zero)] = "zero",
            [nameof(ChartModel.Bars)] = "bars",
            [nameof(ChartModel.Usual)] = "usual",
            [nameof(ChartModel.Target)] = "target",
            [nameof(ChartModel.Weeks)] = "weeks",
        },
        [typeof(ChartBar)] = new()
        {
            [nameof(ChartBar.X)] = "x",
            [nameof(ChartBar.Y)] = "y",
            [nameof(ChartBar.Width)] = "width",
            [nameof(ChartBar.Height)] = "height",
            [nameof(ChartBar.Centre)] = "centre",
            [nameof(ChartBar.Class)] = "class",
            [nameof(ChartBar.Title)] = "title",
            [nameof(ChartBar.Week)] = "week",
            [nameof(ChartBar.IsKnown)] = "is_known",
        },
        [typeof(ChartBand)] = new() { [nameof(ChartBand.Y)] = "y", [nameof(ChartBand.Height)] = "height", [nameof(ChartBand.Words)] = "words" },
        [typeof(ChartLine)] = new() { [nameof(ChartLine.Y)] = "y", [nameof(ChartLine.Words)] = "words" },
        [typeof(WeeksModel)] = new()
        {
            [nameof(WeeksModel.Title)] = "title",
            [nameof(WeeksModel.Week)] = "week",
            [nameof(WeeksModel.Figure)] = "figure",
            [nameof(WeeksModel.Rows)] = "rows",
        },
        [typeof(WeekRow)] = new() { [nameof(WeekRow.Week)] = "week", [nameof(WeekRow.Figure)] = "figure" },
        [typeof(TraceModel)] = new() { [nameof(TraceModel.Title)] = "title", [nameof(TraceModel.Taken)] = "taken", [nameof(TraceModel.Inputs)] = "inputs" },
        [typeof(InputModel)] = new()
        {
            [nameof(InputModel.Name)] = "name",
            [nameof(InputModel.Days)] = "days",
            [nameof(InputModel.Posts)] = "posts",
            [nameof(InputModel.Referrers)] = "senders",
        },
        [typeof(DaysModel)] = new()
        {
            [nameof(DaysModel.Day)] = "day",
            [nameof(DaysModel.Value)] = "value",
            [nameof(DaysModel.Read)] = "read",
            [nameof(DaysModel.Rows)] = "rows",
        },
        [typeof(DayRow)] = new() { [nameof(DayRow.Day)] = "day", [nameof(DayRow.Value)] = "value", [nameof(DayRow.Read)] = "read" },
        [typeof(TracedPost)] = new() { [nameof(TracedPost.Words)] = "words", [nameof(TracedPost.Link)] = "link" },
        [typeof(ActionPageModel)] = new()
        {
            [nameof(ActionPageModel.Agency)] = "agency",
            [nameof(ActionPageModel.Accent)] = "accent",
            [nameof(ActionPageModel.Link)] = "link",
            [nameof(ActionPageModel.LinkOnDark)] = "link_on_dark",
            [nameof(ActionPageModel.Language)] = "language",
            [nameof(ActionPageModel.Title)] = "title",
            [nameof(ActionPageModel.Facts)] = "facts",
            [nameof(ActionPageModel.Texts)] = "texts",
            [nameof(ActionPageModel.Button)] = "button",
            [nameof(ActionPageModel.Token)] = "token",
            [nameof(ActionPageModel.Open)] = "open",
        },
        [typeof(ActionFactModel)] = new() { [nameof(ActionFactModel.Name)] = "name", [nameof(ActionFactModel.Value)] = "value" },
        [typeof(NoticeModel)] = new()
        {
            [nameof(NoticeModel.Agency)] = "agency",
            [nameof(NoticeModel.Accent)] = "accent",
            [nameof(NoticeModel.Link)] = "link",
            [nameof(NoticeModel.LinkOnDark)] = "link_on_dark",
            [nameof(NoticeModel.First)] = "first",
            [nameof(NoticeModel.Others)] = "others",
        },
        [typeof(NoticeTexts)] = new()
        {
            [nameof(NoticeTexts.Language)] = "language",
            [nameof(NoticeTexts.Title)] = "title",
            [nameof(NoticeTexts.Text)] = "text",
            [nameof(NoticeTexts.Button)] = "button",
        },
        [typeof(Tone)] = new() { [nameof(Tone.Name)] = "name", [nameof(Tone.Ink)] = "ink", [nameof(Tone.Tint)] = "tint" },
    }.ToDictionary(type => type.Key, type => (IReadOnlyDictionary<string, string>)type.Value);

    public static bool HasName(MemberInfo member) => Find(member) is not null;

    /// <exception cref="KeyNotFoundException">The member has no name.</exception>
    public static string NameOf(MemberInfo member) => Find(member) ?? throw new KeyNotFoundException($"{member} has no name in templates.");

    private static string? Find(MemberInfo member)
    {
        var type = member.DeclaringType is { IsGenericType: true } generic ? generic.GetGenericTypeDefinition() : member.DeclaringType!;
        return All.TryGetValue(type, out var names) && names.TryGetValue(member.Name, out var name) ? name : null;
    }
}
