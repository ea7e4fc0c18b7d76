using KpiFunctions.Pipeline.Clients;
using KpiFunctions.Pipeline.Kpis;

namespace KpiFunctions.Calibration.Advising;

/// <summary>How often digests of simulated clients advise what. The same seed gives the same shares.</summary>
/// <param name="Clients">How many for each share.</param>
internal sealed record AdviceTrials(int Clients, int Seed)
{
    /// <summary>Any rule but the <see cref="Facts"/>.</summary>
    public const string Any = "any";

    /// <summary>What <see cref="OneWeekPrices"/> would have advised.</summary>
    public const string OneWeek = "one week's prices";

    private const int MostNetworks = 4;

    /// <summary>Rules that state a plain fact, which is a cause by itself.</summary>
    public static readonly IReadOnlyList<string> Facts = ["nothing-posted", "questions-to-answer"];

    public static readonly IReadOnlyList<ObjectiveKind> Three = [ObjectiveKind.Awareness, ObjectiveKind.GoogleIndependence, ObjectiveKind.Offers];
    public static readonly IReadOnlyList<ObjectiveKind> Six = [.. Three, ObjectiveKind.Image, ObjectiveKind.Sales, ObjectiveKind.Custom];

    /// <summary>The digests of as many clients.</summary>
    /// <returns>Of all digests, those in which a rule speaks, by its key; <see cref="Any"/> and <see cref="OneWeek"/> among them.</returns>
    public IReadOnlyDictionary<string, double> Spoken(QuietWorld world, Cause cause, IReadOnlyList<ObjectiveKind> objectives, int networks = MostNetworks)
    {
        var counts = new Dictionary<string, int>();
        Parallel.For(0, Clients, i =>
        {
            var spoken = SpokenIn(new QuietClient(world, cause, networks, new(unchecked(Seed * 1_000_003 + i))).Compute(objectives));
            lock (counts)
                foreach (var rule in spoken) counts[rule] = counts.GetValueOrDefault(rule) + 1;
        });
        return counts.ToDictionary(count => count.Key, count => (double)count.Value / Clients);
    }

    private static List<string> SpokenIn(WeekReport report)
    {
        List<string> spoken = [.. report.Advice.Concat(report.AgencyAdvice).Select(advice => advice.Rule)];
        if (spoken.Except(Facts).Any()) spoken.Add(Any);
        if (OneWeekPrices.Speak(report)) spoken.Add(OneWeek);
        return spoken;
    }
}
