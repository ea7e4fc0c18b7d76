using System.Runtime.CompilerServices;
using KpiFunctions.Pipeline.Periods;
using KpiFunctions.Pipeline.Readings;
using KpiFunctions.Pipeline.Sources.Http;
using KpiFunctions.Pipeline.Sources.Protocol;

namespace KpiFunctions.Pipeline.Sources.X;

/// <summary>
/// Accounts on X: followers as they are now, posts with what came back, and mentions by day. Every read is paid, so what
/// matters most comes first and the rest as far as the month's budget reaches.
/// </summary>
public sealed class XSource(IHttpClientFactory clients, XPrices prices, TimeProvider clock) : ISource
{
    private const string Tweets = "tweets";

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
        var client = new XClient(http, clock, token, request.Budget, prices);
        var refusals = new Refusals();

        var userFields = new AskTogether<XField>(refusals, field => $"user.{field.Name}", request.Skip);
        var user = await userFields.AskAsync(
            XMetrics.OfUser, fields => client.UserAsync(name, fields, cancellationToken), field => client.UserAsync(name, [field], cancellationToken));
        if (user.Data is not { Id: { Length: > 0 } id } account) throw NoUser(http, name, user.Errors);
        if (account.Username is { Length: > 0 } current && !current.Equals(name, StringComparison.OrdinalIgnoreCase)) refusals.Add("username", Renamed(name, current));
        yield return new() { Readings = LevelToday.Of(request, now, account.PublicMetrics?.FollowersCount), Refusals = Taken(refusals) };
        if (account.Protected == true)
        {
            yield return new() { Refusals = [new(Tweets, new(SourceFailureKind.PermissionMissing, $"'{name}' shows its posts to approved followers only: X gives them to no app.")) { PostsSince = DateTimeOffset.MaxValue }] };
            yield break;
        }

        var (posts, mentions) = RangesOf(request.Days, days);
        var postFields = new AskTogether<XField>(refusals, field => $"post.{field.Name}", request.Skip);
        var own = PagesOf(new(id, Tweets, request.Zone.StartOf(posts.First), EndOf(posts, request.Zone, now), "&exclude=retweets,replies"), client, postFields, refusals);
        while (await own.NextAsync(cancellationToken) is { } page)
            yield return new() { Posts = [.. page.Select(post => XMapping.PostOf(request.Source.Ref, post, isMention: false, now)).OfType<Post>()], Refusals = Taken(refusals) };

        var found = new Dictionary<string, Post>(StringComparer.Ordinal);
        var others = PagesOf(new(id, "mentions", request.Zone.StartOf(mentions.First), EndOf(mentions, request.Zone, now)), client, postFields, refusals);
        while (await others.NextAsync(cancellationToken) is { } page)
            foreach (var mention in page.Select(post => XMapping.PostOf(request.Source.Ref, post, isMention: true, now)).OfType<Post>()) found.TryAdd(mention.Id, mention);

        if (!others.IsPartial && found.Count >= XMetrics.MentionsListed) refusals.Add("mentions (older)", NoOlder(found.Values.Min(mention => mention.Published)));
        var covered = CoveredFrom(mentions, others.IsPartial || found.Count >= XMetrics.MentionsListed, found.Values.Min(mention => (DateTimeOffset?)mention.Published), request.Zone);
        yield return new()
        {
            Posts = [.. found.Values],
            Readings = XMapping.Mentions(request.Source.Ref, mentions, covered, found.Values, days),
            Refusals = Taken(refusals),
        };
    }

    /// <summary>A list, read page by page until its end or the end of the budget.</summary>
    private static Pages<XPost> PagesOf(XList list, XClient client, AskTogether<XField> fields, Refusals refusals) => new(
        list.Name, XMetrics.Traits.Name, refusals, XMetrics.MaxPages, async (at, token) =>
        {
            var page = await fields.AskAsync(
                XMetrics.OfPost,
                some => client.PostsAsync(list, [XMetrics.CreatedAt, .. some], at, XMetrics.MostPosts, token),
                field => client.PostsAsync(list, [XMetrics.CreatedAt, field], at, XMetrics.FewestPosts, token));
            return new(page.Data ?? [], page.Meta?.NextToken);
        })
    {
        PublishedAt = list.Name == Tweets ? post => post.CreatedAt : null,
        EndsTheList = e => Refusals.CostsOnlyItself(e) || e.Failure is { Kind: SourceFailureKind.BudgetSpent, IsAppWide: false },
    };

    /// <summary>What was refused since the last call, with the figures that are not known because of it. A budget that is spent refuses none.</summary>
    private static IReadOnlyList<Refusal> Taken(Refusals refusals) =>
    [
        .. refusals.Take().Select(refusal => (refusal.What, refusal.Failure.Kind) switch
        {
            ("user.public_metrics", _) => refusal with { Metrics = [Metrics.Followers] },
            ("mentions", not SourceFailureKind.BudgetSpent) => refusal with { Metrics = [Metrics.Mentions] },
            _ => refusal,
        }),
    ];

    /// <summary>The days of posts and of mentions to read. A backfill, which somebody asked for, gets all that it asks.</summary>
    private static (DayRange Posts, DayRange Mentions) RangesOf(DayRange wanted, SourceDays days)
    {
        var today = days.Zone.DayAt(days.Now);
        if (!wanted.Contains(today)) return (wanted, wanted);
        var first = Later(wanted.First, today.AddDays(-XMetrics.PostDays));
        return (new(first, wanted.Last), new(Earlier(first.AddDays(XMetrics.Traits.LookBackDays - XMetrics.MentionLookBackDays), wanted.Last), wanted.Last));
    }

    /// <summary>The first day that a list covers whole. One that broke off has perhaps shown its last day only in part.</summary>
    private static DateOnly? CoveredFrom(DayRange wanted, bool isPartial, DateTimeOffset? oldest, Zone zone) =>
        !isPartial ? wanted.First : oldest is { } instant ? zone.DayAt(instant).AddDays(1) : null;

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

    private static SourceFailure NoOlder(DateTimeOffset oldest) =>
        new(SourceFailureKind.PartlyUnknown, $"X lists the last 800 mentions: how many there were before {oldest:yyyy-MM-dd} is not known.");

    private static SourceFailure Renamed(string name, string current) =>
        new(SourceFailureKind.AccountUnknown, $"The account has another name now, '{current}': the config has to give it as 'account' in place of '{name}', which somebody else may take.");

    private static SourceException NoUser(SourceHttp http, string name, IReadOnlyList<XProblem>? errors) =>
        errors is [{ } problem, ..]
            ? http.Failure(SourceFailureKind.AccountUnknown, $"X: {problem.Detail ?? problem.Title ?? $"there is no user '{name}'"} Where the account has another name now, the config has to give that one.")
            : http.Failure(SourceFailureKind.AnswerUnreadable, $"X answered without the user '{name}' and without saying why.");

    private static DateOnly Earlier(DateOnly left, DateOnly right) => left < right ? left : right;

    private static DateOnly Later(DateOnly left, DateOnly right) => left < right ? right : left;
}
