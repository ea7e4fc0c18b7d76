using MathNet.Numerics.Distributions;

namespace KpiFunctions.Pipeline.Kpis.Judging;

/// <summary>A slope through a start, beside a supposed one.</summary>
/// <param name="Value">The slope.</param>
/// <param name="Deviation">From the supposed slope, in errors (Student's t).</param>
/// <param name="PValue">How often the supposed slope strays as far to that side: 0 to 0.5.</param>
/// <param name="Spread">Of a step around the slope.</param>
/// <param name="StartShift">How far the start seems to lie from where it was read: 0 where it is exact.</param>
internal sealed record Slope(double Value, double Deviation, double PValue, double Spread, double StartShift)
{
    /// <summary>Deviations are clamped to this value: steps that never varied, of a figure whose noise is not known.</summary>
    private const double FurthestOut = 1000;

    /// <summary>
    /// Generalized least squares: the steps scatter each by itself, and an error of the start moves all of them together,
    /// the less the nearer the goal.
    /// </summary>
    /// <param name="supposed">The slope beside which the steps are put.</param>
    /// <param name="before">What weeks before the start stray: it is pooled with what the steps stray.</param>
    /// <param name="startError">The variance of the start, in those of a step: 0 where it is exact.</param>
    /// <param name="least">The least spread of a step.</param>
    /// <returns>Null where no step is asked for, or nothing says how much steps scatter.</returns>
    public static Slope? Of(IReadOnlyList<Step> steps, double supposed, Scatter before, double startError, double least)
    {
        double[] asked = [.. steps.Select(step => step.Asked)];
        double[] strays = [.. steps.Select(step => step.Gained - supposed * step.Asked)];
        double[] shifts = [.. steps.Select(step => 1 - supposed * step.Gone)];
        double Sum(double[] one, double[] other) => steps.Select((step, i) => step.Weight * one[i] * other[i]).Sum();
        var shrink = startError / (1 + startError * Sum(shifts, shifts));
        double Product(double[] one, double[] other) => Sum(one, other) - shrink * Sum(one, shifts) * Sum(other, shifts);

        var freedom = steps.Count - 1 + before.Freedom;
        var length = Product(asked, asked);
        if (freedom < 1 || !(length > 0)) return null;
        var beyond = Product(strays, asked) / length;
        var squares = Math.Max(0, Product(strays, strays) - beyond * beyond * length);
        var spread = Math.Max(Math.Sqrt((squares + before.Squares) / freedom), least);
        var error = spread / Math.Sqrt(length);
        var deviation = beyond == 0 ? 0 : Math.Clamp(beyond / error, -FurthestOut, FurthestOut);
        return new(supposed + beyond, deviation, StudentT.CDF(0, 1, freedom, -Math.Abs(deviation)), spread, shrink * (Sum(strays, shifts) - beyond * Sum(asked, shifts)));
    }

    /// <summary>Whether it is below the supposed one, but for so many of a hundred cases.</summary>
    public bool IsBelow(double level) => Deviation < 0 && PValue < level;

    /// <summary>Whether it is above the supposed one, but for so many of a hundred cases.</summary>
    public bool IsAbove(double level) => Deviation > 0 && PValue < level;
}
