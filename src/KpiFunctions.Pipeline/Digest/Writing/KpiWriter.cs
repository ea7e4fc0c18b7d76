using KpiFunctions.Pipeline.Clients;
using KpiFunctions.Pipeline.Digest.Branding;
using KpiFunctions.Pipeline.Digest.Languages;
using KpiFunctions.Pipeline.Digest.Model;
using KpiFunctions.Pipeline.Kpis;
using KpiFunctions.Pipeline.Readings;

namespace KpiFunctions.Pipeline.Digest.Writing;

/// <summary>Writes one KPI: as a block of its own, or as a row of the table of what explains the others.</summary>
internal static class KpiWriter
{
    /// <summary>Where a range rests on fewer, the reader is told: it is a wider guess.</summary>
    private const int EnoughWeeks = 8;

    public static KpiModel Block(Desk whole, ObjectiveConfig objective, Kpi kpi)
    {
        var desk = whole.On(objective, kpi);
        var format = new KpiFormat(desk.Language, kpi);
        var figure = kpi.Value.Value is { } value ? format.Write(value) : desk.Language.Text("figure.absent");
        var noun = kpi.Value.Value is { } counts ? Noun(desk.Language, kpi, format, counts) : "";
        if (Mark(kpi) is { } mark) noun = desk.Language.Text($"noun.{mark}", ("noun", noun)).TrimStart();
        var label = kpi.Value.Value is null || kpi.Custom is not null ? desk.NameOf(kpi)
            : kpi.Account is { } account ? desk.AccountName(account) : null;
        var counted = $"{figure} {noun}".TrimEnd();
        var spark = desk.Limits.HasSparks ? SparkWriter.Write(desk, kpi, format) : null;
        return new(
            label,
            Language.Capital(figure),
            noun.Length == 0 ? null : noun,
            label is null ? counted : Line(desk, label, counted),
            Reason(desk, kpi),
            Verdict(desk, kpi, format),
            UsualAndHowManyWeeks(desk, kpi, format),
            desk.Limits.IsPage && kpi.Expected?.Range is { } range ? desk.Say("usual.range", format.CiteRange("range", range)) : null,
            Previous(desk, kpi, format),
            YearBefore(desk, kpi, format),
            BasisWriter.Write(desk, kpi),
            spark,
            TargetWriter.Write(desk, kpi, format),
            desk.Limits.IsPage ? ChartWriter.Write(desk, kpi, format, spark) : null,
            desk.Limits.IsPage ? TraceWriter.Write(desk, objective, kpi) : null);
    }

    public static ExplainingRow Row(Desk whole, ObjectiveConfig objective, Kpi kpi)
    {
        var desk = whole.On(objective, kpi);
        var format = new KpiFormat(desk.Language, kpi);
        var name = desk.NameOf(kpi);
        var figure = kpi.Custom is not null && kpi.Value.Value is { } value
            ? $"{Figure(desk, kpi, format)} {Noun(desk.Language, kpi, format, value)}".TrimEnd()
            : Figure(desk, kpi, format);
        var verdict = kpi.Verdict is KpiVerdict.Better or KpiVerdict.Worse or KpiVerdict.Unusual or KpiVerdict.Seasonal ? Verdict(desk, kpi, format) : null;
        var line = Line(desk, name, verdict is null ? figure : $"{figure}, {verdict.Words} {verdict.Arrow}");
        return new(
            name,
            figure,
            format.Centre ?? desk.Language.Text("explaining.none"),
            desk.Limits.IsPage && kpi.Expected?.Range is { } range ? format.WriteRange(range) : null,
            verdict,
            IsTheUsualWay(desk, kpi) ? null : BasisWriter.Write(desk, kpi),
            Usual(desk, kpi, format) is { } usually ? $"{line}. {usually}" : line,
            desk.Limits.IsPage ? TraceWriter.Write(desk, objective, kpi) : null);
    }

    /// <summary>A row of a table says how its figure was taken only where that is not what anybody would expect.</summary>
    private static bool IsTheUsualWay(Desk desk, Kpi kpi) => kpi.Basis is Basis.UniqueOverWeek
        || (kpi.Basis is Basis.SumOfDays { OfPosts: false } && BasisWriter.OwnWords(desk, kpi, "basis.SumOfDays") is null);

    private static string Line(Desk desk, string label, string figure) => desk.Language.Text("figure.line", ("account", label), ("figure", figure));

    private static string Figure(Desk desk, Kpi kpi, KpiFormat format)
    {
        if (kpi.Value.Value is not { } value) return desk.Language.Text("figure.absent");
        var written = format.Write(value);
        return Mark(kpi) is { } mark ? desk.Language.Text($"figure.{mark}", ("figure", written)) : written;
    }

    /// <summary>Why the figure will be another one later; null where it will not.</summary>
    private static string? Mark(Kpi kpi) => kpi.Value.IsProvisional ? "provisional" : !kpi.IsGrowing ? null : kpi.Traits.IsShare ? "moving" : "growing";

    /// <summary>What the number counts; a reach says whose, since people are never added up.</summary>
    public static string Noun(Language language, Kpi kpi, KpiFormat format, double value)
    {
        var shown = format.Shown(value);
        if (kpi.Custom is { } custom)
        {
            return custom.Unit is { } unit && kpi.Unit is not (KpiUnit.Share or KpiUnit.Money)
                ? format.Counted(value, Desk.Name(language.WordFor(shown, unit, custom.UnitByCategory)))
                : "";
        }

        var noun = $"noun.{kpi.Traits.Name}";
        var way = kpi.Basis switch { Basis.BestDay => ".best-day", Basis.TypicalPost => ".typical-post", _ => "" };
        return format.Counted(value, language.Plural(language.Has(noun + way) ? noun + way : noun, shown));
    }

