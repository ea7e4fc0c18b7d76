using System.Text;

namespace KpiFunctions.Simulator.World;

/// <summary>
/// A stream of random numbers that depends on nothing but what it is named after, so that a day looks the same whenever
/// and in whatever order it is asked for. SplitMix64 over an FNV-1a hash; neither changes between runtimes.
/// </summary>
internal sealed class Dice
{
    private ulong state;

    public Dice(int seed, string account, string what, long index = 0)
    {
        state = (Hash(account) * 31) ^ Hash(what) ^ ((ulong)index * 0x9E3779B97F4A7C15) ^ ((ulong)(uint)seed << 32);
        Next();
    }

    /// <summary>FNV-1a over the text's UTF-8.</summary>
    public static ulong Hash(string text)
    {
        var hash = 14695981039346656037;
        foreach (var octet in Encoding.UTF8.GetBytes(text)) hash = (hash ^ octet) * 1099511628211;
        return hash;
    }

    /// <summary>At least 0, below 1.</summary>
    public double Uniform() => (Next() >> 11) * (1.0 / (1UL << 53));

    /// <summary>At least 0, below <paramref name="limit"/>.</summary>
    public int Below(int limit) => (int)(Uniform() * limit);

    public bool Happens(double probability) => Uniform() < probability;

    public T Pick<T>(IReadOnlyList<T> choices) => choices[Below(choices.Count)];

    /// <summary>A factor around 1, whose mean is 1: log-normal.</summary>
    public double Factor(double spread) => Math.Exp((spread * Normal()) - (spread * spread / 2));

    /// <summary>
    /// A count of that mean. Its variance exceeds the mean's, as counts of people's doings always do: the mean itself
    /// varies by <paramref name="spread"/> from one draw to the next.
    /// </summary>
    public long Count(double mean, double spread) => Poisson(mean * Factor(spread));

    /// <summary>How many of <paramref name="total"/> have a property that each has with this probability.</summary>
    public long PartOf(long total, double probability)
    {
        if (total > 40)
        {
            var spread = Math.Sqrt(total * probability * (1 - probability));
            return Math.Clamp((long)Math.Round((total * probability) + (spread * Normal())), 0, total);
        }

        var part = 0L;
        for (var i = 0L; i < total; i++)
            if (Happens(probability)) part++;
        return part;
    }

    private long Poisson(double mean)
    {
        if (mean > 40) return Math.Max(0, (long)Math.Round(mean + (Math.Sqrt(mean) * Normal())));

        var limit = Math.Exp(-mean);
        var count = 0L;
        for (var product = Uniform(); product > limit; product *= Uniform()) count++;
        return count;
    }

    private double Normal() => Math.Sqrt(-2 * Math.Log(1 - Uniform())) * Math.Cos(2 * Math.PI * Uniform());

    private ulong Next()
    {
        var mixed = state += 0x9E3779B97F4A7C15;
        mixed = (mixed ^ (mixed >> 30)) * 0xBF58476D1CE4E5B9;
        mixed = (mixed ^ (mixed >> 27)) * 0x94D049BB133111EB;
        return mixed ^ (mixed >> 31);
    }
}
