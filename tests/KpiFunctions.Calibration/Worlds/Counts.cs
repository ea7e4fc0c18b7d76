using KpiFunctions.Pipeline.Clients;
using KpiFunctions.Pipeline.Readings;

namespace KpiFunctions.Calibration.Worlds;

/// <summary>Events that are counted day by day, a variance of so many times the mean in a week.</summary>
/// <param name="Mean">Of a week.</param>
/// <param name="Dispersion">Variance over mean.</param>
/// <param name="ByWeek">
/// Whether whole weeks are good and bad rather than days: within such a week the days vary as by chance alone, and tell
/// nothing of how far weeks do.
/// </param>
internal sealed record Counts(double Mean, double Dispersion, bool ByWeek = false) : IWorld
{
    public string Name => $"counts around {Mean:N0}, variance {Dispersion:0} × mean{(ByWeek ? ", whole weeks" : "")}";

    public ObjectiveKind Objective => ObjectiveKind.Awareness;

    public string Kpi => "mentions";

    public IEnumerable<Reading> Week(DateOnly monday, double size, Random random, Reading? last)
    {
        var mean = Mean * size;
        var luck = ByWeek && Dispersion > 1 ? MathNet.Numerics.Distributions.Gamma.Sample(random, mean / (Dispersion - 1), 1 / (Dispersion - 1)) / mean : 1;
        for (var i = 0; i < Days.Rhythm.Length; i++)
            yield return Days.Reading(monday.AddDays(i), Metrics.Mentions, Draw.Count(mean * Days.Rhythm[i] * luck, ByWeek ? 1 : Dispersion, random));
    }
}
