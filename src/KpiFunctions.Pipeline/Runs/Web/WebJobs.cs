using KpiFunctions.Pipeline.Delivery.Links;

namespace KpiFunctions.Pipeline.Runs.Web;

/// <summary>A job that a request from outside starts.</summary>
/// <param name="Name">The function's name.</param>
/// <param name="Method">The HTTP method, in capitals.</param>
/// <param name="Route">The route below <c>api</c>, with a placeholder for the link's token: <c>digests/{token}</c>.</param>
public sealed record WebJob(string Name, string Method, string Route, Func<WebRequest, CancellationToken, Task<WebReply>> RunAsync);

/// <summary>The jobs that links in mails start.</summary>
public sealed class WebJobs(DigestPageJob digestPage, UnsubscribeJob unsubscribe, ActJob act)
{
    /// <summary>Every job. A GET has a HEAD beside it, as RFC 9110 asks for.</summary>
    public IReadOnlyList<WebJob> All { get; } =
    [
        new("ViewDigest", "GET", LinkRoutes.Digest, OfToken(digestPage.ShowAsync)),
        new("ViewDigest", "HEAD", LinkRoutes.Digest, WithoutBody(OfToken(digestPage.ShowAsync))),
        new("Unsubscribe", "GET", LinkRoutes.Unsubscribe, OfToken(unsubscribe.ShowAsync)),
        new("Unsubscribe", "HEAD", LinkRoutes.Unsubscribe, WithoutBody(OfToken(unsubscribe.ShowAsync))),
        new("Unsubscribe", "POST", LinkRoutes.Unsubscribe, OfToken(unsubscribe.UnsubscribeAsync)),
        new("Act", "GET", LinkRoutes.Act, act.ShowAsync),
        new("Act", "HEAD", LinkRoutes.Act, WithoutBody(act.ShowAsync)),
        new("Act", "POST", LinkRoutes.Act, act.ActAsync),
    ];

    /// <summary>Answers a request.</summary>
    public Task<WebReply> AnswerAsync(string name, string method, WebRequest request, CancellationToken cancellationToken) =>
        All.Single(job => job.Name == name && job.Method.Equals(method, StringComparison.OrdinalIgnoreCase)).RunAsync(request, cancellationToken);

    private static Func<WebRequest, CancellationToken, Task<WebReply>> OfToken(Func<string, CancellationToken, Task<WebReply>> answer) =>
        (request, cancellationToken) => answer(request.Token, cancellationToken);

    private static Func<WebRequest, CancellationToken, Task<WebReply>> WithoutBody(Func<WebRequest, CancellationToken, Task<WebReply>> answer) =>
        async (request, cancellationToken) => await answer(request, cancellationToken) with { Body = "" };
}
