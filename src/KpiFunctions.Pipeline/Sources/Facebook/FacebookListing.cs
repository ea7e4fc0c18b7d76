namespace KpiFunctions.Pipeline.Sources.Facebook;

/// <summary>A list of posts, page by page.</summary>
internal sealed class FacebookListing(FacebookClient client, string edge, string query)
{
    private readonly HashSet<string> asked = new(StringComparer.Ordinal);
    private string? next = query;

    /// <summary>Whether it had to be given up before its end: Meta repeated a cursor, as it has been seen to do, or went on too long.</summary>
    public bool EndedEarly { get; private set; }

    /// <summary>The next page; null after the last one.</summary>
    public async Task<IReadOnlyList<FacebookPost>?> NextAsync(CancellationToken cancellationToken)
    {
        if (next is null) return null;
        if (asked.Count >= FacebookMetrics.MaxPages || !asked.Add(next))
        {
            EndedEarly = true;
            next = null;
            return null;
        }

        var page = await client.PostsAsync(edge, next, cancellationToken);
        next = QueryOf(page.Paging?.Next);
        return page.Data ?? [];
    }

    /// <summary>The query of a <c>next</c> address without the token that is in it. The host is never taken from an answer.</summary>
    internal static string? QueryOf(string? next)
    {
        var mark = next?.IndexOf('?', StringComparison.Ordinal) ?? -1;
        return mark < 0 ? null : string.Join('&', next![(mark + 1)..].Split('&').Where(pair => !pair.StartsWith("access_token=", StringComparison.Ordinal)));
    }
}
