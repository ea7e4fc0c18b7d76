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
        var day = language.Dates.DayBeside(target.By, desk.Week.Sunday);
        var words = target.AtLeast is { } least
            ? language.Text("target.at-least", ("value", format.Write(least)), ("day", day))
            : language.Text("target.at-most", ("value", format.Write(target.AtMost!.Value)), ("day", day));

        var done = Done(kpi, progress);
        if (done is { } share) words = language.Text("target.of", ("target", words), ("share", language.Numbers.Percent(share / 100.0, 0)));
        words = language.Text($"pace.{progress.Pace}", ("target", words));
        if (progress is { Pace: Pace.Ahead or Pace.OnTrack or Pace.Behind, AskedToday: { } asked })
            words = language.Text("pace.asked", ("pace", words), ("value", format.Write(asked)));

        var tone = progress.Pace switch
        {
            Pace.Reached or Pace.Ahead => Tone.Good,
            Pace.Behind or Pace.Missed => Tone.Bad,
            _ => Tone.Neutral,
        };
        return new(words, tone, done, 100 - done, Picture(desk, kpi, format, tone));
    }

    /// <summary>A picture where it tells more than bar and words: where the path leads, and how the weeks lie beside it.</summary>
    private static PictureModel? Picture(Desk desk, Kpi kpi, KpiFormat format, Tone tone)
    {
        if (desk.Limits.IsPage || desk.Pictures.Count >= MostPictures || kpi.Value.Value is null) return null;
        if (kpi.Target is not { Pace: Pace.Ahead or Pace.OnTrack or Pace.Behind, AskedToday: { } asked, Target: var target }) return null;

        var (language, today) = (desk.Language, desk.Week.Sunday);
        var weeks = kpi.History.Select((week, i) => (Day: desk.Week.Plus(i - kpi.History.Count + 1).Sunday, week.Value)).Where(week => week.Value is not null)
            .Select(week => (week.Day, Value: week.Value!.Value)).ToList();
        if (weeks.Count < FewestWeeks || weeks.Exists(week => week.Value < 0)) return null;

        var goal = target.AtLeast ?? target.AtMost!.Value;
        var id = $"path-{desk.Pictures.Count + 1}";
        desk.Pictures.Add(id, new(weeks, today, asked, target.By, goal, tone.Ink, format.Write, day => language.Dates.DayBeside(day, today)));
        var (first, last) = (weeks[0], weeks[^1]);
        return new(
            "cid:" + id,
            language.Text(
                "target.picture",
                ("name", desk.NameOf(kpi)),
                ("first", format.Write(first.Value)),
                ("from", language.Dates.DayBeside(first.Day, today)),
                ("last", format.Write(last.Value)),
                ("to", language.Dates.DayBeside(last.Day, today)),
                ("goal", format.Write(goal)),
                ("by", language.Dates.DayBeside(target.By, today)),
                ("asked", format.Write(asked))),
            PathPicture.Width,
            PathPicture.Height);
    }

    /// <summary>How much of a target to be reached from below is there; nothing where it is reached, or to be kept under.</summary>
    private static int? Done(Kpi kpi, TargetProgress progress) =>
        progress is { Pace: not Pace.Reached, Target.AtLeast: { } least and > 0 } && kpi.Value.Value is { } value and >= 0 && value < least
            ? Math.Clamp((int)Math.Floor(value / least * 100), 0, 99)
            : null;
}
