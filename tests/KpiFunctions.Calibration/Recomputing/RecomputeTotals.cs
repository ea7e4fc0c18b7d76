using System.Globalization;

namespace KpiFunctions.Calibration.Recomputing;

/// <summary>What the worlds of a run came to. Differences are written as they are found, with how to play them again.</summary>
internal sealed class RecomputeTotals(TextWriter output)
{
    private readonly Lock gate = new();
    private readonly SortedDictionary<string, int> explained = new(StringComparer.Ordinal);
    private int figures;
    private int differ;
    private int failed;

    public bool IsBroken => differ > 0 || failed > 0;

    /// <summary>The last line: <c>12,345 figures, 0 differ, 678 explained</c>.</summary>
    public string Line => string.Create(CultureInfo.InvariantCulture, $"{figures} figures, {differ} differ, {explained.Values.Sum()} explained{(failed > 0 ? $", {failed} worlds failed" : "")}");

    /// <summary>Why figures have no value, the most frequent first.</summary>
    public IEnumerable<string> Reasons => explained.OrderByDescending(reason => reason.Value).Select(reason => string.Create(CultureInfo.InvariantCulture, $"{reason.Value,8}  {reason.Key}"));

    public void Add(RandomWorld plan, Comparison comparison) =>
        Add($"seed {plan.Seed}, client {RandomWorld.ClientId}, week of {plan.Monday:yyyy-MM-dd}", comparison, $"--replay {plan.Seed}");

    /// <param name="what">Whose week it is.</param>
    /// <param name="again">What plays it again.</param>
    public void Add(string what, Comparison comparison, string again)
    {
        lock (gate)
        {
            figures += comparison.Figures;
            differ += comparison.Differences.Count;
            foreach (var (reason, count) in comparison.Explained) explained[reason] = explained.GetValueOrDefault(reason) + count;
            foreach (var difference in comparison.Differences) output.WriteLine($"{what}: {difference}");
            if (comparison.Differences.Count > 0) output.WriteLine($"    again: recompute {again}");
        }
    }

    public void AddFailure(int seed, Exception exception)
    {
        lock (gate)
        {
            failed++;
            output.WriteLine($"seed {seed}: {exception}\n    again: recompute --replay {seed}");
        }
    }
}
