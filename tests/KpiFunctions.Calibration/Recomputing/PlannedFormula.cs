using System.Globalization;
using KpiFunctions.Simulator.World;

namespace KpiFunctions.Calibration.Recomputing;

/// <summary>A client's own formula, kept as it was drawn: its text is written from it and never read back.</summary>
internal abstract record PlannedFormula
{
    /// <summary>As a config writes it.</summary>
    public abstract string Text { get; }

    /// <summary>The metrics that it names.</summary>
    public abstract IEnumerable<string> Metrics { get; }

    /// <summary>Its value; null where a metric's is not known or something is divided by 0.</summary>
    public abstract double? ValueOf(Func<string, double?> metric);

    /// <summary>One metric over another.</summary>
    public static PlannedFormula Over(string above, string below) => new Both('/', new Named(above), new Named(below));

    public static PlannedFormula Draw(Dice dice, IReadOnlyList<string> metrics, int depth = 0)
    {
        if (depth == 2 || (depth > 0 && dice.Happens(0.4)))
            return depth > 0 && dice.Happens(0.25) ? new Number(1 + dice.Below(100)) : new Named(dice.Pick(metrics));
        var (left, right) = (Draw(dice, metrics, depth + 1), Draw(dice, metrics, depth + 1));
        if (!left.Metrics.Concat(right.Metrics).Any()) left = new Named(dice.Pick(metrics));
        return new Both("+-*/"[dice.Below(4)], left, right);
    }

    private sealed record Number(int Value) : PlannedFormula
    {
        public override string Text => Value.ToString(CultureInfo.InvariantCulture);

        public override IEnumerable<string> Metrics => [];

        public override double? ValueOf(Func<string, double?> metric) => Value;
    }

    private sealed record Named(string Metric) : PlannedFormula
    {
        public override string Text => Metric;

        public override IEnumerable<string> Metrics => [Metric];

        public override double? ValueOf(Func<string, double?> metric) => metric(Metric);
    }

    private sealed record Both(char Sign, PlannedFormula Left, PlannedFormula Right) : PlannedFormula
    {
        public override string Text => $"({Left.Text} {Sign} {Right.Text})";

        public override IEnumerable<string> Metrics => Left.Metrics.Concat(Right.Metrics).Distinct();

        public override double? ValueOf(Func<string, double?> metric) => (Sign, Left.ValueOf(metric), Right.ValueOf(metric)) switch
        {
            (_, null, _) or (_, _, null) => null,
            ('+', { } left, { } right) => left + right,
            ('-', { } left, { } right) => left - right,
            ('*', { } left, { } right) => left * right,
            (_, _, 0) => null,
            (_, { } left, { } right) => left / right,
        };
    }
}
