using System.Text.RegularExpressions;
using KpiFunctions.Pipeline.Digest.Writing;

namespace KpiFunctions.Tests.Digest.Truth;

/// <summary>What words claim, and whether the data of their sentence bears it out. Nothing here is the writers'.</summary>
/// <param name="English">Over the words without what they cite.</param>
/// <param name="IsTrue">Given a sentence with such words.</param>
internal sealed record TruthRule(Regex English, Regex French, Func<ReadSentence, bool> IsTrue)
{
    /// <summary>Words that say that something is more, less, nearer or other than something.</summary>
    private static readonly (Regex English, Regex French) Claims = (
        Of(@"\b(?:up|down|rose|fell|came|higher|lower|more|fewer|less|larger|smaller|above|below|ahead|behind|better|worse|losing|since|after|within|outside|as usual|usual|steady|improving|slipping|same|normally|mixed|kept|reached|end|on track|given|see)\b"),
        Of(@"\b(?:hausse|baisse|au-dessus|au-dessous|tombent|passent|haut|bas|moins|davantage|plus grande|mieux|avance|retard|perd|depuis|après|progrès|recul|stables?|habitude|habituelle|hors|comme|tenu|atteint|fin|de plus|temps|contrasté\w*|voir)\b"));

    /// <summary>Words that look like a claim and are none: names, idioms, and advice to do more of something.</summary>
    private static readonly (Regex English, Regex French) Idioms = (
        Of(@"(?:people|person) reached|more, in the full report|and \{n\} more|posts behind these figures|more people reached than views|a larger share of them|half did (?:better|worse)|since (?:they were published|one person may follow|the people reached)|has changed it since|(?:differently|received) since|what happened after that|on another visit|a usual week|usually|normally \{usual\}|what is usual|can be reached|of the same weight|the same people|people who first came|came from|up to|none of your sources gives|each counted once|at the end|the days add up|not added up|days do not add up|all accounts added up|over \{n\} days|a steady path|beside it|at least so many|is given|to find out|find out|get \{times\}|before you count|counts as before|as before|their amounts do not add up|on this digest|does not yet say|does not see every first visit|(?:is|are) kept, and left out|did not reach us"),
        Of(@"dans le bilan complet|et \{n\} autres?|plus de personnes touchées que de vues|la moitié fait mieux, la moitié moins bien|hors \{missing\}|depuis (?:leur parution|la semaine d'avant|\{weeks\} semaines)|modifié depuis|(?:reçu|compté autrement) depuis|une semaine habituelle|d'habitude|ce qui est habituel|d'au plus deux semaines|au moins quatre|comme avant|comme plus|comme si|au plus \{value\}|changé plus que le hasard")
    );

    private static readonly Regex TwoWeeks = Of("over two weeks together|sur deux semaines réunies");

    private static readonly Regex Thousand = Of("1[, ]000");

    private static readonly Regex Cited = Of(@"\{\w+\}");

