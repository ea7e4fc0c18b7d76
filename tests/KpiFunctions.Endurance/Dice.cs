using System.Text;

namespace KpiFunctions.Endurance;

/// <summary>Numbers that follow from a seed alone (SplitMix64), and hashes that are the same in every process.</summary>
internal sealed class Dice(ulong seed)
{
    private ulong state = seed;

    public Dice(int seed, string use)
        : this(Hash($"{seed}|{use}"))
    {
    }

    /// <summary>At least 0, less than <paramref name="count"/>.</summary>
    public int Below(int count) => (int)(Next() % (ulong)count);

    /// <summary>From the first to the last, both included.</summary>
    public int Between(int first, int last) => first + Below(last - first + 1);

    public bool Happens(double chance) => Share(Next()) < chance;

    public T OneOf<T>(params ReadOnlySpan<T> choices) => choices[Below(choices.Length)];

    public ulong Next() => Mixed(state += 0x9E3779B97F4A7C15);

    /// <summary>A hash as a number from 0 to 1, without 1.</summary>
    public static double Share(ulong hash) => (hash >> 11) * (1.0 / (1UL << 53));

    public static ulong Hash(string text)
    {
        var hash = 14695981039346656037UL;
        foreach (var one in Encoding.UTF8.GetBytes(text)) hash = (hash ^ one) * 1099511628211UL;
        return Mixed(hash);
    }

    private static ulong Mixed(ulong value)
    {
        value = (value ^ (value >> 30)) * 0xBF58476D1CE4E5B9;
        value = (value ^ (value >> 27)) * 0x94D049BB133111EB;
        return value ^ (value >> 31);
    }
}
