using KpiFunctions.Pipeline.Clients;
using KpiFunctions.Pipeline.Kpis;

namespace KpiFunctions.Calibration.Advising;

/// <summary>How often digests of simulated clients advise what. The same seed gives the same shares.</summary>
/// <param name="Clients">How many for each share.</param>
internal sealed record AdviceTrials(int Clients, int Seed)
{
    /// <summary>Rules that state a plain fact, which is a cause by itself.</summary>
    public static readonly IReadOnlyList<string> Facts = ["nothing-posted", "questions-to-answer"];

    public static readonly IReadOnlyList<ObjectiveKind> Three = [ObjectiveKind.Awareness, ObjectiveKind.GoogleIndependence, ObjectiveKind.Offers];
    public static readonly IReadOnlyList<ObjectiveKind> Six = [.. Three, ObjectiveKind.Image, ObjectiveKind.Sales, ObjectiveKind.Custom];

    /// <summary>The digests of as many clients.</summary>
    /// <returns>Of all digests, those in which a rule speaks; "" stands for any rule but the <see cref="Facts"/>.</returns>
    public IReadOnlyDictionary<string, double> Spoken(QuietWorld world, Cause cause, IReadOnlyList<ObjectiveKind> objectives, int networks = 4)
    {
        var counts = new Dictionary<string, int>();
        Parallel.For(0, Clients, i =>
        {
            var rules = RulesOf(new QuietClient(world, cause, networks, new(unchecked(Seed * 1_000_003 + i))).Compute(objectives));
            lock (counts)
                foreach (var rule in rules) counts[rule] = counts.GetValueOrDefault(rule) + 1;
        });
        return counts.ToDictionary(count => count.Key, count => (double)count.Value / Clients);
    }

    private static IEnumerable<string> RulesOf(WeekReport report)
    {
        var rules = report.Advice.Select(advice => advice.Rule).ToList();
        return rules.Except(Facts).Any() ? rules.Append("") : rules;
    }
}
