namespace KpiFunctions.Pipeline.Kpis.Judging;

/// <summary>The middle of some values.</summary>
internal static class Middle
{
    /// <summary>The median; of an even number of values the mean of the two in the middle.</summary>
    public static double Of(IReadOnlyCollection<double> values)
    {
        var sorted = values.Order().ToArray();
        var middle = sorted.Length / 2;
        return sorted.Length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    }
}
