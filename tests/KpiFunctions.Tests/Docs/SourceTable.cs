using System.Globalization;
using KpiFunctions.Pipeline.Readings;
using KpiFunctions.Pipeline.Sources.All;

namespace KpiFunctions.Tests.Docs;

/// <summary>The table of sources, from their traits.</summary>
internal static class SourceTable
{
    public static string Markdown() => Docs.Markdown.Table(
        ["type", "account", "interface", "day", "looks back", "settled after", "gives"],
        AllSources.Traits.Values.OrderBy(source => source.IsFetched ? 0 : 1).ThenBy(source => source.Type, StringComparer.Ordinal).Select(source => (IReadOnlyList<string>)
        [
            $"[`{source.Type}`]({source.Type}.md)",
            source.Words.Is.TrimEnd('.'),
            source.Words.Api,
            source.Words.Day,
            source.IsFetched ? string.Create(CultureInfo.InvariantCulture, $"{source.LookBackDays} days") : "–",
            source.IsFetched ? string.Create(CultureInfo.InvariantCulture, $"{source.SettlesAfter.TotalHours} hours") : "–",
            source.IsFetched ? GivenBy(source) : "what the file has",
        ]));

    private static string GivenBy(SourceTraits source)
    {
        List<string> given = [Docs.Markdown.Codes(Keys(source.Metrics.ContainsKey))];
        if (source.HasTraffic) given.Add("where visits come from");
        if (source.PostMetrics.Count > 0) given.Add($"posts with {Docs.Markdown.Codes(Keys(source.PostMetrics.Contains))}");
        return string.Join("; ", given);
    }

    private static IEnumerable<string> Keys(Func<Metric, bool> isGiven) => Metrics.ByKey.Values.Where(isGiven).Select(metric => metric.Key).Order(StringComparer.Ordinal);
}
