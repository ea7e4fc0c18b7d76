namespace KpiFunctions.Pipeline.Kpis.Measuring;

/// <summary>One metric of one account in one week, or the reason why it is not known.</summary>
internal interface IMeasured
{
    Figure Figure { get; }

    /// <summary>The platform's definition that it was measured by; empty where there is only one.</summary>
    string Series { get; }
}

/// <summary>Different people, each counted once. They have no sum with other people, and so this type has none.</summary>
internal readonly record struct People(Figure Figure, string Series = "") : IMeasured
{
    public static People Missing(Gap gap) => new(Figure.Unknown(gap));
}

/// <summary>What has a sum over accounts: counts, money, and levels under a label that says so.</summary>
internal readonly record struct Amount(Figure Figure, string Series = "") : IMeasured
{
    public double? Value => Figure.Value;

    public static Amount Missing(Gap gap) => new(Figure.Unknown(gap));

    /// <summary>
    /// The accounts' amounts added up. One that is missing makes the sum a part of what it should be: it is
    /// then not a figure. What was combined is part of the series, in an order that does not depend on the input's.
    /// </summary>
    public static Amount AddUp(IReadOnlyCollection<Amount> amounts)
    {
        if (amounts.Count == 0) return Missing(Gap.NotDelivered);
        var gaps = amounts.Where(a => a.Value is null).Select(a => a.Figure.Gap!.Value).Distinct().ToList();
        if (gaps.Count > 0) return Missing(gaps.Count == 1 && amounts.All(a => a.Value is null) || gaps is [Gap.SeriesBreak] ? gaps[0] : Gap.PartialWeek);
        return new(
            Figure.Known(amounts.Sum(a => a.Value!.Value), amounts.Any(a => a.Figure.IsProvisional)),
            JoinSeries(amounts.Cast<IMeasured>()));
    }

    /// <summary>The definitions that several amounts rest on, as one.</summary>
    public static string JoinSeries(IEnumerable<IMeasured> measured) =>
        string.Join(';', measured.Select(a => a.Series).Where(s => s.Length > 0).Distinct().Order(StringComparer.Ordinal));
}