    public static IReadOnlyList<TruthRule> All { get; } =
    [
        // A figure beside its usual weeks.
        new(Of("^higher than usual(?:, not what we want)?"), Of("^plus haut que d'habitude(?:, ce n'est pas le but)?"), each => IsAbove(each, "figure", "ordinary")),
        new(Of("^lower than usual(?:, as intended)?"), Of("^plus bas que d'habitude(?:, c'est le but)?"), each => IsBelow(each, "figure", "ordinary")),
        new(Of("not what we want|as intended"), Of("ce n'est pas le but|c'est le but"), each => each.Word("good") == "Down"),
        new(Of("^normal$"), Of("^dans la normale$"), each => each.Has("ordinary") ? !IsBeyondChance(each) : IsWithoutChange(each) && !each.Has("Borderline")),
        new(Of("slightly outside normal"), Of("légèrement hors de la normale"), IsBeyondChance),
        new(Of(@"^(?:\{name\}: )?\{centre\} (?:and \{usual\} )?normally"), Of(@"^(?:\{name\} : )?\{centre\} (?:et \{usual\} )?d'habitude"), each => double.IsNaN(each.Range("ordinary").Low) || (each.Number("centre") >= each.Range("ordinary").Low && each.Number("centre") <= each.Range("ordinary").High)),
        new(Of(@"^four weeks in five: \{range\}"), Of(@"^quatre semaines sur cinq : \{range\}"), each => each.Range("range").Low < each.Range("range").High),

        new(Of("^as last year in these weeks$|^as in these weeks of earlier years$"), Of("^comme l'an dernier à cette période$|^comme les autres années à cette période$"),
            each => each.Word("verdict") == "Seasonal" || (each.Has("Seasonal") && IsWithoutChange(each) && !each.Has("Borderline"))),

        // Advice that compares with usual weeks.
        new(Of("fewer people than usual were reached"), Of("moins de personnes que d'habitude sont touchées"), each => IsBelow(each, "value", "usual")),
        new(Of("a larger part of your visits than usual"), Of("une plus grande part de vos visites que d'habitude"), each => IsAbove(each, "value", "usual")),
        new(Of("a smaller part of your visits than usual"), Of("une plus petite part de vos visites que d'habitude"), each => IsBelow(each, "value", "usual")),
        new(Of("fewer visits than usual"), Of("moins de visites que d'habitude"), each => IsBelow(each, "value", "usual") && !IsShare(each, "value")),
        new(Of("is losing followers"), Of("perd des abonnés"), each => each.Number("value") < 0 && each.Number("value") < each.Number("usual")),
        new(Of(@"visits fell from \{before\} to \{now\} in a week"), Of(@"les visites passent de \{before\} à \{now\} en une semaine"), each => each.Shown("now") < each.Shown("before")),
        new(Of("fewer than usual[. ]"), Of("moins que d'habitude[. ]"), each => each.Number("deviation") < 0),
        new(Of("is behind its target"), Of("en retard sur l'objectif"), each => each.Number("recent") < each.Number("asked")),
        new(Of(@"above its target: lately \{(?:recent|value)\}"), Of(@"au-dessus de l'objectif, avec \{(?:recent|value)\} ces dernières semaines"), each => each.Number("recent") > each.Number("asked") && each.Number("recent") > each.Number("goal")),
        new(Of("one post alone, .*accounts for as many"), Of("une seule publication, .*en apporte autant"), each => each.Number("part") >= 1),
        new(Of("posting plan was not kept"), Of("le plan de publication n'est pas tenu"), each => each.Shown("published") < each.Shown("planned")),
        new(Of(@"costs \{times\} times as much"), Of(@"coûte \{times\} fois plus"), each => IsRatio(each, "times", "price", "otherprice") && each.Shown("weeks") is >= 4 and <= 8),
        new(Of(@"get \{times\} times as much"), Of(@"\{times\} fois"), each => !each.Has("median") || IsRatio(each, "times", "median", "othermedian")),
        new(Of(@"one post, .*, accounts for \{part\}|\{part\} of the week's"), Of(@"une publication, .*, en apporte \{part\}|\{part\} de celles de la semaine"), each => each.Shown("part") is > 0 and <= 1),

        // Two figures in one sentence.
        new(Of(@"up from \{before\} to \{now\}"), Of(@"(?!)"), each => each.Shown("now") > each.Shown("before")),
        new(Of(@"down from \{before\} to \{now\}"), Of(@"(?!)"), each => each.Shown("now") < each.Shown("before")),
        new(Of(@"^\{change\} on (?:the week before|a year ago) \(\{value\}\)"), Of(@"^\{change\} sur (?:une semaine \(\{value\} la semaine précédente|un an \(\{value\} il y a un an)\)"), IsChange),
        new(Of("the only post of the week"), Of("la seule publication de la semaine"), each => each.Number("n") == 1),
        new(Of("^unchanged on the week before"), Of("^inchangé sur une semaine"), each => Math.Abs(each.Number("figure") - each.Number("value")) < (Math.Abs(each.Number("value")) > 1 ? 1 : 0.011)),
        new(Of(@"from \{before\} on \{from\} to \{after\} on \{to\}"), Of(@"de \{before\} le \{from\} à \{after\} le \{to\}"), each => each.Day("from") < each.Day("to")
            && Math.Abs(each.Number("after") - each.Number("before") - each.Number("figure")) < 1e-6
            && (double.IsNaN(each.Number("relative")) || Math.Abs((each.Number("after") - each.Number("before")) / each.Number("before") - each.Number("relative")) < 1e-9)),
        new(Of(@"conversion rate \{rate\}"), Of(@"taux de conversion \{rate\}"), each => each.Shown("rate") <= 1 && Math.Abs(each.Number("part") / each.Number("whole") - each.Number("rate")) < 1e-9),
        new(Of(@"\{price\} (?:each|per 1,000)"), Of(@"\{price\} (?:l'abonné|l'échange|la visite|la conversion|les 1)"), each => IsPrice(each)),
        new(Of(@"\{n\} new followers?"), Of(@"\{n\} nouve(?:l|aux) abonnés?"), each => each.Number("change") >= 0),
        new(Of(@"\{n\} followers? lost"), Of(@"\{n\} abonnés? perdus?"), each => each.Number("change") < 0),
        new(Of("no cost per result"), Of("pas de coût par résultat"), each => each.Number("results") <= 0),
        new(Of(@"we had told you|\(not \{shown\}\)"), Of(@"nous vous avions annoncé|\(et non \{shown\}\)"), each => !each.Has("now") || double.IsNaN(each.Shown("now")) || each.Shown("now") != each.Shown("shown")),
        new(Of("we had no figure then"), Of("nous n'avions alors aucun chiffre"), each => double.IsNaN(each.Number("shown"))),

        new(Of(@"\{n\} conversions per visit"), Of(@"\{n\} conversions par visite"), each => each.Number("n") > 1),
        new(Of(@"^since \{day\}: \{total\}"), Of(@"^depuis le \{day\} : \{total\}"), each => each.Number("all") >= each.Number("week")),
        new(Of(@"no figures after \{day\}"), Of(@"pas de chiffres après le \{day\}"), _ => true),
        new(Of(@"no export has been received since \{day\}"), Of(@"aucun export n'a été reçu depuis le \{day\}"), _ => true),

        // Targets and plans.
        new(Of(@"\{target\}\. reached[.,]"), Of(@"\{target\}\. atteint[.,]"), each => Way(each) * (each.Number("recent") - each.Number("goal")) >= 0),
        new(Of(@"\{target\}\. behind[.,]"), Of(@"\{target\}\. en retard[.,]"), each => Way(each) * (each.Number("recent") - each.Number("asked")) < 0),
        new(Of(@"\{target\}\. on track\."), Of(@"\{target\}\. dans le rythme\."), each => !double.IsNaN(each.Number("asked")) && !double.IsNaN(each.Number("recent"))),
        new(Of(@"\{target\}\. missed[.:]"), Of(@"\{target\}\. non atteint(?: :|\.)"), each => Way(each) * (each.Number("recent") - each.Number("goal")) < 0),
        new(Of("on plan"), Of("planning respecté"), each => each.Number("n") >= each.Number("plan")),
        new(Of(@"^\{planned\}, \{n\} published\.$"), Of(@"^\{planned\}, \{n\} publiées?\.$"), each => each.Number("n") < each.Number("plan")),

        // The whole of an objective.
        new(Of("^no figures (?:this week|on )"), Of("^pas de chiffres cette semaine|^[^,]*sans chiffres$"), each => each.Data.All(datum => datum.Number is null)),
        new(Of(@"^(?:awareness|sales) up|image improving|less dependent on google|more conversations|^\{name\} better than usual|^better than usual"), Of(@"^(?:notoriété|échanges|ventes) en hausse|image en progrès|dépendance à google en baisse|^\{name\} mieux que d'habitude|^mieux que d'habitude"),
            each => Side(each, "Better", asIsGood: true) && !each.Has("Worse")),
        new(Of(@"^(?:awareness|sales) down|image slipping|more dependent on google|fewer conversations|^\{name\} worse than usual|^worse than usual"), Of(@"^(?:notoriété|échanges|ventes) en baisse|image en recul|dépendance à google en hausse|^\{name\} moins bien que d'habitude|^moins bien que d'habitude"),
            each => Side(each, "Worse", asIsGood: false) && !each.Has("Better")),
        new(Of(@"mixed$|^\{name\} partly better, partly worse"), Of(@"contrastée?s?$|^\{name\} en partie mieux, en partie moins bien"), each => each.Has("Better") && each.Has("Worse")),
        new(Of(@"^(?:awareness|image|dependence on google|conversations|sales|\{name\}) normal$"), Of(@"^(?:notoriété|image|dépendance à google|échanges|ventes|\{name\}) dans la normale$"), each => IsWithoutChange(each) && !each.Has("Borderline")),
        new(Of("within chance$|^close to normal, to be confirmed$"), Of("dans la part du hasard$|^proche de la normale, à confirmer$"), each => each.Has("Borderline") && IsWithoutChange(each)),
        new(Of("as the season has (?:it|them)$"), Of("de saison$"), each => !each.Data.Any() || (each.Has("Seasonal") && IsWithoutChange(each) && !each.Has("Borderline"))),

        // A row of the mail.
        new(Of("^(?:up|better)$"), Of("^(?:en hausse|mieux)$"), each => each.Has("Better") && !each.Has("Worse")),
        new(Of("^(?:down|worse)$"), Of("^(?:en baisse|moins bien)$"), each => each.Has("Worse") && !each.Has("Better")),
        new(Of("^to be confirmed$"), Of("^à confirmer$"), each => each.Has("Borderline") && IsWithoutChange(each)),
        new(Of("^seasonal$"), Of("^de saison$"), each => each.Has("Seasonal") && IsWithoutChange(each) && !each.Has("Borderline")),
        new(Of(@"^(?:also better|but better): \{names\}$"), Of(@"^(?:aussi|mais) en progrès : \{names\}$"), each => each.Has("Better")),
        new(Of(@"^(?:also worse|but worse): \{names\}$"), Of(@"^(?:aussi|mais) en recul : \{names\}$"), each => each.Has("Worse")),
        new(Of(@"^\{target\}: reached$"), Of(@"^\{target\} : atteint$"), each => Way(each) * (each.Number("recent") - each.Number("goal")) >= 0),
        new(Of(@"^\{target\}: missed$"), Of(@"^\{target\} : non atteint$"), each => Way(each) * (each.Number("recent") - each.Number("goal")) < 0),
        new(Of(@"^\{target\}: behind$"), Of(@"^\{target\} : en retard$"), each => Way(each) * (each.Number("recent") - each.Number("asked")) < 0),
        new(Of(@"^\{target\}: on track$"), Of(@"^\{target\} : dans le rythme$"), each => !double.IsNaN(each.Number("asked")) && !double.IsNaN(each.Number("recent"))),
        new(Of(@"^incomplete week \(\{n\} days? of \{whole\}\)"), Of(@"^semaine incomplète \(\{n\} jours? sur \{whole\}\)"), each => each.Number("n") + each.All("days").Single().Days.Count == each.Number("whole")),
        new(Of(@"^\{pace\} despite this week$"), Of(@"^\{pace\} malgré cette semaine$"), each => (Way(each) * (each.Number("figure") - each.Number("goal")) >= 0) == (each.Word("pace-of") is "Behind" or "Missed")),
        new(Of(@"no figures since \{day\}"), Of(@"pas de chiffres depuis le \{day\}"), _ => true),

        // One usual week in thirteen is the highest: a record is said where a tenth of quiet digests would have one by chance.
        new(Of(@"^(?:\{name\}: )?highest in \{weeks\} weeks"), Of(@"^(?:\{name\} : )?au plus haut depuis \{weeks\} semaines"), each => each.Number("figure") > each.Range("before").High && IsRare(each)),
        new(Of(@"^(?:\{name\}: )?lowest in \{weeks\} weeks"), Of(@"^(?:\{name\} : )?au plus bas depuis \{weeks\} semaines"), each => each.Number("figure") < each.Range("before").Low && IsRare(each)),

        // The week in one sentence.
        new(Of(@"^\{n\} of \{all\} goals? (?:is|are) up$|^\{n\} goals? up$"), Of(@"^\{n\} objectifs? (?:sur \{all\} )?progress(?:e|ent)$"), each => IsCount(each, "Better")),
        new(Of(@"^\{n\} of \{all\} goals? (?:is|are) down$|^\{n\} down$"), Of(@"^\{n\} (?:objectifs? sur \{all\} )?recule(?:nt)?$"), each => IsCount(each, "Worse")),
        new(Of(@"^a mixed week: \{n\} of \{all\} goals went both ways$"), Of(@"^semaine contrastée : du mieux et du moins bien pour \{n\} objectifs? sur \{all\}$"), each => IsCount(each, "Mixed")),
        new(Of(@"^\{n\} of \{all\} goals normal$"), Of(@"^\{n\} objectifs? sur \{all\} dans la normale$"), each => IsCount(each, "Steady")),
        new(Of(@"^\{normal\}, \{n\} without figures$"), Of(@"^\{normal\}, \{n\} sans chiffres$"), each => IsCount(each, "Unknown")),
        new(Of(@"^a mixed week: \{up\}, \{down\}$"), Of(@"^semaine contrastée : \{up\}, \{down\}$"), _ => true),
        new(Of(@"^\{name\} \{change\}$"), Of(@"^\{name\} \{change\}$"), each => Math.Abs((each.Number("shown") / each.Number("normal")) - 1 - each.Shown("change")) <= 0.005 + 1e-9),
    ];

