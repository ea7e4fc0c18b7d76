using KpiFunctions.Pipeline.Digest.Branding;
using KpiFunctions.Pipeline.Digest.Model;
using KpiFunctions.Pipeline.Digest.Pictures;
using KpiFunctions.Pipeline.Kpis;

namespace KpiFunctions.Pipeline.Digest.Writing;

/// <summary>Says where a figure stands on the way to its target.</summary>
internal static class TargetWriter
{
    /// <summary>A mail with many pictures is slow to come, and one looks like the other.</summary>
    private const int MostPictures = 2;

    private const int FewestWeeks = 4;

    /// <returns>Null where no target was declared.</returns>
    public static TargetModel? Write(Desk desk, Kpi kpi, KpiFormat format)
    {
        if (kpi.Target is not { } progress) return null;
        var language = desk.Language;
        var target = progress.Target;
        var day = Datum.Day("day", language.Dates.DayBeside(target.By, desk.Week.Sunday), target.By);
        var (isFloor, goal) = (target.AtLeast is not null, target.Goal);
        var words = desk.Say($"target.{(isFloor ? "at-least" : "at-most")}{(RowTargetWriter.IsOfAWeek(kpi) ? ".weekly" : "")}", format.Cite("value", goal), day);
        IReadOnlyList<Datum> unsaid = [Datum.Unsaid("goal", goal), Datum.Unsaid("way", isFloor ? "at-least" : "at-most"), Datum.Unsaid("asked", progress.AskedToday), day with { Written = null }, .. format.Unsaid()];

        var done = Done(kpi, progress);
        words = Said(desk, progress, format, [Datum.Part("target", words), .. unsaid]);

        var tone = progress.Pace switch
        {
            Pace.Reached => Tone.Good,
            Pace.Behind or Pace.Missed => Tone.Bad,
            _ => Tone.Neutral,
        };
        return new(words, tone, done, 100 - done, Picture(desk, kpi, format, tone));
    }

    /// <summary>The pace; the mean of the last weeks where that is what has reached the target, or not; and what the path asks for on the way.</summary>
    private static string Said(Desk desk, TargetProgress progress, KpiFormat format, IReadOnlyList<Datum> data)
    {
        var words = progress is { Pace: Pace.Reached or Pace.Missed or Pace.Behind, Recent: { } recent, RecentWeeks: > 1 and var weeks }
            ? desk.Say($"pace.{progress.Pace}.mean", [.. data, format.Cite("recent", recent), new("n", desk.Language.Numbers.Integer(weeks)) { Number = weeks }])
            : desk.Say($"pace.{progress.Pace}", [.. data, Datum.Unsaid("recent", progress.Recent)]);
        return IsUnderWay(progress) && progress.AskedToday is { } asked ? desk.Say("pace.asked", Datum.Part("pace", words), format.Cite("value", asked)) : words;
    }

    private static bool IsUnderWay(TargetProgress progress) => progress.Pace is Pace.Ahead or Pace.OnTrack or Pace.Behind or Pace.TooEarly;

    /// <summary>A picture where it tells more than bar and words: where the path leads, and how the weeks lie beside it.</summary>
    private static PictureModel? Picture(Desk desk, Kpi kpi, KpiFormat format, Tone tone)
    {
        if (desk.Limits.IsPage || desk.Pictures.Count >= MostPictures || kpi.Value.Value is null) return null;
        if (kpi.Target is not { AskedToday: { } asked, Target: var target } progress || !IsUnderWay(progress)) return null;

        var (language, today) = (desk.Language, desk.Week.Sunday);
        var weeks = kpi.History.Select((week, i) => (Day: desk.Week.Plus(i - kpi.History.Count + 1).Sunday, week.Value)).Where(week => week.Value is not null)
            .Select(week => (week.Day, Value: week.Value!.Value)).ToList();
        if (weeks.Count < FewestWeeks || weeks.Exists(week => week.Value < 0)) return null;

        var goal = target.Goal;
        var id = $"path-{desk.Pictures.Count + 1}";
        desk.Pictures.Add(id, new(weeks, today, asked, target.By, goal, tone.Ink, format.Write, day => language.Dates.DayBeside(day, today)));
        var (first, last) = (weeks[0], weeks[^1]);
        return new(
            "cid:" + id,
            desk.Say(
                "target.picture",
                Datum.Named("name", desk.NameOf(kpi)),
                format.Cite("first", first.Value),
                Datum.Day("from", language.Dates.DayBeside(first.Day, today), first.Day),
                format.Cite("last", last.Value),
                Datum.Day("to", language.Dates.DayBeside(last.Day, today), last.Day),
                format.Cite("goal", goal),
                Datum.Day("by", language.Dates.DayBeside(target.By, today), target.By),
                format.Cite("asked", asked)),
            PathPicture.Width,
            PathPicture.Height);
    }

    /// <summary>How much of the way from the declared start to a target to be reached from below is behind; nothing where it is reached, or to be kept under.</summary>
    private static int? Done(Kpi kpi, TargetProgress progress)
    {
        if (progress is not { Pace: not Pace.Reached, Target.AtLeast: { } least and > 0 } || kpi.Value.Value is not { } value || value >= least) return null;
        var start = progress.Target.Start is { Value: var declared } && declared < least ? declared : 0;
        return value < start ? 0 : Math.Clamp((int)Math.Floor((value - start) / (least - start) * 100), 0, 99);
    }
}
