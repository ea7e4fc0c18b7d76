using System.Runtime.CompilerServices;
using KpiFunctions.Pipeline.Periods;
using KpiFunctions.Pipeline.Readings;
using KpiFunctions.Pipeline.Sources.Http;

namespace KpiFunctions.Pipeline.Sources.X;

/// <summary>
/// Accounts on X: followers as they are now, posts with what came back, and mentions by day. Every read is paid, so what
/// matters most comes first and the rest as far as the month's budget reaches.
/// </summary>
public sealed class XSource(IHttpClientFactory clients, TimeProvider clock) : ISource
{
    /// <inheritdoc/>
    public SourceTraits Traits => XMetrics.Traits;

    /// <inheritdoc/>
    public async IAsyncEnumerable<SourcePage> FetchAsync(SourceRequest request, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var token = SourceSecrets.Token(request);
        var name = NameOf(request.Source.Account);
        var now = clock.GetUtcNow();
        var days = new SourceDays(request.Zone, now, Traits.SettlesAfter);
        var http = new SourceHttp(clients.CreateClient(SourceClients.NameOf(XMetrics.Traits)), clock, token) { Requests = request.Requests };
        var client = new XClient(http, clock, token, request.Budget);

        var user = await client.UserAsync(name, cancellationToken);
        if (user.Data is not { Id: { Length: > 0 } id } account) throw NoUser(http, name, user.Errors);
        yield return new() { Readings = LevelToday.Of(request, now, account.PublicMetrics?.FollowersCount) };
        if (account.Protected == true)
        {
            yield return new() { Refusals = [new("tweets", new(SourceFailureKind.PermissionMissing, $"'{name}' shows its posts to approved followers only: X gives them to no app."))] };
            yield break;
        }

        var (posts, mentions) = RangesOf(request.Days, days);
        var own = new XList(client, id, "tweets", "&exclude=retweets,replies");
        await foreach (var page in own.PagesAsync(request.Zone.StartOf(posts.First), EndOf(posts, request.Zone, now), cancellationToken))
            yield return new() { Posts = [.. page.Select(post => XMapping.PostOf(request.Source.Ref, post, isMention: false, now)).OfType<Post>()] };

        var found = new Dictionary<string, Post>(StringComparer.Ordinal);
        var others = new XList(client, id, "mentions");
        await foreach (var page in others.PagesAsync(request.Zone.StartOf(mentions.First), EndOf(mentions, request.Zone, now), cancellationToken))
            foreach (var mention in page.Select(post => XMapping.PostOf(request.Source.Ref, post, isMention: true, now)).OfType<Post>()) found.TryAdd(mention.Id, mention);

        var covered = CoveredFrom(mentions, others.Stop, found.Values.Min(mention => (DateTimeOffset?)mention.Published), request.Zone);
        yield return new()
        {
            Posts = [.. found.Values],
            Readings = XMapping.Mentions(request.Source.Ref, mentions, covered, found.Values, days),
            Refusals = [.. new[] { own.Stop, others.Stop }.OfType<Refusal>()],
        };
    }

    /// <summary>The days of posts and of mentions to read. A backfill, which somebody asked for, gets all that it asks.</summary>
    private static (DayRange Posts, DayRange Mentions) RangesOf(DayRange wanted, SourceDays days)
    {
        var today = days.Zone.DayAt(days.Now);
        if (!wanted.Contains(today)) return (wanted, wanted);
        var first = Later(wanted.First, today.AddDays(-XMetrics.PostDays));
        return (new(first, wanted.Last), new(Earlier(first.AddDays(XMetrics.Traits.LookBackDays - XMetrics.MentionLookBackDays), wanted.Last), wanted.Last));
    }

    /// <summary>The first day that a list covers whole. One that broke off has perhaps shown its last day only in part.</summary>
    private static DateOnly? CoveredFrom(DayRange wanted, Refusal? stop, DateTimeOffset? oldest, Zone zone) =>
        stop is null ? wanted.First : oldest is { } instant ? zone.DayAt(instant).AddDays(1) : null;

    /// <summary>X takes no end that is still to come.</summary>
    private static DateTimeOffset? EndOf(DayRange range, Zone zone, DateTimeOffset now) => zone.StartOf(range.Last.AddDays(1)) is var end && end < now ? end : null;

    /// <summary>The name with or without its at sign.</summary>
    private static string NameOf(string account)
    {
        var name = account.TrimStart('@');
        return name.Length is > 0 and <= 15 && name.All(letter => char.IsAsciiLetterOrDigit(letter) || letter == '_')
            ? name
            : throw new SourceException(new(SourceFailureKind.AccountUnknown, $"'{account}' is not a name on X: up to 15 letters, digits and underscores, with or without an @."));
    }

    private static SourceException NoUser(SourceHttp http, string name, IReadOnlyList<XProblem>? errors) =>
        errors is [{ } problem, ..]
            ? http.Failure(SourceFailureKind.AccountUnknown, $"X: {problem.Detail ?? problem.Title ?? $"there is no user '{name}'"}")
            : http.Failure(SourceFailureKind.AnswerUnreadable, $"X answered without the user '{name}' and without saying why.");

    private static DateOnly Earlier(DateOnly left, DateOnly right) => left < right ? left : right;

    private static DateOnly Later(DateOnly left, DateOnly right) => left < right ? right : left;
}