    public bool Concerns(ReadSentence sentence) => (sentence.Language == "fr" ? French : English).IsMatch(sentence.Words);

    /// <summary>Words that claim something that no rule knows: they are unchecked, and so untrue.</summary>
    public static IEnumerable<string> UncheckedIn(ReadSentence sentence)
    {
        var isFrench = sentence.Language == "fr";
        var words = All.Aggregate(sentence.Words, (left, rule) => (isFrench ? rule.French : rule.English).Replace(left, ""));
        words = TruthOfDigest.WholeClaims.Aggregate(words, (left, claim) => (isFrench ? claim.French : claim.English).Replace(left, ""));
        words = Cited.Replace((isFrench ? Idioms.French : Idioms.English).Replace(words, ""), "");
        return (isFrench ? Claims.French : Claims.English).Matches(words).Select(match => match.Value);
    }

    public static Regex Of(string pattern) => new(pattern, RegexOptions.Compiled | RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, TimeSpan.FromSeconds(10));

    /// <summary>Outside the range that is shown; beyond the centre is enough where two weeks are spoken of, or where no range is shown.</summary>
    private static bool IsAbove(ReadSentence each, string figure, string usual) =>
        each.Number(figure) > (SpeaksOfTwoWeeks(each) || double.IsNaN(each.Range(usual).High) ? each.Number(usual) : each.Range(usual).High);

