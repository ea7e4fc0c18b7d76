namespace KpiFunctions.Pipeline.Kpis.Judging;

/// <summary>
/// How a figure varies: the scale on which its weeks scatter alike wherever they lie, and the least that chance alone
/// makes them scatter there.
/// </summary>
internal abstract class VarianceModel
{
    /// <summary>None that is known.</summary>
    public static VarianceModel None { get; } = Fixed(0);

    /// <summary>Events that are counted.</summary>
    public static VarianceModel Count { get; } = Counted(1);

    /// <summary>A change of a level, which goes both ways: √|centre|, and never less than one event.</summary>
    public static VarianceModel Change { get; } = ChangeOf(1, 0);

    /// <summary>A change of a level in events that weigh <paramref name="unit"/> each, beside counts that have a standard error in each of the two weeks.</summary>
    public static VarianceModel ChangeOf(double unit, double standardError) =>
        new Plain(centre => Math.Sqrt(unit * Math.Max(Math.Abs(centre), unit) + 2 * standardError * standardError));

    /// <summary>A figure made of events that weigh <paramref name="unit"/> each: 1/n for a rate per n, the mean order for revenue.</summary>
    public static VarianceModel Counted(double unit) => unit > 0 && double.IsFinite(unit) ? new Events(unit) : None;

    /// <summary>A share of <paramref name="n"/>.</summary>
    public static VarianceModel Share(double n) => n > 0 ? new Parts(n) : None;

    /// <summary>A standard error that was worked out with the figure.</summary>
    public static VarianceModel Fixed(double standardError) => new Plain(_ => standardError);

    /// <summary>A value on the scale.</summary>
    public abstract double To(double value);

    /// <summary>The value at a place on the scale.</summary>
    public abstract double From(double place);

    /// <summary>The least spread on the scale, of weeks around a place on it.</summary>
    public abstract double At(double place);

    /// <summary>
    /// How far on the scale a change by one part goes that multiplies the value, at a place: what doubles a value goes
    /// further up the scale where it lies high. 1 where changes add and do not multiply.
    /// </summary>
    public virtual double StepAt(double place) => 1;

    /// <summary>The scale is the value's own.</summary>
    private sealed class Plain(Func<double, double> at) : VarianceModel
    {
        public override double To(double value) => value;

        public override double From(double place) => place;

        public override double At(double place) => at(place);
    }

    /// <summary>
    /// Between a root and a logarithm, because the variance of few events grows with their number and that of many
    /// with its square: asinh √(κ(x + 3/8)) / √κ, the transform of a negative binomial count (Anscombe 1948).
    /// </summary>
    private sealed class Events(double unit) : VarianceModel
    {
        /// <summary>1/κ = 200 events: below it the scale is nearly a root, far above it a logarithm.</summary>
        private const double Kappa = 0.005;

        private const double Shift = 0.375;
        private static readonly double Root = Math.Sqrt(Kappa);

        public override double To(double value) => Math.Asinh(Math.Sqrt(Kappa * (Math.Max(value / unit, 0) + Shift))) / Root;

        public override double From(double place) => unit * (Math.Pow(Math.Sinh(Root * Math.Max(place, 0)), 2) / Kappa - Shift);

        /// <summary>Poisson's, and more for a handful of events, of which one often brings the next.</summary>
        public override double At(double place)
        {
            var events = Math.Max(From(place) / unit, 0);
            return Math.Sqrt((1 + 1 / (1 + events)) / (1 + Kappa * events)) / 2;
        }

        /// <summary>x times the scale's slope at x: √(x / (1 + κx)) / 2.</summary>
        public override double StepAt(double place)
        {
            var events = Math.Max(From(place) / unit, 0) + Shift;
            return Math.Sqrt(events / (1 + Kappa * events)) / 2;
        }
    }

    /// <summary>The arcsine of the root, on which a share of n scatters by 1/(2√n) wherever it lies (Anscombe 1948).</summary>
    private sealed class Parts(double n) : VarianceModel
    {
        private const double Shift = 0.375;

        public override double To(double value) => Math.Asin(Math.Sqrt(Math.Clamp((value * n + Shift) / (n + 2 * Shift), 0, 1)));

        public override double From(double place) =>
            Math.Clamp((Math.Pow(Math.Sin(Math.Clamp(place, 0, Math.PI / 2)), 2) * (n + 2 * Shift) - Shift) / n, 0, 1);

        public override double At(double place) => 1 / (2 * Math.Sqrt(n + 0.5));
    }
}
