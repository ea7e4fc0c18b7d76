namespace KpiFunctions.Calibration.Advising;

/// <summary>How the weeks of a simulated client vary where nothing changes.</summary>
/// <param name="Name">What the tables call it.</param>
/// <param name="Sigma">Standard deviation of a week's logarithm, of what networks bring; that of visits is half of it. Counts vary by chance on top.</param>
/// <param name="Memory">Correlation of a week's logarithm with the week before's: 0 to 1.</param>
internal sealed record QuietWorld(string Name, double Sigma, double Memory)
{
    public static readonly QuietWorld Calm = new("calm", 0.15, 0);
    public static readonly QuietWorld Lively = new("lively", 0.5, 0);
    public static readonly QuietWorld Remembering = new("memory", 0.4, 0.6);

    public static readonly IReadOnlyList<QuietWorld> All = [Calm, Lively, Remembering];

    /// <summary>What each week's expectation is multiplied by; its median is 1.</summary>
    /// <param name="part">A part of <see cref="Sigma"/>.</param>
    public double[] Course(int weeks, double part, Random random)
    {
        var course = new double[weeks];
        var last = Worlds.Draw.Normal(random);
        for (var week = 0; week < weeks; week++)
        {
            course[week] = Math.Exp(Sigma * part * last);
            last = Memory * last + Math.Sqrt(1 - Memory * Memory) * Worlds.Draw.Normal(random);
        }

        return course;
    }
}
