namespace KpiFunctions.Pipeline.Readings;

/// <summary>An account at a source: <c>facebook:1015…</c>. Both parts as the client's config writes them.</summary>
/// <param name="Source">The source's type, such as <c>facebook</c> or <c>files</c>.</param>
/// <param name="Account">The account, page, property or site there.</param>
public readonly record struct AccountRef(string Source, string Account)
{
    /// <inheritdoc/>
    public override string ToString() => $"{Source}:{Account}";
}

/// <summary>
/// What one source answered for one account on one day of its own calendar. A metric without a value is not in
/// <see cref="Values"/>: not known is never 0.
/// </summary>
public sealed record Reading
{
    public required AccountRef Account { get; init; }

    /// <summary>The source's own day, never shifted to the client's zone.</summary>
    public required DateOnly Day { get; init; }

    /// <summary>The day's values by metric; people, counts, or money in <see cref="Currency"/>.</summary>
    public required IReadOnlyDictionary<Metric, double> Values { get; init; }

    /// <summary>Values that cannot be true, as they were given: left out of <see cref="Values"/> (<see cref="Plausibility"/>); null where there are none.</summary>
    public IReadOnlyDictionary<Metric, double>? Impossible { get; init; }

    /// <summary>Visits by where they came from; null where the request that gives them was not made or failed.</summary>
    public IReadOnlyList<TrafficSlice>? Traffic { get; init; }

    /// <summary>ISO 4217 code of <see cref="Metrics.Revenue"/>; null where there is none.</summary>
    public string? Currency { get; init; }

    /// <summary>
    /// The first day from which the platform's present definition of a metric holds, for metrics that were redefined.
    /// Readings of different series are not compared.
    /// </summary>
    public IReadOnlyDictionary<Metric, string>? Series { get; init; }

    /// <summary>Whether the source has stopped restating this day. A day that is not settled counts, and is marked provisional.</summary>
    public required bool Settled { get; init; }

    /// <summary>
    /// Whether it does not show that the platform has answered the day: all of it was concluded from a list that held
    /// nothing at all, or is what is known of a day that is not counted yet. It fills in what is not known, and replaces nothing.
    /// </summary>
    public bool Inferred { get; init; }

    /// <summary>When the source was asked.</summary>
    public required DateTimeOffset FetchedAt { get; init; }

    /// <summary>What this has and another reading of the same day does not; null where that is nothing.</summary>
    public Reading? Without(Reading known)
    {
        var values = Values.Where(value => known[value.Key] is null).ToDictionary();
        return values.Count == 0 && (Traffic is null || known.Traffic is not null)
            ? null
            : this with { Values = values, Traffic = known.Traffic is null ? Traffic : null, Settled = Settled && known.Settled };
    }

    /// <summary>Whether the source gave a value of the metric that cannot be true, and no other is known.</summary>
    public bool IsImpossible(Metric metric) => Impossible?.ContainsKey(metric) == true;

    /// <summary>The metric's value, or null where it is not known.</summary>
    public double? this[Metric metric] => Values.TryGetValue(metric, out var value) ? value : null;
}
