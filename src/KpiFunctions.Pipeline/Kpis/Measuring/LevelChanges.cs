using KpiFunctions.Pipeline.Readings;

namespace KpiFunctions.Pipeline.Kpis.Measuring;

/// <summary>Weeks of a level as how it changed in each of them.</summary>
internal static class LevelChanges
{
    private const int DaysOfAWeek = 7;

    /// <summary>A level that is older than this many weeks says nothing about the week.</summary>
    private const int OldestWeeks = 2;

    /// <summary>Each week less the last one before it that is known, with as many days as lie between them.</summary>
    public static List<WeekMeasurement> Of(List<WeekMeasurement> levels)
    {
        var changes = new List<WeekMeasurement>(levels.Count);
        var last = -1;
        for (var week = 0; week < levels.Count; week++)
        {
            var level = levels[week];
            var isChange = level.Figure.Value is not null && last >= 0 && week - last <= OldestWeeks;
            changes.Add(isChange
                ? level with { Figure = Figure.Known(level.Figure.Value!.Value - levels[last].Figure.Value!.Value), Days = DaysOfAWeek * (week - last) }
                : WeekMeasurement.Missing(level.Figure.Gap ?? Gap.NoEarlierLevel));
            if (level.Figure.Value is not null) last = week;
        }

        return changes;
    }
}
