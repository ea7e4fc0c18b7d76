namespace KpiFunctions.Pipeline.Kpis.Judging;

/// <summary>A known week: its figure, and over how many days it was measured.</summary>
internal readonly record struct KnownWeek(double Value, int Days = 7);

/// <summary>The same week of an earlier year.</summary>
/// <param name="YearsAgo">1 is last year.</param>
/// <param name="Before">The known weeks before it, the oldest first.</param>
/// <param name="FollowsAtOnce">Whether the last of the weeks before is the one just before it.</param>
internal sealed record EarlierYear(int YearsAgo, IReadOnlyList<KnownWeek> Before, KnownWeek Week, bool FollowsAtOnce = true);
