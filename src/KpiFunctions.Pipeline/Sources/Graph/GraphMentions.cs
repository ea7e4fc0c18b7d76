using System.Text.Json.Serialization.Metadata;
using KpiFunctions.Pipeline.Readings;
using KpiFunctions.Pipeline.Sources.Protocol;

namespace KpiFunctions.Pipeline.Sources.Graph;

/// <summary>Posts by others that tag the account, counted by day.</summary>
internal sealed class GraphMentions(SourceRequest request, SourceDays days, Refusals refusals)
{
    private readonly Dictionary<DateOnly, double> counts = [];
    private DateOnly? knownFrom;

    /// <summary>Whether the list had a single entry: one without any may be an account that nobody names, or a fault.</summary>
    public bool SawAny { get; private set; }

    /// <summary>Reads back to the first wanted day; the newest come first. A list that is out of order keeps nobody from the insights.</summary>
    /// <param name="edge">The list's edge, which is its name in refusals.</param>
    /// <param name="hasCursorsOnly">Whether the list gives no addresses of further pages: it ends with an empty one.</param>
    public async Task<IReadOnlyList<Post>> ReadAsync<T>(
        GraphClient client, string edge, string fields, JsonTypeInfo<GraphList<T>> type, Func<T, Post?> mentionOf, bool hasCursorsOnly, CancellationToken cancellationToken)
    {
        var list = new Pages<T>(edge, client.Platform, refusals, GraphApi.MaxPages, async (position, token) =>
        {
            var page = await client.ListAsync(edge, fields, GraphApi.MentionsPerPage, position ?? "", type, isLarge: false, token);
            return new(page.Data ?? [], GraphAddress.PositionOf(page.Paging) ?? (hasCursorsOnly ? CursorOf(page) : null));
        })
        {
            EndsTheList = e => Refusals.CostsOnlyItself(e) || e.Failure.Kind == SourceFailureKind.Unavailable,
        };
        var found = new Dictionary<string, Post>(StringComparer.Ordinal);
        var reached = DateOnly.MaxValue;
        while (reached >= request.Days.First && await list.NextAsync(cancellationToken) is { } page)
        {
            SawAny |= page.Count > 0;
            foreach (var mention in page.Select(mentionOf).OfType<Post>())
            {
                var day = days.Zone.DayAt(mention.Published);
                if (day < reached) reached = day;
                if (request.Days.Contains(day) && found.TryAdd(mention.Id, mention)) counts[day] = counts.GetValueOrDefault(day) + 1;
            }
        }

        // A list that broke off has perhaps shown its last day only in part.
        knownFrom = !list.IsPartial ? request.Days.First : reached < DateOnly.MaxValue ? reached.AddDays(1) : null;
        return [.. found.Values];
    }

    private static string? CursorOf<T>(GraphList<T> page) =>
        page is { Data.Count: > 0, Paging.Cursors.After: { Length: > 0 } after } ? "after=" + Uri.EscapeDataString(after) : null;

    /// <summary>The mentions of a day. The list was read past it: that nobody is on it is a count, not a silence.</summary>
    public double? On(DateOnly day) => day >= knownFrom ? counts.GetValueOrDefault(day) : null;
}
