using KpiFunctions.Pipeline.Periods;
using KpiFunctions.Pipeline.Readings;

namespace KpiFunctions.Pipeline.Kpis.Measuring;

/// <summary>The week's posts that a figure rests on.</summary>
internal static class Highlights
{
    private const int Most = 3;

    /// <summary>
    /// The posts with the most of the first metric that any post of the week has; posts without a figure, or with 0,
    /// stay out. Equal posts come in order of publication.
    /// </summary>
    public static IReadOnlyList<PostHighlight> Of(ClientData data, IsoWeek week, IReadOnlyList<Metric> metrics)
    {
        if (metrics.Count == 0) return [];
        var posts = data.In(week).SelectMany(account => account.Posts).ToList();
        foreach (var metric in metrics)
        {
            var shown = posts.Where(post => post[metric] > 0)
                .OrderByDescending(post => post[metric]).ThenBy(post => post.Published).ThenBy(post => post.Id, StringComparer.Ordinal)
                .Take(Most).Select(post => new PostHighlight(post, metric, post[metric]!.Value)).ToList();
            if (shown.Count > 0) return shown;
        }

        return [];
    }
}
