using KpiFunctions.Pipeline.Readings;

namespace KpiFunctions.Pipeline.Kpis.Measuring;

/// <summary>
/// Writes down what a measurement reads while it reads it, so that a trace tells what was done and not what was meant.
/// One engine run has one, on one thread.
/// </summary>
internal sealed class InputLog
{
    private List<KpiInput>? open;

    /// <summary>Measures, and tells what was read meanwhile: each input once, in the order of its first use.</summary>
    public (T Result, IReadOnlyList<KpiInput> Inputs) During<T>(Func<T> measure)
    {
        open = [];
        try
        {
            return (measure(), [.. open.Distinct()]);
        }
        finally
        {
            open = null;
        }
    }

    /// <summary>Called by whatever reads.</summary>
    public void Note(AccountRef account, Metric metric, Aggregation way) => open?.Add(new(account, metric, way));

    /// <inheritdoc cref="Note(AccountRef, Metric, Aggregation)"/>
    public void Note(AccountRef account, VisitPart part) => open?.Add(new(account, null, Aggregation.Visits, part));
}
