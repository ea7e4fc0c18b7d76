namespace KpiFunctions.Pipeline.Readings;

/// <summary>When an account that only exports feed has been silent for too long. Pure.</summary>
public static class ExportSilence
{
    /// <summary>Days on which exports were dropped that are kept: a quarter of weekly drops.</summary>
    public const int DaysKept = 13;

    /// <summary>Drops from which a pause between them is known.</summary>
    private const int Fewest = 3;

    /// <summary>The pause, in days, after which an account with fewer drops counts as silent.</summary>
    private const int PauseOfFew = 28;

    /// <summary>
    /// The day of the last drop, where on a given day that was longer ago than twice the median pause between drops, or
    /// than 28 days with fewer than three of them; else null.
    /// </summary>
    /// <param name="drops">The latest days on which exports were dropped, each once, in order: several files of one day are one drop.</param>
    public static DateOnly? Since(IReadOnlyList<DateOnly> drops, DateOnly on)
    {
        if (drops.Count == 0) return null;
        return on.DayNumber - drops[^1].DayNumber > LongestPause(drops) ? drops[^1] : null;
    }

    /// <summary>The pause, in days, that may pass without silence.</summary>
    public static double LongestPause(IReadOnlyList<DateOnly> drops)
    {
        if (drops.Count < Fewest) return PauseOfFew;
        int[] pauses = [.. drops.Skip(1).Zip(drops, (later, earlier) => later.DayNumber - earlier.DayNumber).Order()];

        // Twice the median: of an even number, the sum of the two in the middle.
        return pauses[(pauses.Length - 1) / 2] + pauses[pauses.Length / 2];
    }

    /// <summary>The days of the latest drops; of an account that an earlier release noted only the last one of, that one.</summary>
    public static IReadOnlyList<DateOnly> DropsOf(IReadOnlyList<DateOnly> drops, DateOnly? last) => drops.Count == 0 && last is { } only ? [only] : drops;

    /// <summary>The days kept after another drop.</summary>
    public static IReadOnlyList<DateOnly> With(IReadOnlyList<DateOnly> drops, DateOnly drop) => [.. drops.Append(drop).Distinct().Order().TakeLast(DaysKept)];
}
