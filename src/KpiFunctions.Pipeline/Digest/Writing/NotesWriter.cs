using KpiFunctions.Pipeline.Clients;
using KpiFunctions.Pipeline.Kpis;

namespace KpiFunctions.Pipeline.Digest.Writing;

/// <summary>Says what a reader has to know about the data.</summary>
internal static class NotesWriter
{
    public static string Write(Desk desk, DataNote note)
    {
        var (language, dates) = (desk.Language, desk.Language.Dates);
        return note switch
        {
            DataNote.SourceInTrouble { LastDay: { } day } trouble => language.Text(
                "note.SourceInTrouble.since", ("account", desk.AccountName(trouble.Account)), ("day", dates.Weekday(day)), ("reason", language.Text($"trouble.{trouble.Kind}"))),
            DataNote.SourceInTrouble trouble => language.Text(
                "note.SourceInTrouble", ("account", desk.AccountName(trouble.Account)), ("reason", language.Text($"trouble.{trouble.Kind}"))),
            DataNote.ExportsSilent silent => language.Text("note.ExportsSilent", ("account", desk.AccountName(silent.Account)), ("day", dates.Weekday(silent.Since))),
            DataNote.DaysMissing missing => language.Text(
                missing.Days.Count == desk.Week.Days.Count ? "note.DaysMissing.whole-week" : "note.DaysMissing", ("account", desk.AccountName(missing.Account)), ("days", dates.During(missing.Days))),
            DataNote.DaysProvisional provisional => language.Text("note.DaysProvisional", ("account", desk.AccountName(provisional.Account)), ("days", dates.During(provisional.Days))),
            DataNote.NoPosts none => language.Text("note.NoPosts", ("account", desk.AccountName(none.Account)), ("days", dates.During(none.Week.Days))),
            DataNote.ImpossiblePostFigures above => language.Count("note.ImpossiblePostFigures", above.Posts, ("account", desk.AccountName(above.Account))),
            DataNote.EmptyPostFigures empty => language.Count(
                "note.EmptyPostFigures", empty.Posts, ("account", desk.AccountName(empty.Account)), ("metric", language.Text($"metric.{empty.Metric.Key}"))),
            DataNote.NotDelivered absent => language.Text("note.NotDelivered", ("objective", Objective(desk, absent.ObjectiveKey)), ("kpi", KpiName(desk, absent))),
            DataNote.SeriesBreak series => language.Text("note.SeriesBreak", ("account", desk.AccountName(series.Account)), ("metric", language.Text($"metric.{series.Metric.Key}"))),
            DataNote.ViewsCountedAsBefore views => language.Text("note.ViewsCountedAsBefore", ("account", desk.AccountName(views.Account))),
            DataNote.IncludesPaid paid => language.Text("note.IncludesPaid", ("account", desk.AccountName(paid.Account)), ("metric", language.Text($"metric.{paid.Metric.Key}"))),
            DataNote.Restated restated => Restated(desk, restated),
            _ => throw new InvalidOperationException($"There are no words for the note {note.GetType().Name}."),
        };
    }

    private static string Restated(Desk desk, DataNote.Restated note)
    {
        var format = new KpiFormat(desk.Language, note.Now);
        return desk.Language.Text(
            (note.Shown, note.Now.Value.Value, note.IsCountedDifferently) switch
            {
                (_, null, _) => "note.Restated.withdrawn",
                (null, _, _) => "note.Restated.new",
                (_, _, true) => "note.Restated.rules",
                _ => "note.Restated",
            },
            ("days", desk.Language.Dates.During(note.Week.Days)),
            ("name", desk.NameOf(note.Now)),
            ("now", note.Now.Value.Value is { } now ? format.Write(now) : ""),
            ("shown", note.Shown is { } shown ? format.Write(shown) : ""));
    }

    private static string Objective(Desk desk, string key) =>
        desk.Client.Objectives.FirstOrDefault(objective => objective.Key == key) is { } objective ? desk.ObjectiveName(objective) : Desk.Name(key);

    /// <summary>A custom figure has no name in the note: its objective's stands for it.</summary>
    private static string KpiName(Desk desk, DataNote.NotDelivered note) =>
        note.Kpi == KpiKey.Custom ? Objective(desk, note.ObjectiveKey) : desk.Language.Text($"name.{note.Kpi}");
}
