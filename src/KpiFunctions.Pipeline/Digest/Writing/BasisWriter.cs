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
        var unknown = desk.Language.Text(
            kpi.Key == KpiKey.SocialConversionShare ? "basis.unknown.conversions" : "basis.unknown", ("share", desk.Language.Numbers.Percent(kpi.UnknownPart, 0)));
        return basis is null ? unknown : desk.Language.Text("basis.and-unknown", ("basis", basis), ("unknown", unknown));
    }

    private static string? OfKnown(Desk desk, Kpi kpi)
    {
        var (language, dates) = (desk.Language, desk.Language.Dates);
        string Level(double level) => language.Numbers.Integer(level);
        string Names(IReadOnlyList<Metric> metrics) => language.List([.. metrics.Select(metric => language.Text($"metric.{metric.Key}"))]);

        var basis = kpi.Basis switch
        {
            Basis.None => null,
            Basis.SumOfDays when kpi.Key == KpiKey.AssistedBySocial => language.Text("basis.AssistedBySocial"),
            Basis.SumOfDays days => language.Text(days.OfPosts ? "basis.SumOfDays.of-posts" : "basis.SumOfDays"),
            Basis.UniqueOverWeek => language.Text("basis.UniqueOverWeek"),
            Basis.BestDay day => language.Text("basis.BestDay", ("day", dates.Weekday(day.Day))),
            Basis.TypicalPost typical => language.Count("basis.TypicalPost", typical.Posts),
            Basis.LevelChange { } change => language.Text(
                kpi.RelativeChange is null ? "basis.LevelChange" : "basis.LevelChange.relative",
                ("before", Level(change.FromLevel)),
                ("from", dates.DayBeside(change.From, change.To)),
                ("after", Level(change.ToLevel)),
                ("to", dates.DayBeside(change.To, change.From)),
                ("relative", kpi.RelativeChange is { } relative ? Languages.Numbers.Signed(relative, language.Numbers.Percent(relative, 1)) : "")),
            Basis.LastLevel last => language.Text(kpi.Account is null ? "basis.LastLevel.over-accounts" : "basis.LastLevel", ("day", dates.Day(last.Day))),
            Basis.Ratio { Per: UniqueMetric } => language.Text("basis.Ratio.reach"),
            Basis.Ratio { Per: LevelMetric } => language.Text("basis.Ratio.followers"),
            Basis.Ratio when kpi.Custom is { } own => language.Text("basis.Custom", ("formula", InWords(desk, own.Formula))),
            Basis.Ratio when kpi.Key == KpiKey.EffectiveSources => language.Text("basis.EffectiveSources"),
            Basis.Ratio => null,
            Basis.SumOfParts { Missing: [] } parts => language.Text("basis.SumOfParts", ("included", Names(parts.Included))),
            Basis.SumOfParts parts => language.Text("basis.SumOfParts.missing", ("included", Names(parts.Included)), ("missing", Names(parts.Missing))),
            var other => throw new InvalidOperationException($"There are no words for the basis {other.GetType().Name}."),
        };
        if (basis is null) return null;
        if (kpi.Basis is Basis.SumOfParts { OfPosts: true }) return language.Text("basis.of-posts", ("basis", basis));
        return kpi.Flow is { Gained: { } gained, Lost: { } lost }
            ? language.Text("basis.flow", ("basis", basis), ("gained", Level(gained)), ("lost", Level(lost)))
            : basis;
    }

    /// <summary>A formula with the metrics' names in the reader's language.</summary>
    private static string InWords(Desk desk, Formula formula) => Desk.Name(MetricName().Replace(
        formula.Text, name => Metrics.ByKey.ContainsKey(name.Value) ? desk.Language.Text($"metric.{name.Value}") : name.Value));

    [GeneratedRegex("[a-z][a-z0-9_]*", RegexOptions.None, 1000)]
    private static partial Regex MetricName();
}
