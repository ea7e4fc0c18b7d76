using KpiFunctions.Pipeline.Periods;
using KpiFunctions.Pipeline.Readings;

namespace KpiFunctions.Pipeline.Kpis.Measuring;

/// <summary>What was said in the week, thread by thread: under the client's posts, and in messages by others that name it.</summary>
internal static class DiscussionThreads
{
    /// <summary>Questions by others first, since they want an answer; then the longest, the earlier of equals first.</summary>
    public static IReadOnlyList<DiscussionThread> Of(ClientData data, IsoWeek week) =>
        [.. data.Accounts.SelectMany(account => account.PostsIn(week.Days).Concat(account.MentionsIn(week.Days)))
            .Select(dated => Of(dated.Post))
            .Where(thread => thread.Messages > 0)
            .OrderByDescending(thread => thread.Asks)
            .ThenByDescending(thread => thread.Messages)
            .ThenBy(thread => thread.Post.Published).ThenBy(thread => thread.Post.Id, StringComparer.Ordinal)];

    private static DiscussionThread Of(Post post) => new(
        post,
        post.IsMention ? 1 : (post[Metrics.Comments] ?? 0) + (post[Metrics.Replies] ?? 0),
        post.IsMention && Questions.Asks(post.Excerpt));
}
