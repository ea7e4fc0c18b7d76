using System.Text.RegularExpressions;
using KpiFunctions.Pipeline.Clients;
using KpiFunctions.Pipeline.Kpis;
using KpiFunctions.Pipeline.Readings;

namespace KpiFunctions.Pipeline.Digest.Writing;

/// <summary>Says how a figure was taken.</summary>
internal static partial class BasisWriter
{
    /// <summary>A smaller part of unknown origin does not show in a share.</summary>
    private const double SmallestUnknownPart = 0.01;

    /// <returns>A sentence; null where there is no figure, and for a share of what is known whole, which says of what it is one.</returns>
    public static string? Write(Desk desk, Kpi kpi)
    {
        var basis = OfKnown(desk, kpi);
        if (kpi.UnknownPart < SmallestUnknownPart || kpi.Value.Value is null) return basis;
        var unknown = desk.Say(
            OwnWords(desk, kpi, "basis.unknown") ?? "basis.unknown",
            new Datum("share", desk.Language.Numbers.Percent(kpi.UnknownPart, 0)) { Number = kpi.UnknownPart });
        return basis is null ? unknown : desk.Say("basis.and-unknown", Datum.Part("basis", basis), Datum.Part("unknown", unknown));
    }

    private static string? OfKnown(Desk desk, Kpi kpi)
    {
        var (language, dates) = (desk.Language, desk.Language.Dates);
        Datum Level(string name, double level) => new(name, language.Numbers.Integer(level)) { Number = level };
        Datum Names(string name, IReadOnlyList<Metric> metrics) => Datum.Named(name, language.List([.. metrics.Select(metric => language.Text($"metric.{metric.Key}"))]));

        var basis = kpi.Basis switch
        {
            Basis.None => null,
            Basis.SumOfDays when OwnWords(desk, kpi, "basis.SumOfDays") is { } own => desk.Say(own),
            Basis.SumOfDays days => desk.Say(days.OfPosts ? "basis.SumOfDays.of-posts" : "basis.SumOfDays"),
            Basis.UniqueOverWeek => desk.Say("basis.UniqueOverWeek"),
            Basis.BestDay day => desk.Say("basis.BestDay", Datum.Day("day", dates.Weekday(day.Day), day.Day)),
            Basis.TypicalPost typical => desk.SayCount("basis.TypicalPost", typical.Posts),
            Basis.LevelChange { } change => desk.Say(
                kpi.RelativeChange is null ? "basis.LevelChange" : "basis.LevelChange.relative",
                Level("before", change.FromLevel),
                Datum.Day("from", dates.DayBeside(change.From, change.To), change.From),
                Level("after", change.ToLevel),
                Datum.Day("to", dates.DayBeside(change.To, change.From), change.To),
                new("relative", kpi.RelativeChange is { } relative ? Languages.Numbers.Signed(relative, language.Numbers.Percent(relative, 1)) : null) { Number = kpi.RelativeChange },
                Datum.Unsaid("figure", kpi.Value.Value)),
            Basis.LastLevel last => desk.Say(kpi.Account is null ? "basis.LastLevel.over-accounts" : "basis.LastLevel", Datum.Day("day", dates.Day(last.Day), last.Day)),
            Basis.Ratio { Per: UniqueMetric } => desk.Say("basis.Ratio.reach"),
            Basis.Ratio { Per: LevelMetric } => desk.Say("basis.Ratio.followers"),
            Basis.Ratio when kpi.Custom is { } own => desk.Say("basis.Custom", Datum.Named("formula", InWords(desk, own.Formula))),
            Basis.Ratio => OwnWords(desk, kpi, "basis.Ratio") is { } own ? desk.Say(own) : null,
            Basis.SumOfParts { Missing: [] } parts => desk.Say("basis.SumOfParts", Names("included", parts.Included)),
            Basis.SumOfParts parts => desk.Say("basis.SumOfParts.missing", Names("included", parts.Included), Names("missing", parts.Missing)),
            var other => throw new InvalidOperationException($"There are no words for the basis {other.GetType().Name}."),
        };
        if (basis is null) return null;
        if (kpi.Basis is Basis.SumOfParts { OfPosts: true }) return desk.Say("basis.of-posts", Datum.Part("basis", basis));
        return kpi.Flow is { Gained: { } gained, Lost: { } lost }
            ? desk.Say("basis.flow", Datum.Part("basis", basis), Level("gained", gained), Level("lost", lost))
            : basis;
    }

    /// <summary>The key of words that a figure has of its own; null where those that all share serve.</summary>
    public static string? OwnWords(Desk desk, Kpi kpi, string key) =>
        kpi.Custom is null && $"{key}.{kpi.Traits.Name}" is var own && desk.Language.Has(own) ? own : null;

    /// <summary>A formula with the metrics' names in the reader's language.</summary>
    private static string InWords(Desk desk, Formula formula) => Desk.Name(MetricName().Replace(
        formula.Text, name => Metrics.ByKey.ContainsKey(name.Value) ? desk.Language.Text($"metric.{name.Value}") : name.Value));

    [GeneratedRegex("[a-z][a-z0-9_]*", RegexOptions.None, 10_000)]
    private static partial Regex MetricName();
}