    private static bool IsBelow(ReadSentence each, string figure, string usual) =>
        each.Number(figure) < (SpeaksOfTwoWeeks(each) || double.IsNaN(each.Range(usual).Low) ? each.Number(usual) : each.Range(usual).Low);

    /// <summary>Whether the week strays further than 985 of 1,000 usual ones.</summary>
    private static bool IsBeyondChance(ReadSentence each) => each.Number("chance") < 0.015;

    private static bool IsRare(ReadSentence each) => each.Number("chance") * each.Number("judged") <= 0.1;

    private static bool SpeaksOfTwoWeeks(ReadSentence each) => TwoWeeks.IsMatch(each.Words);

    private static bool IsShare(ReadSentence each, string name) => each.Data.First(datum => datum.Name == name).Written?.Contains('%', StringComparison.Ordinal) == true;

    /// <summary>Whether the three numbers may have been rounded from a ratio and its two terms.</summary>
    private static bool IsRatio(ReadSentence each, string ratio, string dividend, string divisor) =>
        WrittenNumber.In(each.Data.First(datum => datum.Name == ratio).Written!, each.Language)[0].Rounds(each.Number(dividend) / each.Number(divisor));

    private static bool IsPrice(ReadSentence each)
    {
        var thousand = Thousand.IsMatch(each.Words) ? 1000 : 1;
        return Math.Abs(each.Number("paid") / each.Number("results") * thousand - each.Number("price")) < 1e-6;
    }

