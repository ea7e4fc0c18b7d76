namespace KpiFunctions.Pipeline.Readings;

/// <summary>What a figure is, apart from how a week of it is measured: declared once, beside the measurement.</summary>
/// <param name="Name">The name in configs, tables and traces, such as <c>follower-growth</c>. It is stored, and never changes.</param>
/// <param name="Unit">How its values are written.</param>
/// <param name="Good">Which direction is better; null where neither is.</param>
public sealed record FigureTraits(string Name, KpiUnit Unit, GoodDirection? Good)
{
    /// <summary>What a formula that depends on the account is divided by: <see cref="FormulaPer"/> replaces it.</summary>
    private const string Divisor = "{per}";

    /// <summary>The lowest value that exists, in its unit.</summary>
    public double Floor { get; init; }

    /// <summary>The highest value that exists, in its unit.</summary>
    public double Ceiling { get; init; } = double.PositiveInfinity;

    /// <summary>Whether it is a change, which is written with its sign.</summary>
    public bool IsChange { get; init; }

    /// <summary>Whether it is a level. A level moves on week after week, so no range around its past is normal and it gets no verdict.</summary>
    public bool IsLevel { get; init; }

    /// <summary>Whether it is a level that gets a verdict: by how it changed in the week, beside how it usually changes.</summary>
    public bool IsJudgedByChange { get; init; }

    /// <summary>Whether a source delivers what the figure needs.</summary>
    public Func<SourceTraits, bool> IsFedBy { get; init; } = _ => false;

    /// <summary>The arithmetic in words.</summary>
    public required string Formula { get; init; }

    /// <summary>Whether it is a share, 0 to 1.</summary>
    public bool IsShare => Unit == KpiUnit.Share;

    /// <summary>The arithmetic in words, divided by one metric.</summary>
    /// <param name="per">Null where it depends on the account.</param>
    public string FormulaPer(Metric? per) => Formula.Replace(Divisor, per?.Key ?? "people reached, or followers", StringComparison.Ordinal);
}

/// <summary>How a figure is written.</summary>
public enum KpiUnit
{
    People,
    Count,

    /// <summary>0 to 1.</summary>
    Share,
    Money,

    /// <summary>A plain number with decimals.</summary>
    Number,
}

/// <summary>Which direction of a figure is better.</summary>
public enum GoodDirection
{
    Up,
    Down,
}
