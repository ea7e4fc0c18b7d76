namespace KpiFunctions.Endurance.Storage;

/// <summary>A mistake that is made on purpose, around the pipeline's code, to see that the checks find it.</summary>
internal enum Plant
{
    None,

    /// <summary>Rows are read without the marks of their writers, so that a write whose answer was lost is taken for another writer's.</summary>
    ClaimWithoutMark,

    /// <summary>Rows of <c>Due</c> are deleted whatever their version.</summary>
    StrikeOffWithoutVersion,

    /// <summary>Rows of <c>Due</c> vanish, and no sweep looks for what is missing.</summary>
    NoSweep,
}

/// <summary>The names of plants on the command line.</summary>
internal static class Plants
{
    public static readonly IReadOnlyDictionary<string, Plant> ByName = new Dictionary<string, Plant>(StringComparer.Ordinal)
    {
        ["claim-without-mark"] = Plant.ClaimWithoutMark,
        ["strike-off-without-version"] = Plant.StrikeOffWithoutVersion,
        ["no-sweep"] = Plant.NoSweep,
    };
}
