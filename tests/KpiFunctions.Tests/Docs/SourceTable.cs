using System.Globalization;
using KpiFunctions.Pipeline.Readings;
using KpiFunctions.Pipeline.Sources.All;

namespace KpiFunctions.Tests.Docs;

/// <summary>The table of sources, from their traits.</summary>
internal static class SourceTable
{
    public static string Markdown() => Docs.Markdown.Table(
        ["type", "account", "interface", "day", "looks back", "settled after", "half of a post's figures within", "gives"],
        AllSources.Traits.Values.OrderBy(source => source.IsFetched ? 0 : 1).ThenBy(source => source.Type, StringComparer.Ordinal).Select(source => (IReadOnlyList<string>)
        [
            $"[`{source.Type}`]({source.Type}.md)",
            source.Words.Is.TrimEnd('.'),
            source.Words.Api,
            source.Words.Day,
            source.IsFetched ? string.Create(CultureInfo.InvariantCulture, $"{source.LookBackDays} days") : "–",
            source.IsFetched ? string.Create(CultureInfo.InvariantCulture, $"{source.SettlesAfter.TotalHours} hours") : "–",
            source.PostMetrics.Count == 0 ? "–" : HalfLifeOf(source),
            source.IsFetched ? GivenBy(source) : "what the file has",
        ]));

    /// <summary>Marked where posts are taken to go on growing after two days.</summary>
    private static string HalfLifeOf(SourceTraits source) => source.PostHalfLife switch
    {
        null => "not known",
        { TotalDays: > 1 } days => string.Create(CultureInfo.InvariantCulture, $"{days.TotalDays} days"),
        { TotalHours: >= 1 } hours => string.Create(CultureInfo.InvariantCulture, $"{hours.TotalHours} hours"),
        { } minutes => string.Create(CultureInfo.InvariantCulture, $"{minutes.TotalMinutes} minutes"),
    } + (source.PostsKeepGrowing ? ", grows on" : "");

    private static string GivenBy(SourceTraits source)
    {
        List<string> given = [Docs.Markdown.Codes(Keys(source.Metrics.ContainsKey))];
        if (source.HasTraffic) given.Add("where visits come from");
        if (source.PostMetrics.Count > 0) given.Add($"posts with {Docs.Markdown.Codes(Keys(source.PostMetrics.Contains))}");
        return string.Join("; ", given);
    }

    private static IEnumerable<string> Keys(Func<Metric, bool> isGiven) => Metrics.ByKey.Values.Where(isGiven).Select(metric => metric.Key).Order(StringComparer.Ordinal);
}
