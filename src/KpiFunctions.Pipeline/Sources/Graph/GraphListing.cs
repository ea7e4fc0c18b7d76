using System.Text.Json.Serialization.Metadata;

namespace KpiFunctions.Pipeline.Sources.Graph;

/// <summary>A list on an edge, page by page.</summary>
internal sealed class GraphListing<T>(GraphClient client, string edge, string query, JsonTypeInfo<GraphList<T>> type)
{
    private readonly HashSet<string> asked = new(StringComparer.Ordinal);
    private string? next = query;

    /// <summary>Its name in refusals.</summary>
    public string Edge => edge;

    /// <summary>Whether it had to be given up before its end: Meta repeated a cursor, as it has been seen to do, or went on too long.</summary>
    public bool EndedEarly { get; private set; }

    /// <summary>The next page; null after the last one.</summary>
    public async Task<IReadOnlyList<T>?> NextAsync(CancellationToken cancellationToken)
    {
        if (next is null) return null;
        if (asked.Count >= GraphApi.MaxPages || !asked.Add(next))
        {
            EndedEarly = true;
            next = null;
            return null;
        }

        var page = await client.GetAsync(edge, next, type, cancellationToken);
        next = GraphAddress.QueryOf(page.Paging?.Next);
        return page.Data ?? [];
    }
}
