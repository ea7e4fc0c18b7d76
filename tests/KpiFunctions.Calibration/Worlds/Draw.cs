using MathNet.Numerics.Distributions;

namespace KpiFunctions.Calibration.Worlds;

/// <summary>Draws from the distributions that the worlds are made of.</summary>
internal static class Draw
{
    /// <summary>A count with a mean and a variance of <paramref name="dispersion"/> times the mean; 1 is Poisson's.</summary>
    public static double Count(double mean, double dispersion, Random random) =>
        mean <= 0 ? 0 : Poisson(dispersion <= 1 ? mean : Gamma.Sample(random, mean / (dispersion - 1), 1 / (dispersion - 1)), random);

    public static double Poisson(double mean, Random random) => mean <= 0 ? 0 : MathNet.Numerics.Distributions.Poisson.Sample(random, mean);

    /// <summary>How many of <paramref name="n"/>.</summary>
    public static double Part(int n, double share, Random random) => Binomial.Sample(random, Math.Clamp(share, 0, 1), n);

    /// <summary>A share around a mean, whose variance is <paramref name="spread"/> of the largest that there is; 0 is none.</summary>
    public static double Share(double mean, double spread, Random random) =>
        spread <= 0 ? mean : Beta.Sample(random, mean * (1 / spread - 1), (1 - mean) * (1 / spread - 1));

    public static double Normal(Random random) => MathNet.Numerics.Distributions.Normal.Sample(random, 0, 1);
}
