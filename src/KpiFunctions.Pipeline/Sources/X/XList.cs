using System.Runtime.CompilerServices;
using KpiFunctions.Pipeline.Readings;

namespace KpiFunctions.Pipeline.Sources.X;

/// <summary>One list of posts, read page by page until its end, its first wanted instant, or the end of the budget.</summary>
internal sealed class XList(XClient client, string user, string name, string more = "")
{
    /// <summary>Why the list was not read to its end; null where it was.</summary>
    public Refusal? Stop { get; private set; }

    /// <summary>The pages, the newest posts first. What was read before it broke off stays.</summary>
    public async IAsyncEnumerable<IReadOnlyList<XPost>> PagesAsync(DateTimeOffset since, DateTimeOffset? until, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var asked = new HashSet<string>(StringComparer.Ordinal);
        for (string? token = null; ;)
        {
            if (await PageAsync(since, until, token, cancellationToken) is not { } page) yield break;
            yield return page.Data ?? [];

            token = page.Meta?.NextToken;
            if (string.IsNullOrEmpty(token)) yield break;
            if (asked.Add(token) && asked.Count < XMetrics.MaxPages) continue;
            Stop = PostWindow.BrokenOff(name, XMetrics.Traits.Name);
            yield break;
        }
    }

    private async Task<XPosts?> PageAsync(DateTimeOffset since, DateTimeOffset? until, string? token, CancellationToken cancellationToken)
    {
        try
        {
            return await client.PostsAsync(user, name, since, until, token, more, cancellationToken);
        }
        catch (SourceException e) when (CostsOnlyItself(e.Failure))
        {
            Stop = new(name, e.Failure);
            return null;
        }
    }

    private static bool CostsOnlyItself(SourceFailure failure) => !failure.IsAppWide && failure.Kind
        is SourceFailureKind.BudgetSpent or SourceFailureKind.RequestRefused or SourceFailureKind.PermissionMissing or SourceFailureKind.AnswerUnreadable;
}
