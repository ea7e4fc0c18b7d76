namespace KpiFunctions.Pipeline.Kpis;

/// <summary>A figure, or the reason why there is none.</summary>
public readonly record struct Figure
{
    private Figure(double? value, Gap? gap, bool provisional) => (Value, Gap, IsProvisional) = (value, gap, provisional);

    /// <summary>In the KPI's unit; null where it is not known.</summary>
    public double? Value { get; }

    /// <summary>Why there is no value; null where there is one.</summary>
    public Gap? Gap { get; }

    /// <summary>Whether a source may still restate what it was made from.</summary>
    public bool IsProvisional { get; }

    public static Figure Known(double value, bool provisional = false) => new(value, null, provisional);

    public static Figure Unknown(Gap gap) => new(null, gap, false);
}

/// <summary>Why a figure is not known.</summary>
public enum Gap
{
    /// <summary>Nothing was stored for the week.</summary>
    NoData,

    /// <summary>Some days of the week are absent: it is not compared with whole weeks.</summary>
    PartialWeek,

    /// <summary>No source of the client delivers what the figure needs.</summary>
    NotDelivered,

    /// <summary>It is per post, and nothing was posted.</summary>
    NoPosts,

    /// <summary>There is no earlier level that is recent enough to measure a change from.</summary>
    NoEarlierLevel,

    /// <summary>A divisor is zero, such as a share of no visits.</summary>
    Undefined,

    /// <summary>Accounts whose currencies differ.</summary>
    MixedCurrencies,

    /// <summary>The platform defined a metric in another way then: not to be compared with the week, or not one figure.</summary>
    SeriesBreak,

    /// <summary>A source gave a value that cannot be true, such as a negative number of people.</summary>
    Impossible,

    /// <summary>The source refuses the figure, because a permission is missing or because it does not give it to this account.</summary>
    Refused,

    /// <summary>More than half of the visits or conversions that it is a share of have no known origin.</summary>
    UnknownOrigin,

    /// <summary>No export covers all days of the week.</summary>
    NotExported,

    /// <summary>The week's posts were not reported at the age that the reported week's posts have: they have gathered for longer, or for less long.</summary>
    OtherAge,
}
