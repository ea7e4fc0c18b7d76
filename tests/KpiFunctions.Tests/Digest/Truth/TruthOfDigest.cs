using System.Text.RegularExpressions;
using KpiFunctions.Pipeline.Clients;
using KpiFunctions.Pipeline.Digest.Writing;
using KpiFunctions.Pipeline.Periods;

namespace KpiFunctions.Tests.Digest.Truth;

/// <summary>Reads a digest's sentences with their data, and says which of them are untrue.</summary>
internal static class TruthOfDigest
{
    private static readonly string[] EnglishMonths = ["January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December"];
    private static readonly string[] FrenchMonths = ["janvier", "février", "mars", "avril", "mai", "juin", "juillet", "août", "septembre", "octobre", "novembre", "décembre"];

    /// <summary>Numbers that sentences say without being told: units and limits that never change.</summary>
    private static readonly Regex Constants = TruthRule.Of("1[, ]000|28 (?:days|jours)");

    private static readonly Regex WantsChange = TruthRule.Of(@"\. (?:behind|missed)\b|: (?:behind|missed)$|^to be confirmed$|^\{planned\}, \{n\} published\.$|\. (?:en retard|non atteint)\b| : (?:en retard|non atteint)$|^à confirmer$|^\{planned\}, \{n\} publiées?\.$|^what we suggest$|^ce que nous proposons$");

    private static readonly Regex BehindOrMissed = TruthRule.Of(@"\. (?:behind|missed)\b|: (?:behind|missed)$|\. (?:en retard|non atteint)\b| : (?:en retard|non atteint)$");

    private static readonly Regex Suggestions = TruthRule.Of("^(?:what we suggest|ce que nous proposons)$");
    private static readonly Regex Talk = TruthRule.Of("^(?:what people said|ce qui s'est dit)$");
    private static readonly Regex DayHasCome = TruthRule.Of(@"\. (?:missed|non atteint)\b|: missed$| : non atteint$");
    private static readonly Regex ToldBefore = TruthRule.Of(@"we had (?:told you|no figure)|nous (?:vous avions|n'avions)");

    /// <summary>Claims about the digest as a whole: the words, and whether the other sentences bear them out.</summary>
    public static IReadOnlyList<(Regex English, Regex French, Func<IReadOnlyList<ReadSentence>, bool> IsTrue)> WholeClaims { get; } =
    [
        (TruthRule.Of("^we did not receive the figures that your objectives are judged by"), TruthRule.Of("^nous n'avons pas reçu les chiffres sur lesquels vos objectifs sont jugés"), all => !all.Any(each => each.Has("Steady") || each.Has("Better") || each.Has("Worse"))),
        (TruthRule.Of("^no action needed"), TruthRule.Of("^rien à changer"), all => !Any(all, WantsChange)),
        (TruthRule.Of("^our suggestions? (?:is|are) below"), TruthRule.Of("^(?:notre|nos) propositions? (?:est|sont) plus bas"), all => Any(all, Suggestions)),
        (TruthRule.Of("^a target is still behind or missed"), TruthRule.Of("^un objectif chiffré reste en retard ou non atteint"), all => Any(all, BehindOrMissed)),
        (TruthRule.Of("^we received none of the week's figures"), TruthRule.Of("^nous n'avons reçu aucun chiffre de la semaine"), all => !all.Any(each => each.Has("ordinary") && !double.IsNaN(each.Number("figure")))),
        (TruthRule.Of("^your first figures|^your starting point"), TruthRule.Of("^vos premiers chiffres|^votre point de départ"), all => all.Any(each => !double.IsNaN(each.Number("figure")))),
        (TruthRule.Of("^a week close to normal$"), TruthRule.Of("^une semaine proche de la normale$"), all => !all.Any(each => each.Has("Better") || each.Has("Worse") || each.Has("Unusual"))),
        (TruthRule.Of("^a normal week$"), TruthRule.Of("^une semaine dans la normale$"), all => !all.Any(each => each.Has("Better") || each.Has("Worse") || each.Has("Borderline"))),
        (TruthRule.Of(@"\(see “what people said”\)"), TruthRule.Of(@"\(voir « ce qui s'est dit »\)"), all => Any(all, Talk)),
    ];

    /// <returns>What is untrue, and of which sentence; empty where all is true.</returns>
    public static IReadOnlyList<string> Untruths(IReadOnlyList<Sentence> sentences, ClientConfig client, IsoWeek week)
    {
        var all = sentences.Select(sentence => new ReadSentence(sentence, client.Language)).ToList();
        var found = new List<string>();
        foreach (var each in all)
        {
            var problems = Figures(each).Concat(Days(each, week)).Concat(Names(each, client)).Concat(Counts(each))
                .Concat(TruthRule.All.Where(rule => rule.Concerns(each) && !rule.IsTrue(each)).Select(rule => $"its data say otherwise: {rule.English}"))
                .Concat(WholeClaims.Where(claim => (client.Language == "fr" ? claim.French : claim.English).IsMatch(each.Words) && !claim.IsTrue(all)).Select(claim => $"the digest says otherwise: {claim.English}"))
                .Concat(TruthRule.UncheckedIn(each).Select(word => $"no rule checks '{word}'"));
            found.AddRange(problems.Select(problem => $"{each.Sentence.Key} [{each.Sentence.About}] \"{each.Sentence.Text}\": {problem} ({string.Join(", ", each.Data.Select(Written))})"));
        }

        return found;
    }

