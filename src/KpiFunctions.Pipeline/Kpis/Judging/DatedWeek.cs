namespace KpiFunctions.Pipeline.Kpis.Judging;

/// <summary>A known week and its last day.</summary>
internal readonly record struct DatedWeek(DateOnly Sunday, KnownWeek Week)
{
    private const double DaysOfAWeek = 7;

    /// <summary>The week's figure, as of seven days.</summary>
    public double Value => Week.Value / Weight;

    /// <summary>In weeks of seven days: one that was measured over more days weighs more.</summary>
    public double Weight => Week.Days / DaysOfAWeek;
}
