namespace KpiFunctions.Pipeline.History;

/// <summary>What was used of a quota within one window, and the rule by which more of it is given. Pure.</summary>
public sealed record QuotaUse
{
    /// <summary>Units that were taken and not given back.</summary>
    public int Used { get; init; }

    /// <summary>Accounts that share the quota, as they were counted when the window began; 0 where nobody counted them.</summary>
    public int Accounts { get; init; }

    /// <summary>Accounts that had their turn in this window.</summary>
    public int Served { get; init; }

    /// <summary>The platform itself wants no requests before; null where it takes them.</summary>
    public DateTimeOffset? ClosedUntil { get; init; }

    /// <summary>
    /// Takes from <paramref name="least"/> to <paramref name="most"/> units. Whoever had a turn in this window leaves
    /// the others' shares alone until they had theirs.
    /// </summary>
    /// <returns>What was given, 0 where fewer than <paramref name="least"/> are left; and the use after it.</returns>
    public (int Given, QuotaUse After) Take(int limit, int least, int most, bool hadTurn)
    {
        var given = (int)Math.Min(most, limit - Used - Reserved(limit, hadTurn));
        return given < least ? (0, this) : (given, this with { Used = Used + given });
    }

    /// <summary>Gives units back.</summary>
    public QuotaUse GiveBack(int units) => this with { Used = Math.Max(0, Used - units) };

    private long Reserved(int limit, bool hadTurn) => hadTurn && Accounts > Served ? (long)limit * (Accounts - Served) / Accounts : 0;
}
