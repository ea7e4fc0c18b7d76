using KpiFunctions.Pipeline.Delivery.Links;

namespace KpiFunctions.Pipeline.Runs.Web;

/// <summary>A job that a request from outside starts.</summary>
/// <param name="Name">The function's name.</param>
/// <param name="Method">The HTTP method, in capitals.</param>
/// <param name="Route">The route below <c>api</c>, where it is a link's with a placeholder for its token: <c>digests/{token}</c>.</param>
public sealed record WebJob(string Name, string Method, string Route, Func<WebJobRequest, CancellationToken, Task<WebReply>> RunAsync);

/// <summary>The jobs that requests from outside start: links in mails, and SendGrid's events.</summary>
public sealed class WebJobs(DigestPageJob digestPage, UnsubscribeJob unsubscribe, ActJob act, MailEventsJob mailEvents)
{
    /// <summary>Every job. A GET has a HEAD beside it, as RFC 9110 asks for.</summary>
    public IReadOnlyList<WebJob> All { get; } =
    [
        new("ViewDigest", "GET", LinkRoutes.Digest, digestPage.ShowAsync),
        new("ViewDigest", "HEAD", LinkRoutes.Digest, WithoutBody(digestPage.ShowAsync)),
        new("Unsubscribe", "GET", LinkRoutes.Unsubscribe, unsubscribe.ShowAsync),
        new("Unsubscribe", "HEAD", LinkRoutes.Unsubscribe, WithoutBody(unsubscribe.ShowAsync)),
        new("Unsubscribe", "POST", LinkRoutes.Unsubscribe, unsubscribe.UnsubscribeAsync),
        new("Act", "GET", LinkRoutes.Act, act.ShowAsync),
        new("Act", "HEAD", LinkRoutes.Act, WithoutBody(act.ShowAsync)),
        new("Act", "POST", LinkRoutes.Act, act.ActAsync),
        new("SendGridEvents", "POST", LinkRoutes.Events, mailEvents.TakeAsync),
    ];

    /// <summary>Answers a request.</summary>
    public Task<WebReply> AnswerAsync(string name, string method, WebJobRequest request, CancellationToken cancellationToken) =>
        All.Single(job => job.Name == name && job.Method.Equals(method, StringComparison.OrdinalIgnoreCase)).RunAsync(request, cancellationToken);

    private static Func<WebJobRequest, CancellationToken, Task<WebReply>> WithoutBody(Func<WebJobRequest, CancellationToken, Task<WebReply>> answer) =>
        async (request, cancellationToken) => await answer(request, cancellationToken) with { Body = "" };
}
