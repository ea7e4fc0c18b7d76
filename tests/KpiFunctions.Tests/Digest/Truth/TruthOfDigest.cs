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

    private static readonly Regex OutsideUsual = TruthRule.Of("(?:higher|lower) than usual|barely outside the usual|as last year in these weeks|as in these weeks of earlier years|plus (?:haut|bas) que d'habitude|à peine hors de l'ordinaire|comme l'an dernier à cette période|comme les autres années à cette période");
    private static readonly Regex Reasons = TruthRule.Of(
        @"because \{reason\}|il manque des chiffres|no export has been received|no export that we received|none of your sources|no figures \{days\}|does not give us|nothing was posted|changed its way|is not known|cannot be true|cannot be computed|do not add up|are missing|no earlier reading|car \{reason\}|aucun export|aucune de vos sources|pas de chiffres \{days\}|ne nous donne pas|rien n'a été publié|a changé sa façon|n'est pas connue|impossible|n'est pas calculable|ne s'additionnent pas|il manque|pas de relevé plus ancien");

    private static readonly Regex WantsChange = TruthRule.Of(@"\. (?:behind|not reached by that day)\b|^\{planned\}, \{n\} published\.$|\. (?:en retard|pas atteint à cette date)\b|^\{planned\}, \{n\} publiées?\.$|^what we suggest$|^ce que nous proposons$");

    private static readonly Regex Suggestions = TruthRule.Of("^(?:what we suggest|ce que nous proposons)$");
    private static readonly Regex AgencyTold = TruthRule.Of("your agency has been told|votre agence est prévenue");
    private static readonly Regex Talk = TruthRule.Of("^(?:what people said|ce qui s'est dit)$");
    private static readonly Regex BarelyOutside = TruthRule.Of("barely outside the usual|à peine hors de l'ordinaire");
    private static readonly Regex Changed = TruthRule.Of("(?:higher|lower) than usual|plus (?:haut|bas) que d'habitude");
    private static readonly Regex DayHasCome = TruthRule.Of("not reached by that day|pas atteint à cette date");
    private static readonly Regex ToldBefore = TruthRule.Of(@"we had (?:told you|no figure)|nous (?:vous avions|n'avions)");

    /// <summary>Claims about the digest as a whole: the words, and whether the other sentences bear them out.</summary>
    public static IReadOnlyList<(Regex English, Regex French, Func<IReadOnlyList<ReadSentence>, bool> IsTrue)> WholeClaims { get; } =
    [
        (TruthRule.Of("everything is within the usual variation of your weeks"), TruthRule.Of("tout reste dans la variation habituelle de vos semaines"), all => !Any(all, OutsideUsual)),
        (TruthRule.Of("no figure has changed by more than chance may explain"), TruthRule.Of("aucun chiffre n'a changé plus que le hasard ne peut l'expliquer"), all => !Any(all, Changed)),
        (TruthRule.Of("the figures that your objectives are judged by did not reach us"), TruthRule.Of("les chiffres sur lesquels vos objectifs sont jugés ne nous sont pas parvenus"), all => !all.Any(each => each.Has("Steady") || each.Has("Better") || each.Has("Worse"))),
        (TruthRule.Of("nothing calls for a change"), TruthRule.Of("rien n'appelle de changement"), all => !Any(all, WantsChange)),
        (TruthRule.Of("stands at the end"), TruthRule.Of("est dit à la fin"), all => Any(all, Suggestions)),
        (TruthRule.Of("the reason is given below"), TruthRule.Of("la raison est donnée plus bas"), all => Any(all, Reasons)),
        (TruthRule.Of("your agency is on it"), TruthRule.Of("votre agence s'en occupe"), all => Any(all, AgencyTold)),
        (TruthRule.Of("none of the week's figures reached us"), TruthRule.Of("aucun chiffre de la semaine ne nous est parvenu"), all => !all.Any(each => each.Has("ordinary") && !double.IsNaN(each.Number("figure")))),
        (TruthRule.Of("here are the figures so far|^your first figures"), TruthRule.Of("voici déjà les chiffres|^vos premiers chiffres"), all => all.Any(each => !double.IsNaN(each.Number("figure")))),
        (TruthRule.Of("nothing has changed but what changes in these weeks every year"), TruthRule.Of("rien n'a changé que ce qui change chaque année à cette période"), all => !Any(all, Changed) && !Any(all, BarelyOutside)),
        (TruthRule.Of("^nothing beyond chance$"), TruthRule.Of("^rien au-delà du hasard$"), all => !all.Any(each => each.Has("Better") || each.Has("Worse") || each.Has("Unusual"))),
        (TruthRule.Of("^a usual week$"), TruthRule.Of("^une semaine habituelle$"), all => !all.Any(each => each.Has("Better") || each.Has("Worse") || each.Has("Unusual"))),
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
                else if (numbers.Any(number => number.Value < range.Low - number.Step || number.Value > range.High + number.Step)) yield return $"'{datum.Written}' is beyond {range.Low:R} to {range.High:R}";
                else if (numbers is [var low, var high] && low.Value >= high.Value) yield return $"'{datum.Written}' begins above its end";
            }
            else if (datum.Number is { } number && datum.Name != "change" && !(datum.Name == "share" && each.Has("goal")))
            {
                if (numbers is not [var shown] || !(shown.Rounds(number) || (datum.Name is "centre" or "usual" && RoundsToThreeDigits(shown.Value, number)))) yield return $"'{datum.Written}' is not {number:R}";
            }
        }

        var bare = Constants.Replace(each.Words, "");
        if (bare.Any(char.IsAsciiDigit)) yield return $"a number without data in '{bare}'";
    }

    /// <summary>What is normal is no exact thing.</summary>
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
