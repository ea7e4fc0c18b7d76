using KpiFunctions.Pipeline.Digest.Branding;
using KpiFunctions.Pipeline.Digest.Model;
using KpiFunctions.Pipeline.Kpis;

namespace KpiFunctions.Pipeline.Digest.Writing;

/// <summary>Says where a figure stands on the way to its target.</summary>
internal static class TargetWriter
{
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
        return new(words, tone, done, 100 - done);
    }

    /// <summary>How much of a target to be reached from below is there; nothing where it is reached, or to be kept under.</summary>
    private static int? Done(Kpi kpi, TargetProgress progress) =>
        progress is { Pace: not Pace.Reached, Target.AtLeast: { } least and > 0 } && kpi.Value.Value is { } value and >= 0 && value < least
            ? Math.Clamp((int)Math.Floor(value / least * 100), 0, 99)
            : null;
}
