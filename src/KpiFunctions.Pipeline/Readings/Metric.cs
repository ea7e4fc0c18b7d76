namespace KpiFunctions.Pipeline.Readings;

/// <summary>
/// What a source can deliver for one account and one day. How values may be combined is the metric's type, so that
/// a sum over people who are counted once cannot be written by mistake: only a <see cref="CountMetric"/> has one.
/// </summary>
/// <param name="Key">The column's name in the store and the name in configs and files.</param>
public abstract record Metric(string Key)
{
    /// <inheritdoc/>
    public sealed override string ToString() => Key;
}

/// <summary>Events: summed over days and over networks.</summary>
public sealed record CountMetric(string Key) : Metric(Key);

/// <summary>Money in the source's own currency: summed over days; over sources only when they share the currency.</summary>
public sealed record MoneyMetric(string Key) : Metric(Key);

/// <summary>A state at the end of the day: the last value counts; summed over networks only under a label that says so.</summary>
public sealed record LevelMetric(string Key) : Metric(Key);

/// <summary>Different people within a window that ends on the reading's day: never summed, over days or over networks.</summary>
/// <param name="Days">The window's length.</param>
public sealed record UniqueMetric(string Key, int Days) : Metric(Key);
