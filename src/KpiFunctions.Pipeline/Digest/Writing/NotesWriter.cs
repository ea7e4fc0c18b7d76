using KpiFunctions.Pipeline.Clients;
using KpiFunctions.Pipeline.Kpis;
using KpiFunctions.Pipeline.Readings;

namespace KpiFunctions.Pipeline.Digest.Writing;

/// <summary>Says what a reader has to know about the data.</summary>
internal static class NotesWriter
{
    public static string Write(Desk desk, DataCaveat note)
    {
        var (language, dates) = (desk.Language, desk.Language.Dates);
        return note switch
        {
            DataCaveat.SourceInTrouble { LastDay: { } day } trouble when day <= desk.Week.Sunday => desk.Say(
                "note.SourceInTrouble.since", desk.Account("account", trouble.Account), Datum.Day("day", dates.Weekday(day), day), Datum.Named("reason", language.Text($"trouble.{trouble.Kind}"))),
            DataCaveat.SourceInTrouble trouble when trouble.LastDay is not null => desk.Say(
                "note.SourceInTrouble.partly", desk.Account("account", trouble.Account), Datum.Named("reason", language.Text($"trouble.{trouble.Kind}"))),
            DataCaveat.SourceInTrouble trouble => desk.Say(
                "note.SourceInTrouble", desk.Account("account", trouble.Account), Datum.Named("reason", language.Text($"trouble.{trouble.Kind}"))),
            DataCaveat.ExportsSilent silent => desk.Say("note.ExportsSilent", desk.Account("account", silent.Account), Datum.Day("day", dates.Weekday(silent.Since), silent.Since)),
            DataCaveat.DaysMissing missing => desk.Say(
                missing.Days.Count == desk.Week.Days.Count ? "note.DaysMissing.whole-week" : "note.DaysMissing", desk.Account("account", missing.Account), Days(desk, missing.Days)),
            DataCaveat.DaysProvisional provisional => desk.Say("note.DaysProvisional", desk.Account("account", provisional.Account), Days(desk, provisional.Days)),
            DataCaveat.NoPosts none => desk.Say("note.NoPosts", desk.Account("account", none.Account), Days(desk, [.. none.Week.Days.Each()])),
            DataCaveat.ImpossiblePostFigures above => desk.SayCount("note.ImpossiblePostFigures", above.Posts, desk.Account("account", above.Account)),
            DataCaveat.EmptyPostFigures empty => desk.SayCount(
                "note.EmptyPostFigures", empty.Posts, desk.Account("account", empty.Account), Metric(desk, empty.Metric)),
            DataCaveat.NotDelivered absent => desk.Say("note.NotDelivered", Datum.Named("objective", Objective(desk, absent.ObjectiveKey)), Datum.Named("kpi", KpiName(desk, absent))),
            DataCaveat.SeriesBreak series => desk.Say("note.SeriesBreak", desk.Account("account", series.Account), Metric(desk, series.Metric)),
            DataCaveat.ViewsCountedAsBefore views => desk.Say("note.ViewsCountedAsBefore", desk.Account("account", views.Account)),
            DataCaveat.IncludesPaid paid => desk.Say("note.IncludesPaid", desk.Account("account", paid.Account), Metric(desk, paid.Metric)),
            DataCaveat.SeasonUnknown => desk.Say("note.SeasonUnknown"),
            DataCaveat.Restated restated => Restated(desk, restated),
            _ => throw new InvalidOperationException($"There are no words for the note {note.GetType().Name}."),
        };
    }

    private static string Restated(Desk desk, DataCaveat.Restated note)
    {
        var format = new KpiFormat(desk.Language, note.Now, note is { Shown: { } before, Now.Value.Value: { } after } ? (before, after) : null);
        return desk.Say(
            (note.Shown, note.Now.Value.Value, note.IsCountedDifferently) switch
            {
                (_, null, _) => "note.Restated.withdrawn",
                (null, _, _) => "note.Restated.new",
                (_, _, true) => "note.Restated.rules",
                _ => "note.Restated",
            },
            Days(desk, [.. note.Week.Days.Each()]),
            Datum.Named("name", desk.NameOf(note.Now)),
            note.Now.Value.Value is { } now ? format.Cite("now", now) : Datum.Unsaid("now", (double?)null),
            note.Shown is { } shown ? format.Cite("shown", shown) : Datum.Unsaid("shown", (double?)null));
    }

    private static Datum Days(Desk desk, IReadOnlyList<DateOnly> days) => new("days", desk.Language.Dates.During(days)) { Days = days };

    private static Datum Metric(Desk desk, Metric metric) => Datum.Named("metric", desk.Language.Text($"metric.{metric.Key}"));

    private static string Objective(Desk desk, string key) =>
        desk.Client.Objectives.FirstOrDefault(objective => objective.Key == key) is { } objective ? desk.ObjectiveName(objective) : Desk.Name(key);

    /// <summary>A custom figure has no name in the note: its objective's stands for it.</summary>
    private static string KpiName(Desk desk, DataCaveat.NotDelivered note) =>
        note.Figure is { } figure ? desk.Language.Text($"name.{figure.Name}") : Objective(desk, note.ObjectiveKey);
}
