using System.Security.Cryptography;
using System.Text;
using KpiFunctions.Pipeline.Clients;
using KpiFunctions.Pipeline.Delivery;
using KpiFunctions.Pipeline.Delivery.Links;
using KpiFunctions.Pipeline.Digest.Notices;
using KpiFunctions.Pipeline.Runs.Actions;
using KpiFunctions.Pipeline.Runs.State;
using Microsoft.Extensions.Logging;

namespace KpiFunctions.Pipeline.Runs.Web;

/// <summary>
/// Lets a consultant act by a link. Looking at it shows what would happen, and changes nothing; the page's form acts, once. A link is
/// obeyed only while its reader is the client's consultant in the config in force.
/// </summary>
public sealed partial class ActJob(
    ActionLinks links,
    SignedLinks pages,
    ClientDirectory clients,
    RunTable runs,
    AuditTable audit,
    ActionRunner runner,
    DigestArchive digests,
    BrandDirectory brands,
    ActionPageRenderer renderer,
    NoticePages notices,
    TimeProvider time,
    ILogger<ActJob> logger)
{
    /// <summary>A link that may be followed, and what it is about.</summary>
    private sealed record Followed(string Token, ActionLink Link, DeclaredAction Action, ClientConfig Client, Consultant Reader, ActionWords Words)
    {
        /// <summary>The same link is the same instruction.</summary>
        public string Instruction => $"link-{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(Token)))[..20]}";

        public ActionRequest Request => new(Action.Name, Link.Client) { Occurrence = Link.Occurrence, Recipient = Link.Recipient.Length == 0 ? null : Link.Recipient };
    }

    /// <summary>The page that asks: 200; 403 where the reader is not the client's consultant, 404 for a link that was not signed here, 410 for one that has expired, 503 without keys. It changes nothing.</summary>
    public async Task<WebReply> ShowAsync(WebJobRequest request, CancellationToken cancellationToken)
    {
        var (followed, refusal) = await FollowAsync(request.Token, cancellationToken);
        return followed is null ? refusal! : await AskAsync(followed, 200, cancellationToken);
    }

    /// <summary>Acts, and shows what came of it: 200, otherwise as <see cref="ShowAsync"/>. A body other than the page's form gets the page and changes nothing: 400, 408 or 413. A repetition says what was done and when.</summary>
    public async Task<WebReply> ActAsync(WebJobRequest request, CancellationToken cancellationToken)
    {
        var (followed, refusal) = await FollowAsync(request.Token, cancellationToken);
        if (followed is null) return refusal!;

        var body = await request.ReadBodyAsync(ActionForm.LongestBody, cancellationToken);
        if (body.Refusal != 0 || !ActionForm.IsIn(request.Header("Content-Type"), body.Bytes.Span, request.Token))
            return await AskAsync(followed, body.Refusal == 0 ? 400 : body.Refusal, cancellationToken);
        if (!followed.Action.IsChange) return await AskAsync(followed, 200, cancellationToken);

        var instruction = new Instruction(followed.Instruction, followed.Reader.Name, Instruction.Link, time.GetUtcNow()) { ByAddress = followed.Link.Consultant };
        var result = await runner.RunAsync(followed.Request, instruction, cancellationToken);
        return await TellAsync(followed, result, cancellationToken);
    }

    private async Task<(Followed? Followed, WebReply? Refusal)> FollowAsync(string token, CancellationToken cancellationToken)
    {
        var (outcome, link) = await links.ReadAsync(token, cancellationToken);
        if (outcome == LinkOutcome.Unchecked) return (null, await RefuseAsync(503, Notice.Later, null, cancellationToken));
        if (link is null || DeclaredAction.Find(link.Action) is not { IsInLinks: true } action) return (null, await RefuseAsync(404, Notice.ActionForged, null, cancellationToken));

        var client = (await clients.FindAsync(link.Client, cancellationToken))?.Config;
        if (client is null || ReaderOf(client, link) is not { } reader)
        {
            Log.NotYours(logger, link.Action, link.Client);
            return (null, await RefuseAsync(403, Notice.ActionNotYours, null, cancellationToken));
        }

        return outcome == LinkOutcome.Expired
            ? (null, await RefuseAsync(410, Notice.ActionExpired, client.Id, cancellationToken))
            : (new(token, link, action, client, reader, ActionWords.Of(LanguageOf(client, reader), client.Schedule.Zone)), null);
    }

    /// <summary>The one of the client's consultants that the link is for; null where nobody is.</summary>
    private static Consultant? ReaderOf(ClientConfig client, ActionLink link) => client.Consultants.FirstOrDefault(consultant => RecipientHash.Of(consultant.Email) == link.Consultant);

    private static string LanguageOf(ClientConfig client, Consultant reader) => reader.Language ?? client.Language;

    private async Task<WebReply> RefuseAsync(int status, Notice notice, string? client, CancellationToken cancellationToken) =>
        WebReply.Page(status, await notices.WriteAsync(notice, client, null, cancellationToken));

    private async Task<WebReply> AskAsync(Followed followed, int status, CancellationToken cancellationToken)
    {
        var (action, words) = (followed.Action, followed.Words);
        var run = await runs.FindAsync(followed.Link.Client, followed.Link.Occurrence, cancellationToken);
        if (!action.IsChange)
        {
            if (run is not null && await digests.FindPageAsync(run.Client, run.ReportedWeek, null, cancellationToken) is { } page) return WebReply.Page(status, page);
            return await PageAsync(followed, run, status, words.Plain("impossible.title"), [words.Plain("obstacle.NotBuilt")], hasButton: false, cancellationToken);
        }

        if (await audit.FindAsync(followed.Link.Client, followed.Instruction, cancellationToken) is { Outcome: { } outcome, EndedAt: { } at })
            return await TellAsync(followed, new(outcome) { RepeatOf = at }, cancellationToken);
        if (DigestActions.RefusalOf(run, followed.Request) is { } refusal) return await TellAsync(followed, refusal, cancellationToken);
        return await PageAsync(followed, run, status, words.QuestionOf(action), [words.WillOf(action), words.Plain("nothing-yet")], hasButton: true, cancellationToken);
    }

    private async Task<WebReply> TellAsync(Followed followed, ActionResult result, CancellationToken cancellationToken)
    {
        var title = result switch
        {
            { RepeatOf: not null } => "used.title",
            { Outcome: ActionOutcome.Done } => "done.title",
            { Outcome: ActionOutcome.AlreadyDone } => "already.title",
            _ => "impossible.title",
        };
        var run = await runs.FindAsync(followed.Link.Client, followed.Link.Occurrence, cancellationToken);

        // The state stands above, and addresses have no place on a page.
        var told = followed.Words.Of(followed.Action, result with { Run = null, Existing = [], To = null });
        return await PageAsync(followed, run, 200, followed.Words.Plain(title), told, hasButton: false, cancellationToken);
    }

    private async Task<WebReply> PageAsync(Followed followed, Run? run, int status, string title, IReadOnlyList<string> texts, bool hasButton, CancellationToken cancellationToken)
    {
        var (client, words, link) = (followed.Client, followed.Words, followed.Link);
        List<(string, string)> facts = [(words.Plain("fact.client"), client.Name), (words.Plain("fact.week"), words.Days(link.Occurrence.Plus(-1)))];
        if (link.Recipient.Length > 0) facts.Add((words.Plain("fact.for"), PlaceOf(client, link.Recipient)));
        if (run is not null) facts.Add((words.Plain("fact.state"), words.StateOf(run)));
        var open = run?.BuiltAt is null ? null : await pages.ToDigestAsync(client.Id, run.ReportedWeek, null, cancellationToken);
        var page = new ActionPage(LanguageOf(client, followed.Reader), title, facts, texts)
        {
            Button = hasButton ? words.ButtonOf(followed.Action) : null,
            Token = followed.Token,
            Open = open is null ? null : (words.Plain("open"), open),
        };
        return WebReply.Page(status, renderer.Render(page, await brands.FaceOfAsync(client, cancellationToken)), hasForm: hasButton);
    }

    /// <summary>A recipient by its beginning and its domain: whoever sees the page learns no address.</summary>
    private static string PlaceOf(ClientConfig client, string hash)
    {
        if (RecipientHash.FindIn(client, hash) is not var (email, name)) return $"recipients: {hash[..Math.Min(8, hash.Length)]}…";
        return name ?? $"{email[..1]}…{email[email.IndexOf('@', StringComparison.Ordinal)..]}";
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Warning, "A link to {Action} of {Client} was followed whose reader is not the client's consultant: nothing was done.")]
        public static partial void NotYours(ILogger logger, string action, string client);
    }
}
