namespace KpiFunctions.Pipeline.Kpis;

/// <summary>
/// How much a figure varies from chance alone, by its centre: the least spread that its usual weeks may be given.
/// </summary>
internal sealed class Noise
{
    private readonly Func<double, double> at;

    private Noise(Func<double, double> at) => this.at = at;

    /// <summary>None that is known.</summary>
    public static Noise None { get; } = Fixed(0);

    /// <summary>Events that are counted: √centre, and never less than one event.</summary>
    public static Noise Count { get; } = Counted(1);

    /// <summary>
    /// A figure made of events that weigh <paramref name="unit"/> each: 1/n for a rate per n, the mean order for
    /// revenue. The count's own noise in that unit.
    /// </summary>
    public static Noise Counted(double unit) =>
        unit > 0 && double.IsFinite(unit) ? new(centre => unit * Math.Sqrt(Math.Max(Math.Abs(centre) / unit, 1))) : None;

    /// <summary>A share of <paramref name="n"/>: √(p(1−p)/n), with p drawn in by one success and one failure so that 0 and 1 are not certain.</summary>
    public static Noise Share(double n) => n > 0
        ? new(p => Math.Clamp((p * n + 1) / (n + 2), 0, 1) is var drawn ? Math.Sqrt(drawn * (1 - drawn) / n) : 0)
        : None;

    /// <summary>A standard error that was worked out with the figure.</summary>
    public static Noise Fixed(double standardError) => new(_ => standardError);

    public double At(double centre) => at(centre);
}
