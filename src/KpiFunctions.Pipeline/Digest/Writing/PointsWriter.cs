using KpiFunctions.Pipeline.Digest.Languages;
using KpiFunctions.Pipeline.Digest.Model;
using KpiFunctions.Pipeline.Kpis;

namespace KpiFunctions.Pipeline.Digest.Writing;

/// <summary>Writes what stands below the rows of the mail: what stands out, what to do, what was corrected and what is provisional.</summary>
internal static class PointsWriter
{
    /// <summary>More than that nobody does, or remembers, of a week.</summary>
    private const int Most = 2;

    private const int QuestionLength = 80;

    /// <summary>The advice that the mail has room for.</summary>
    public static IReadOnlyList<Advice> Chosen(WeekReport kpis) => [.. kpis.Advice.Take(Most)];

    /// <summary>What the advice rests on, and which sources moved an objective that changed.</summary>
    public static ListModel<string>? Highlights(Desk desk, WeekReport kpis)
    {
        var moved = kpis.Objectives.Where(result => result.Verdict is ObjectiveVerdict.Better or ObjectiveVerdict.Worse or ObjectiveVerdict.Mixed && result.Moves.Count > 0).ToList();
        List<Func<string?>> points =
        [
            .. Chosen(kpis).Where(advice => advice.Rule != AdviceWriter.Questions && !AdviceWriter.IsInARow(advice)).Select(advice => (Func<string?>)(() => AdviceWriter.Finding(desk, advice))),
            .. moved.Take(1).Select(result => (Func<string?>)(() => TrafficWriter.Moves(desk.On(result.Objective), result))),
        ];
        List<string> said = [.. points.Take(Most).Select(point => point()).OfType<string>()];
        return said.Count == 0 ? null : new(desk.Say("highlights.title"), said, null);
    }

    /// <summary>What the reader is asked to do: each advice by itself, but for the one about questions, which is a request for each of them.</summary>
    public static IReadOnlyList<Proposed> Propose(WeekReport kpis) =>
        [.. Chosen(kpis).SelectMany(advice => advice.Rule == AdviceWriter.Questions ? Asked(kpis).Select(thread => new Proposed(advice, thread)) : [new Proposed(advice, null)]).Take(Most)];

    public static ListModel<ProposalModel>? Proposals(Desk desk, IReadOnlyList<Proposed> proposals)
    {
        if (proposals.Count == 0) return null;
        List<ProposalModel> said = [.. proposals.Select(proposed => proposed.Question is { } thread ? Request(desk, thread) : new ProposalModel(AdviceWriter.Proposal(desk, proposed.Advice), null))];
        return new(desk.Say("advice.title", Datum.Unsaid("all", said.Count)), said, null);
    }

    /// <summary>A figure told before that is another one now; how many others there are is counted.</summary>
    public static string? Correction(Desk desk, WeekReport kpis)
    {
        var restated = kpis.Notes.OfType<DataCaveat.Restated>().ToList();
        if (restated.Count == 0) return null;
        var first = NotesWriter.Write(desk, restated[0]);
        return restated.Count == 1 ? first : $"{first} ({desk.SayCount("more", restated.Count - 1, Datum.Unsaid("all", restated.Count), Datum.Unsaid("shown", 1))})";
    }

    /// <summary>Which sources may still change what the mail says.</summary>
    public static string? Provisional(Desk desk, WeekReport kpis, IReadOnlyList<ObjectiveRow> rows)
    {
        var notes = kpis.Notes.OfType<DataCaveat.DaysProvisional>().ToList();
        List<string> said = [];
        if (notes.Count > 0)
        {
            var accounts = Datum.Named("accounts", desk.Language.List([.. notes.Select(note => desk.AccountName(note.Account))]));
            var days = notes.SelectMany(note => note.Days).Distinct().Order().ToList();
            said.Add(desk.Say("provisional", accounts, new Datum("days", desk.Language.Dates.During(days)) { Days = days }));
        }

        if (rows.Any(row => row.Shown.Any(kpi => kpi.IsGrowing))) said.Add(desk.Say("provisional.posts"));
        return said.Count == 0 ? null : string.Join(' ', said);
    }

    /// <summary>Each question once, however many networks it was asked on.</summary>
    private static IEnumerable<DiscussionThread> Asked(WeekReport kpis) =>
        kpis.Objectives.SelectMany(result => result.Threads).Where(thread => thread.Asks).DistinctBy(thread => thread.Post.Excerpt?.Trim() ?? thread.Post.Link ?? thread.Post.Id, StringComparer.OrdinalIgnoreCase);

    private static ProposalModel Request(Desk desk, DiscussionThread thread)
    {
        var text = SafeText.Line(thread.Post.Excerpt, QuestionLength);
        return new(desk.Say("request.answer", Datum.Named("text", text.Length == 0 ? desk.Language.Text("posts.untitled") : text)), PostsWriter.Link(thread.Post.Link));
    }
}

/// <summary>Something that the reader is asked to do, before it is put into words.</summary>
/// <param name="Advice">What it comes from.</param>
/// <param name="Question">The one to answer; null where the advice says what to do itself.</param>
internal sealed record Proposed(Advice Advice, DiscussionThread? Question);
