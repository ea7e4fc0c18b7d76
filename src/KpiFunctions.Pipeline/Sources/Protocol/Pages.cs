using KpiFunctions.Pipeline.Readings;

namespace KpiFunctions.Pipeline.Sources.Protocol;

/// <summary>One page of a list.</summary>
/// <param name="Next">The platform's name of the next page: a cursor, a token or an offset; null or empty on the last one.</param>
internal readonly record struct Page<T>(IReadOnlyList<T> Items, string? Next);

/// <summary>
/// A list that a platform gives page by page. It ends early where the platform repeats a cursor, does not stop, or refuses
/// a page: what was read before stays, and the refusal says that the list is known only in part.
/// </summary>
/// <param name="name">The list's name in refusals.</param>
/// <param name="platform">The platform's name, as people read it.</param>
/// <param name="most">Pages that are read at most, so that no fault of the platform's holds a fetch for ever.</param>
/// <param name="ask">Requests a page, by the name that the page before gave; null for the first.</param>
internal sealed class Pages<T>(string name, string platform, Refusals refusals, int most, Func<string?, CancellationToken, Task<Page<T>>> ask)
{
    private readonly HashSet<string> asked = new(StringComparer.Ordinal);
    private string? next;
    private bool isAtEnd;
    private int read;
    private DateTimeOffset? reached;

    /// <summary>Which failures end the list instead of the fetch.</summary>
    public Func<SourceException, bool> EndsTheList { get; init; } = Refusals.CostsOnlyItself;

    /// <summary>
    /// When an item was published; set for the list of an account's posts, so that it is known which of them may be missing
    /// where the list ends early. The list gives the newest first; items at the top may be pinned.
    /// </summary>
    public Func<T, DateTimeOffset?>? PublishedAt { get; init; }

    /// <summary>Whether it ended before its end.</summary>
    public bool IsPartial { get; private set; }

    /// <summary>Whether a page was answered.</summary>
    public bool WasAnswered => read > 0;

    /// <summary>Returns the next page; null after the last one that is known.</summary>
    public async Task<IReadOnlyList<T>?> NextAsync(CancellationToken cancellationToken)
    {
        if (isAtEnd) return null;

        // Only now: a caller that has seen enough does not care how the list goes on.
        if (next is not null && (read >= most || !asked.Add(next)))
        {
            Break(new(SourceFailureKind.AnswerUnreadable, $"{platform}'s list repeats itself before its end."));
            return null;
        }

        try
        {
            var page = await ask(next, cancellationToken);
            refusals.WasAnswered = true;
            read++;
            next = page.Next;
            isAtEnd = string.IsNullOrEmpty(next);
            if (PublishedAt is not null) reached = page.Items.Select(PublishedAt).LastOrDefault(time => time is not null) ?? reached;
            return page.Items;
        }
        catch (SourceException e) when (EndsTheList(e))
        {
            Break(e.Failure);
            return null;
        }
    }

    /// <summary>Reads to the end.</summary>
    public async Task<IReadOnlyList<T>> AllAsync(CancellationToken cancellationToken)
    {
        var all = new List<T>();
        while (await NextAsync(cancellationToken) is { } page) all.AddRange(page);
        return all;
    }

    private void Break(SourceFailure failure)
    {
        (isAtEnd, IsPartial) = (true, true);
        refusals.Add(new Refusal(name, read == 0 ? failure : failure with { Message = $"{failure.Message} What comes after page {read} of '{name}' is not known." })
        {
            PostsSince = PublishedAt is null ? null : reached ?? DateTimeOffset.MaxValue,
        });
    }
}
