using System.Globalization;
using KpiFunctions.Pipeline.Readings;

namespace KpiFunctions.Pipeline.Sources;

/// <summary>A page of a source's answer without values that cannot be true; what was left out is among its refusals, by metric.</summary>
public static class PlausiblePage
{
    /// <summary>Days or posts of one metric that a refusal names.</summary>
    private const int Named = 3;

    /// <summary>The page as it is stored.</summary>
    public static SourcePage Of(SourcePage page)
    {
        List<Reading> readings = [.. page.Readings.Select(Plausibility.Of)];
        List<Post> posts = [.. page.Posts.Select(Plausibility.Of)];
        var refusals =
            from left in readings.Zip(page.Readings).SelectMany(pair => Left(pair.Second.Values, pair.First.Impossible, $"on {pair.First.Day:yyyy-MM-dd}"))
                .Concat(posts.Zip(page.Posts).SelectMany(pair => Left(pair.Second.Values, pair.First.Impossible, $"of post {pair.First.Id}")))
            group left by left.Metric into metric
            select new Refusal($"{metric.Key} (impossible)", new(SourceFailureKind.AnswerUnreadable, Words([.. metric])));
        return page with { Readings = readings, Posts = posts, Refusals = [.. page.Refusals, .. refusals] };
    }

    private static IEnumerable<Impossible> Left(IReadOnlyDictionary<Metric, double> given, IReadOnlyDictionary<Metric, double>? impossible, string where) =>
        (impossible ?? new Dictionary<Metric, double>()).Select(value => new Impossible(value.Key, value.Value, where, Plausibility.ReasonOf(given, value.Key)));

    private static string Words(List<Impossible> values) =>
        $"{string.Join("; ", values.Take(Named).Select(value => string.Create(CultureInfo.InvariantCulture, $"{value.Metric} is {value.Value} {value.Where}")))}"
        + $"{(values.Count > Named ? $" and {values.Count - Named} more" : "")}, which cannot be: {values[0].Why}. Not stored.";

    private sealed record Impossible(Metric Metric, double Value, string Where, string Why);
}