    private static string Written(Datum datum) =>
        $"{datum.Name}={datum.Number?.ToString("R", System.Globalization.CultureInfo.InvariantCulture) ?? datum.Word ?? string.Join('/', datum.Days)}{(datum.Range is { } range ? $" in {range.Low:R}..{range.High:R}" : "")}";

    private static bool Any(IReadOnlyList<ReadSentence> all, Regex words) => all.Any(each => words.IsMatch(each.Words));

    /// <summary>Each number is that of its data, and none stands without.</summary>
    private static IEnumerable<string> Figures(ReadSentence each)
    {
        foreach (var datum in each.Data.Where(datum => datum is { Written: { } written, Days.Count: 0, IsPart: false } && written.Length > 0))
        {
            var numbers = WrittenNumber.In(datum.Written!, each.Language);
            if (datum.Range is { } range)
            {
                if (numbers.Count is < 1 or > 2) yield return $"'{datum.Written}' is no range";
                else if (numbers.Any(number => number.Value < range.Low - Step(number) || number.Value > range.High + Step(number))) yield return $"'{datum.Written}' is beyond {range.Low:R} to {range.High:R}";
                else if (numbers is [var low, var high] && low.Value >= high.Value) yield return $"'{datum.Written}' begins above its end";
            }
            else if (datum.Number is { } number && datum.Name != "change")
            {
                if (numbers is not [var shown] || !(shown.Rounds(number) || ((datum.Name is "centre" or "usual" || Math.Abs(number) >= 1e6) && RoundsToThreeDigits(shown.Value, number)))) yield return $"'{datum.Written}' is not {number:R}";
            }
        }

        var bare = Constants.Replace(each.Words, "");
        if (bare.Any(char.IsAsciiDigit)) yield return $"a number without data in '{bare}'";
    }

    /// <summary>How far a number may be from what it was rounded from.</summary>
    private static double Step(WrittenNumber number) => number.Value < 1e6 ? number.Step : Math.Max(number.Step, Math.Pow(10, Math.Floor(Math.Log10(number.Value)) - 2));

    /// <summary>What is normal is no exact thing, and three digits are enough of millions.</summary>
    private static bool RoundsToThreeDigits(double shown, double number) => Math.Abs(shown - number) <= 0.5 * Math.Pow(10, Math.Floor(Math.Log10(Math.Abs(number))) - 2) * (1 + 1e-9);

    /// <summary>A day that is written is that of the data; what has happened lies in the week or before.</summary>
    private static IEnumerable<string> Days(ReadSentence each, IsoWeek week)
    {
        var months = each.Language == "fr" ? FrenchMonths : EnglishMonths;
        foreach (var datum in each.Data.Where(datum => datum is { Written: not null, Days.Count: > 0 }))
        {
            foreach (var day in new[] { datum.Days.Min(), datum.Days.Max() })
                if (!datum.Written!.Contains(day.Day == 1 && each.Language == "fr" ? "1er" : $"{day.Day}", StringComparison.Ordinal) || !datum.Written.Contains(months[datum.Days.Max().Month - 1], StringComparison.Ordinal))
                    yield return $"'{datum.Written}' is not {day:yyyy-MM-dd}";
            if (datum.Name != "by" && !each.Words.Contains($"by {{{datum.Name}}}", StringComparison.Ordinal) && !each.Words.Contains($"au {{{datum.Name}}}", StringComparison.Ordinal)
                && !each.Cites("goal") && datum.Days.Max() > week.Sunday)
                yield return $"{datum.Days.Max():yyyy-MM-dd} lies after the week";
        }

        if (DayHasCome.IsMatch(each.Words) && each.All("day").First().Days[0] > week.Sunday) yield return "the day has not come";
        if (ToldBefore.IsMatch(each.Words) && each.All("days").First().Days.Max() >= week.Monday) yield return "the week is the digest's own";
    }

    /// <summary>What is named is in the config.</summary>
    private static IEnumerable<string> Names(ReadSentence each, ClientConfig client)
    {
        foreach (var datum in each.Data.Where(datum => datum.Written is not null && datum.Word is not null))
        {
            var known = datum.Name switch
            {
                "account" or "other" => client.Sources.Select(source => source.Name),
                "action" => client.Actions.Select(action => action.Name),
                _ => null,
            };
            if (known?.Any(name => IsSame(name, datum.Word!)) == false) yield return $"'{datum.Word}' is not in the config";
        }
    }

    /// <summary>By its letters and digits: a long name is cut, and characters without a shape are left out.</summary>
    private static bool IsSame(string known, string written)
    {
        static string Letters(string text) => string.Concat(text.Where(char.IsLetterOrDigit));
        var letters = Letters(written);
        return written.EndsWith('…') ? Letters(known).StartsWith(letters, StringComparison.Ordinal) : Letters(known) == letters;
    }

    /// <summary>What is counted is as many as there are.</summary>
    private static IEnumerable<string> Counts(ReadSentence each)
    {
        if (each.Has("all") && each.Has("shown") && each.Number("all") - each.Number("shown") != each.Shown("n")) yield return "it counts what is not there";
        if (each.Has("all") && each.Has("week") && each.Number("week") > each.Number("all")) yield return "a part is more than the whole";
    }
}