    /// <summary>A change is of the figure's own kind: points for shares, percent or the difference for others.</summary>
    private static bool IsChange(ReadSentence each)
    {
        var (now, before, written) = (each.Number("figure"), each.Number("value"), each.Data.First(datum => datum.Name == "change").Written!);
        var change = WrittenNumber.In(written, each.Language)[0];
        var truth = written.Contains('%', StringComparison.Ordinal) ? (now - before) / before : now - before;

        // Both figures are shown rounded, and a difference may be taken of those.
        return Math.Abs(change.Value - truth) <= change.Step * (written.Contains('%', StringComparison.Ordinal) ? 0.5001 : 1.0001) + 1e-9 && change.Value * truth > 0;
    }

    private static int Way(ReadSentence each) => each.Word("way") == "at-most" ? -1 : 1;

    /// <summary>Whether so many objectives have that verdict.</summary>
    private static bool IsCount(ReadSentence each, string verdict) => each.All("objective").Count(datum => datum.Word == verdict) == (int)each.Number("n");

    private static bool IsWithoutChange(ReadSentence each) => !each.Has("Better") && !each.Has("Worse") && !each.Has("Unusual");

    /// <summary>Whether a figure with that verdict lies on the side that the words say: the good one of its own, or the other.</summary>
    private static bool Side(ReadSentence each, string verdict, bool asIsGood) => each.All(verdict).Any() && each.All(verdict).All(datum =>
        datum.Range is not { } range || (datum.Number > (range.Low + range.High) / 2 || datum.Number > range.High) == (datum.Word == "Up") == asIsGood
        || (datum.Number >= range.Low && datum.Number <= range.High));
}
