using KpiFunctions.Pipeline.Clients;
using KpiFunctions.Pipeline.Readings;

namespace KpiFunctions.Pipeline.Kpis.Judging;

/// <summary>
/// Is it going the right way? A digest that judges many figures would find a change in some of them every week, so each
/// is asked for evidence that is as many times stronger as there are figures (Bonferroni): whatever their number, a
/// digest in which nothing changed says so in 95 of 100 weeks at least.
/// </summary>
internal static class Verdicts
{
    /// <summary>
    /// Judges the figures that verdicts rest on, all of the digest's together; then those that explain, of objectives
    /// where there is something to explain. How many they are does not depend on which are known this week, so that a
    /// source that falls silent changes no other figure's verdict.
    /// </summary>
    public static IReadOnlyList<ObjectiveResult> Judge(IReadOnlyList<ObjectiveResult> objectives)
    {
        var primary = objectives.SelectMany(objective => objective.Primary).Count(IsJudged);
        return [.. objectives.Select(objective => Judge(objective, primary))];
    }

    /// <summary>An objective's way, from its primary KPIs. Those that cannot tell do not outvote those that can.</summary>
    public static ObjectiveVerdict Of(IReadOnlyCollection<Kpi> primary)
    {
        bool Any(params ReadOnlySpan<KpiVerdict> verdicts)
        {
            foreach (var verdict in verdicts)
                if (primary.Any(kpi => kpi.Verdict == verdict)) return true;
            return false;
        }

        if (primary.All(kpi => kpi.Verdict == KpiVerdict.Unknown)) return ObjectiveVerdict.Unknown;
        return (Any(KpiVerdict.Better), Any(KpiVerdict.Worse)) switch
        {
            (true, true) => ObjectiveVerdict.Mixed,
            (true, false) => ObjectiveVerdict.Better,
            (false, true) => ObjectiveVerdict.Worse,
            _ when Any(KpiVerdict.Borderline) => ObjectiveVerdict.Borderline,
            _ when Any(KpiVerdict.Seasonal) => ObjectiveVerdict.Seasonal,
            _ when Any(KpiVerdict.Steady, KpiVerdict.Unusual) => ObjectiveVerdict.Steady,
            _ => Any(KpiVerdict.Undecided) ? ObjectiveVerdict.Undecided : ObjectiveVerdict.TooEarly,
        };
    }

    /// <summary>A figure's verdict as one of several.</summary>
    /// <param name="figures">How many are judged together.</param>
    public static KpiVerdict Of(Evidence evidence, GoodDirection? good, int figures)
    {
        if (BeyondChance(evidence, figures) is not { } stray) return IsSeasonal(evidence, figures) ? KpiVerdict.Seasonal : WithoutClaim(evidence);
        if (good is null) return KpiVerdict.Unusual;
        return stray.Deviation > 0 == (good == GoodDirection.Up) ? KpiVerdict.Better : KpiVerdict.Worse;
    }

    /// <summary>What of the evidence is beyond chance and beyond the season: the week, or else the two weeks together; null where neither is.</summary>
    public static TestResult? BeyondChance(Evidence evidence, int figures) =>
        IsBeyond(evidence.Week, Baseline.WeekLevel, figures) && !IsOfSeason(evidence.Week, figures) ? evidence.Week
        : evidence.TwoWeeks is { } both && IsBeyond(both, Baseline.TwoWeeksLevel, figures) && !IsOfSeason(both, figures) ? both
        : null;

    /// <summary>Whether anything of it strays as if there were a change, as the only figure of a digest: only then may a season explain something.</summary>
    public static bool IsSuspect(Evidence evidence) => evidence.Week.PValue < Baseline.WeekLevel || evidence.TwoWeeks?.PValue < Baseline.TwoWeeksLevel;

    /// <summary>Whether something is beyond chance, and the season explains it.</summary>
    private static bool IsSeasonal(Evidence evidence, int figures) =>
        (IsBeyond(evidence.Week, Baseline.WeekLevel, figures) || (evidence.TwoWeeks is { } both && IsBeyond(both, Baseline.TwoWeeksLevel, figures))) && BeyondChance(evidence, figures) is null;

    private static bool IsBeyond(TestResult test, double level, int figures) => test.PValue < level / figures;

    /// <summary>Asked as many times more strictly too: a season moves all figures at once.</summary>
    private static bool IsOfSeason(TestResult test, int figures) => test.Season is { } season && season.PValue >= Baseline.SeasonLevel / figures;

    private static KpiVerdict WithoutClaim(Evidence evidence) => evidence.Week.PValue < Baseline.WeekLevel ? KpiVerdict.Borderline : KpiVerdict.Steady;

    private static ObjectiveResult Judge(ObjectiveResult objective, int figures)
    {
        IReadOnlyList<Kpi> primary = [.. objective.Primary.Select(kpi => Judge(kpi, figures))];
        var moved = primary.Any(kpi => kpi.Verdict is KpiVerdict.Better or KpiVerdict.Worse or KpiVerdict.Unusual);
        var explaining = objective.Explaining.Count(IsJudged);
        return objective with
        {
            Primary = primary,
            Verdict = Of(primary),
            Explaining = [.. objective.Explaining.Select(kpi => Judge(kpi, moved ? explaining : null))],
        };
    }

    /// <param name="figures">Null where nothing beyond the range is claimed.</param>
    private static Kpi Judge(Kpi kpi, int? figures)
    {
        if (kpi.Evidence is not { } evidence) return kpi;
        var verdict = Of(evidence, kpi.Good, figures);
        if (kpi.OtherWays.Any(other => ClaimOf(Of(other, kpi.Good, figures)) != ClaimOf(verdict))) return kpi with { Verdict = KpiVerdict.Undecided };
        return kpi with
        {
            Verdict = verdict,
            RestsOnTwoWeeks = verdict is KpiVerdict.Better or KpiVerdict.Worse or KpiVerdict.Unusual && BeyondChance(evidence, figures!.Value) != evidence.Week,
        };
    }

    private static KpiVerdict Of(Evidence evidence, GoodDirection? good, int? figures) => figures is { } count ? Of(evidence, good, count) : WithoutClaim(evidence);

    /// <summary>What a verdict claims: a figure that is outside its usual range by chance or by its season claims no more than one inside.</summary>
    private static KpiVerdict ClaimOf(KpiVerdict verdict) => verdict is KpiVerdict.Borderline or KpiVerdict.Seasonal ? KpiVerdict.Steady : verdict;

    /// <summary>What was never known takes no part; what is not known this week does.</summary>
    private static bool IsJudged(Kpi kpi) => !kpi.Traits.IsLevel && kpi.History.Any(figure => figure.Value is not null);
}
