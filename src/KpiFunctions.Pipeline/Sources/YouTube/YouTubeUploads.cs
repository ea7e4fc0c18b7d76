namespace KpiFunctions.Pipeline.Sources.YouTube;

/// <summary>A channel's playlist of uploads, page by page, the last uploaded first.</summary>
internal sealed class YouTubeUploads(YouTubeClient client, string playlist)
{
    private readonly HashSet<string> asked = new(StringComparer.Ordinal);
    private string? next = "";

    /// <summary>Whether it had to be given up before its end: YouTube repeated a page's token, or went on too long.</summary>
    public bool EndedEarly { get; private set; }

    /// <summary>The next page; null after the last one.</summary>
    public async Task<IReadOnlyList<YouTubePlaylistItemDetails>?> NextAsync(CancellationToken cancellationToken)
    {
        if (next is null) return null;
        if (asked.Count >= YouTubeMetrics.MaxPages || !asked.Add(next))
        {
            EndedEarly = true;
            next = null;
            return null;
        }

        var page = await client.PlaylistAsync(playlist, next.Length == 0 ? null : next, cancellationToken);
        next = string.IsNullOrEmpty(page.NextPageToken) ? null : page.NextPageToken;
        return [.. (page.Items ?? []).Select(item => item.ContentDetails).OfType<YouTubePlaylistItemDetails>()];
    }
}
