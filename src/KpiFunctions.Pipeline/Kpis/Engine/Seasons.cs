using KpiFunctions.Pipeline.Kpis.Figures;
using KpiFunctions.Pipeline.Kpis.Judging;
using KpiFunctions.Pipeline.Kpis.Measuring;
using KpiFunctions.Pipeline.Periods;

namespace KpiFunctions.Pipeline.Kpis.Engine;

/// <summary>What the same weeks of earlier years did, aligned by the holidays of the client's country.</summary>
internal static class Seasons
{
    /// <summary>How many earlier years are looked at. What is older was another time.</summary>
    public const int Years = 3;

    /// <summary>How many weeks before each are looked at, to find enough that are known.</summary>
    public const int WeeksBefore = 12;

    /// <summary>A figure's earlier years, those left out in which the week or too many before it are not known.</summary>
    /// <param name="figure">Measured from all that was read of earlier years.</param>
    /// <param name="comparable">Keeps of a week's figure what may be compared with the reported week's.</param>
    public static IReadOnlyList<EarlierYear> Of(ClientData data, Measurement figure, IsoWeek week, Func<WeekMeasurement, WeekMeasurement> comparable)
    {
        var found = new List<EarlierYear>();
        for (var years = 1; years <= Years; years++)
        {
            var same = data.Calendar.SameWeek(week, years);
            var weeks = Enumerable.Range(-WeeksBefore, WeeksBefore + 1).Select(back => comparable(figure.Week(same.Plus(back)))).ToList();
            if (figure.Traits.IsJudgedByChange) weeks = LevelChanges.Of(weeks);
            if (weeks[^1].Figure.Value is not { } value) continue;
            IReadOnlyList<KnownWeek> before =
                [.. weeks.SkipLast(1).Where(sample => sample.Figure.Value is not null).Select(sample => new KnownWeek(sample.Figure.Value!.Value, sample.Days)).TakeLast(Baseline.Weeks + 1)];
            if (before.Count >= Baseline.FewestWeeks) found.Add(new(years, before, new(value, weeks[^1].Days), weeks[^2].Figure.Value is not null));
        }

        return found;
    }
}