    private static string? Reason(Desk desk, Kpi kpi) => kpi.Value.Gap is { } gap ? desk.Say($"gap.{gap}", Datum.Unsaid("figure", kpi.Value.Value)) : null;

    /// <summary>What a week normally has; null where that is not known.</summary>
    public static string? Usual(Desk desk, Kpi kpi, KpiFormat format)
    {
        if (kpi.Expected is null) return null;
        var centre = format.CiteCentre("centre");

        // A change over more or fewer days than seven is beside the usual change over as many.
        if (kpi.Basis is Basis.LevelChange change && change.To.DayNumber - change.From.DayNumber is not 7 and var days)
            return desk.Say("usual.over-days", [new("n", desk.Language.Numbers.Integer(days)) { Number = days }, centre, .. format.Unsaid()]);
        return desk.Say("usual", [centre, .. format.Unsaid()]);
    }

    private static string? UsualAndHowManyWeeks(Desk desk, Kpi kpi, KpiFormat format) => Usual(desk, kpi, format) is not { } usual ? null
        : kpi.Expected!.Weeks >= EnoughWeeks ? usual
        : desk.SayCount("usual.weeks", kpi.Expected.Weeks, Datum.Part("usual", usual));

    private static string Previous(Desk desk, Kpi kpi, KpiFormat format)
    {
        if (kpi.Previous.Value is not { } before) return desk.Say("previous.absent", Datum.Named("reason", desk.Language.Text($"gap-before.{kpi.Previous.Gap}")));
        var value = format.Cite("value", before);
        if (kpi.Value.Value is not { } now || kpi.Traits.IsChange) return desk.Say("previous", value);
        return format.WriteChange(before, now) is { } change
            ? desk.Say("previous.change", [value, Change(change, before, now), .. format.Unsaid()])
            : desk.Say("previous.same", [value with { Written = null }, .. format.Unsaid()]);
    }

    /// <summary>Said where it is known: a year that nobody measured is no news.</summary>
    private static string? YearBefore(Desk desk, Kpi kpi, KpiFormat format)
    {
        if (kpi.YearBefore?.Value is not { } then) return null;
        var value = format.Cite("value", then);
        return kpi.Value.Value is { } now && !kpi.Traits.IsChange && format.WriteChange(then, now) is { } change
            ? desk.Say("year-before.change", [value, Change(change, then, now), .. format.Unsaid()])
            : desk.Say("year-before", value);
    }

    private static Datum Change(string written, double before, double now) => new("change", written) { Number = now - before };

    /// <summary>Whether a figure that is known lies above what is normal.</summary>
    public static bool IsAbove(Kpi kpi) => kpi.Evidence is { } evidence ? (kpi.RestsOnTwoWeeks ? evidence.TwoWeeks! : evidence.Week).Deviation > 0
        : kpi.Expected is { } usual ? kpi.Value.Value > usual.Centre : kpi.Good == GoodDirection.Up == (kpi.Verdict == KpiVerdict.Better);

    /// <summary>The figure's own way (up or down) in words and arrow, and whether that is good in words and colour.</summary>
    private static VerdictModel? Verdict(Desk desk, Kpi kpi, KpiFormat format)
    {
        if (kpi.Value.Value is null) return null;
        var isAbove = IsAbove(kpi);
        var (key, tone) = kpi.Verdict switch
        {
            KpiVerdict.Better => (isAbove ? "AboveAndBetter" : "BelowAndBetter", Tone.Good),
            KpiVerdict.Worse => (isAbove ? "AboveAndWorse" : "BelowAndWorse", Tone.Bad),
            KpiVerdict.Unusual => (isAbove ? "Above" : "Below", Tone.Neutral),
            KpiVerdict.Seasonal when kpi.Season is { Nearest: > 1 } => ("Seasonal.earlier", Tone.Neutral),
            var other => (other.ToString(), Tone.Neutral),
        };
        var arrow = kpi.Verdict switch
        {
            KpiVerdict.Better or KpiVerdict.Worse or KpiVerdict.Unusual => isAbove ? Arrows.Up : Arrows.Down,
            KpiVerdict.Steady or KpiVerdict.Borderline or KpiVerdict.Seasonal => Arrows.Level,
            _ => null,
        };
        IReadOnlyList<Datum> unsaid = [Datum.Unsaid("verdict", kpi.Verdict.ToString()), Datum.Unsaid("good", kpi.Good?.ToString() ?? ""), Datum.Unsaid("before", kpi.Previous.Value), .. format.Unsaid()];
        var words = kpi.RestsOnTwoWeeks
            ? desk.Say("kpi-verdict.two-weeks", [new("verdict", desk.Language.Text($"kpi-verdict.{key}")), .. unsaid])
            : kpi.JudgedFrom is { } first ? desk.Say("kpi-verdict.TooEarly.growing", [new("week", desk.Language.Numbers.Integer(first.Number)) { Number = first.Number }, .. unsaid])
            : desk.Say($"kpi-verdict.{key}", unsaid);
        return new(words, arrow, tone);
    }
}

/// <summary>
/// The signs beside the words; none where nothing went anywhere. Each is followed by U+FE0E, which asks for a character of the
/// text's own font instead of a coloured picture.
/// </summary>
internal static class Arrows
{
    public const string Up = "↗\uFE0E";
    public const string Down = "↘\uFE0E";
    public const string Level = "→\uFE0E";
    public const string Both = "↕\uFE0E";
}
