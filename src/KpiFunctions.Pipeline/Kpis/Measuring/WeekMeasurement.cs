using KpiFunctions.Pipeline.Kpis.Judging;

namespace KpiFunctions.Pipeline.Kpis.Measuring;

/// <summary>One KPI of one week before it is compared with anything.</summary>
internal sealed record WeekMeasurement(Figure Figure, Basis Basis)
{
    /// <summary>The least spread that chance gives it.</summary>
    public VarianceModel Variance { get; init; } = VarianceModel.None;

    /// <summary>The definitions that it rests on; samples of different ones are not compared.</summary>
    public string Series { get; init; } = "";

    /// <summary>How many days a change was measured over. Levels are not known on every day; a week's is 7.</summary>
    public int Days { get; init; } = 7;

    public string? Currency { get; init; }

    /// <summary>The part of what it is a share of whose origin is not known, and which is left out: 0 to 1.</summary>
    public double UnknownPart { get; init; }

    /// <summary>What it would be with that part wholly in it, and wholly outside; empty where there is none.</summary>
    public IReadOnlyList<WeekMeasurement> Ways { get; init; } = [];

    public double? RelativeChange { get; init; }

    public FollowerFlow? Flow { get; init; }

    public static WeekMeasurement Missing(Gap gap) => new(Figure.Unknown(gap), new Basis.None());

    public static WeekMeasurement Of(IMeasured measured, Basis basis, VarianceModel variance) =>
        measured.Figure.Value is null ? new(measured.Figure, new Basis.None()) : new(measured.Figure, basis) { Variance = variance, Series = measured.Series };

    /// <summary>One figure over another; the parts' gaps are its own, and nothing is divided by 0.</summary>
    /// <param name="ifZero">Why there is no figure when the divisor is 0.</param>
    public static WeekMeasurement Ratio(IMeasured above, IMeasured below, Basis basis, Gap ifZero = Gap.Undefined)
    {
        if (above.Figure.Value is not { } dividend) return Missing(above.Figure.Gap!.Value);
        if (below.Figure.Value is not { } divisor) return Missing(below.Figure.Gap!.Value);
        if (divisor <= 0) return Missing(ifZero);
        return new(Figure.Known(dividend / divisor, above.Figure.IsProvisional || below.Figure.IsProvisional), basis)
        {
            Variance = VarianceModel.Counted(1 / divisor),
            Series = Amount.JoinSeries([above, below]),
        };
    }
}
