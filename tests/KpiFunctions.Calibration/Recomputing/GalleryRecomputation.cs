using KpiFunctions.Calibration.Recomputing.Figures;
using KpiFunctions.Calibration.Recomputing.Telling;
using KpiFunctions.Pipeline.Clients;
using KpiFunctions.Pipeline.Readings;
using KpiFunctions.Pipeline.SampleWeeks;

namespace KpiFunctions.Calibration.Recomputing;

/// <summary>Computes the gallery's weeks a second time. No simulated world stands behind them: they are computed from their made-up readings.</summary>
internal static class GalleryRecomputation
{
    private const int DaysFromMonday = 13;

    /// <summary>Every week of the gallery, by its name there.</summary>
    /// <inheritdoc cref="Recomputation.RunAsync"/>
    public static IEnumerable<(string Name, Comparison Comparison)> All(Func<EngineFigure, EngineFigure?> planted) =>
        SampleWeekSet.All("en", new()).Select(sample => (sample.Name, Compare(sample, planted)));

    private static Comparison Compare(SampleWeek sample, Func<EngineFigure, EngineFigure?> planted)
    {
        var told = sample.Client.Sources.Select(source => ToldBy(sample, source)).ToList();
        var own = sample.Client.Objectives.Where(objective => objective.Kpis.Count > 0)
            .ToDictionary(objective => new FigureName(objective.Key, objective.Kpis.Single().Key, ""), _ => PlannedFormula.Over("messages", "posts"));
        var naive = NaiveFigures.Of(told, sample.Week.Monday, sample.Client.Objectives.Select(objective => objective.Key), own);
        return Comparison.Of(
            [.. EngineFigures.Of(sample.Client, sample.History, sample.Week).Select(planted).OfType<EngineFigure>()], [naive], (_, _) => false);
    }

    private static Told ToldBy(SampleWeek sample, SourceConfig source)
    {
        var told = new Told(new(source.Type, source.Account), "Europe/Paris", sample.Week.Monday.AddDays(DaysFromMonday))
        {
            LastAnswer = sample.History.Accounts.FirstOrDefault(state => state.Account == source.Ref)?.LastSuccess,
        };
        foreach (var reading in sample.History.Readings.Where(reading => reading.Account == source.Ref))
        {
            foreach (var (metric, value) in reading.Values) told.Set(reading.Day, metric.Key, value);
            if (reading.Traffic is { } slices) told.Visits[reading.Day] = [.. slices.Select(VisitsOf)];
            told.Currency = reading.Currency ?? told.Currency;
        }

        foreach (var post in sample.History.Posts.Where(post => post.Account == source.Ref && !post.IsMention))
            told.Set(post.Id, post.Published, post.Values.Select(value => (value.Key.Key, value.Value)));
        return told;
    }

    private static Visits VisitsOf(TrafficSlice slice) => new(
        slice.Channel switch { Channel.OrganicSocial or Channel.PaidSocial => Origin.Social, Channel.Unknown => Origin.Unknown, _ => Origin.Elsewhere },
        slice.Source == "(unknown)" ? null : slice.Source,
        slice.Sessions,
        slice.Conversions);
}
