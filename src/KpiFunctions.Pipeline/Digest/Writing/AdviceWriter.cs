using System.Globalization;
using KpiFunctions.Pipeline.Digest.Languages;
using KpiFunctions.Pipeline.Kpis;
using KpiFunctions.Pipeline.Readings;

namespace KpiFunctions.Pipeline.Digest.Writing;

/// <summary>Puts a suggestion into its sentence, with the figures that support it.</summary>
internal static class AdviceWriter
{
    private const int QuoteLength = 60;
    private const double SmallAmount = 100;

    /// <summary>The rule of questions that await an answer: a request that quotes them, and no finding.</summary>
    public const string Questions = "questions-to-answer";

    /// <summary>The finding with the proposal behind it.</summary>
    public static string Write(Desk desk, Advice advice) =>
        advice.Rule == Questions ? Finding(desk, advice) : $"{Finding(desk, advice)} {Proposal(desk, advice)}";

    /// <summary>What the suggestion rests on.</summary>
    public static string Finding(Desk desk, Advice advice)
    {
        var number = advice.Facts.TryGetValue("n", out var n) ? n.Number ?? 0 : 0;
        var sentence = desk.SayPlural($"advice.{advice.Rule}{CaseOf(advice)}", Math.Round(number), Data(desk, advice));
        return !advice.IsRepeated ? sentence
            : desk.Say("advice.repeated", new Datum("weeks", desk.Language.Numbers.Integer(advice.WeeksRunning)) { Number = advice.WeeksRunning }, Datum.Part("advice", sentence));
    }

    /// <summary>What we suggest.</summary>
    public static string Proposal(Desk desk, Advice advice) => desk.Say($"advice.{advice.Rule}.do{(IsAboutDirectVisits(advice) ? ".direct" : "")}", Data(desk, advice));

    /// <summary>Nobody links to those who type an address: there is no link to look at.</summary>
    private static bool IsAboutDirectVisits(Advice advice) => advice.Rule == "source-lost-sessions" && advice.Facts["source"].Word == TrafficSlice.Nobody;

    /// <summary>Whether a row of the mail says already what the suggestion rests on.</summary>
    public static bool IsInARow(Advice advice) => advice.Rule is "google-share-rose" or "followers-lost" or "target-behind";

    private static IReadOnlyList<Datum> Data(Desk desk, Advice advice) => [.. advice.Facts.Select(fact => DatumOf(desk, fact.Key, fact.Value))];

    /// <summary>Which of a rule's sentences is true of these facts; empty for the first of them.</summary>
    private static string CaseOf(Advice advice)
    {
        double? Number(string name) => advice.Facts.GetValueOrDefault(name)?.Number;
        return advice.Rule switch
        {
            "plan-missed-and-reach-fell" or "google-share-rose" or "conversion-rate-fell" when advice.Facts.GetValueOrDefault("value")?.Like?.RestsOnTwoWeeks == true => ".two-weeks",
            "target-behind" when Number("recent") > Number("asked") => ".at-most",
            "source-lost-sessions" when Whole(Number("now")) >= Whole(Number("before")) => ".before",

            // A post counts with all that it reached since, which may be more than the week's figure.
            "spike-rests-on-one-post" when Number("part") > 1 => ".whole",
            _ => "",
        };
    }

    /// <summary>As it is written.</summary>
    private static double? Whole(double? number) => number is { } known ? Math.Round(known, MidpointRounding.AwayFromZero) : null;

    private static Datum DatumOf(Desk desk, string name, Fact fact) => new(name, fact.Unit == FactUnit.None ? null : Value(desk, fact))
    {
        Number = fact.Unit == FactUnit.Expected ? fact.Like!.Expected!.Centre : fact.Number,
        Days = fact.Unit == FactUnit.Day ? [DayOf(fact)] : [],
        Word = fact.Unit switch
        {
            FactUnit.Account => desk.AccountName(fact.Account),
            FactUnit.Name => desk.NameOf(fact.Like!),
            _ => fact.Word,
        },
    };

    private static DateOnly DayOf(Fact fact) => DateOnly.ParseExact(fact.Word!, "yyyy-MM-dd", CultureInfo.InvariantCulture);

    private static string Value(Desk desk, Fact fact)
    {
        var (language, number) = (desk.Language, fact.Number ?? 0);
        return fact.Unit switch
        {
            FactUnit.Count => language.Numbers.Integer(number),
            FactUnit.Times => language.Numbers.Decimal(number, 1),
            FactUnit.Share => language.Numbers.Percent(number, 0),
            FactUnit.Money => language.Numbers.Money(number, number < SmallAmount ? 2 : 0, fact.Word ?? ""),
            FactUnit.Figure => new KpiFormat(language, fact.Like!).Write(number),
            FactUnit.Expected => new KpiFormat(language, fact.Like!).Centre!,
            FactUnit.Name => desk.NameOf(fact.Like!),
            FactUnit.Account => desk.AccountName(fact.Account),
            FactUnit.Day => language.Dates.DayBeside(DayOf(fact), desk.Week.Sunday),
            FactUnit.PostType => language.Has($"post-type.{fact.Word}") ? language.Text($"post-type.{fact.Word}") : Desk.Name(fact.Word!),
            FactUnit.Metric => language.Text($"metric.{fact.Word}"),
            FactUnit.Result => language.Text($"advice.result.{fact.Word}"),
            FactUnit.Sender => TrafficWriter.Sender(desk, fact.Word!),
            FactUnit.Quote => SafeText.Line(fact.Word, QuoteLength) is { Length: > 0 } quote ? quote : language.Text("posts.untitled"),
            var other => throw new InvalidOperationException($"A fact of the kind {other} is not written."),
        };
    }
}
