using KpiFunctions.Pipeline.Delivery.Links;

namespace KpiFunctions.Pipeline.Runs.Web;

/// <summary>A job that a request from outside starts.</summary>
/// <param name="Name">The function's name.</param>
/// <param name="Method">The HTTP method, in capitals.</param>
/// <param name="Route">The route below <c>api</c>, with a placeholder for the link's token: <c>digests/{token}</c>.</param>
/// <param name="RunAsync">Takes the link's token.</param>
public sealed record WebJob(string Name, string Method, string Route, Func<string, CancellationToken, Task<WebReply>> RunAsync);

/// <summary>The jobs that links in mails start.</summary>
public sealed class WebJobs(DigestPageJob digestPage, UnsubscribeJob unsubscribe)
{
    /// <summary>Every job. A GET has a HEAD beside it, as RFC 9110 asks for.</summary>
    public IReadOnlyList<WebJob> All { get; } =
    [
        new("ViewDigest", "GET", LinkRoutes.Digest, digestPage.ShowAsync),
        new("ViewDigest", "HEAD", LinkRoutes.Digest, WithoutBody(digestPage.ShowAsync)),
        new("Unsubscribe", "GET", LinkRoutes.Unsubscribe, unsubscribe.ShowAsync),
        new("Unsubscribe", "HEAD", LinkRoutes.Unsubscribe, WithoutBody(unsubscribe.ShowAsync)),
        new("Unsubscribe", "POST", LinkRoutes.Unsubscribe, unsubscribe.UnsubscribeAsync),
    ];

    /// <summary>Answers a request.</summary>
    public Task<WebReply> AnswerAsync(string name, string method, string token, CancellationToken cancellationToken) =>
        All.Single(job => job.Name == name && job.Method.Equals(method, StringComparison.OrdinalIgnoreCase)).RunAsync(token, cancellationToken);

    private static Func<string, CancellationToken, Task<WebReply>> WithoutBody(Func<string, CancellationToken, Task<WebReply>> answer) =>
        async (token, cancellationToken) => await answer(token, cancellationToken) with { Body = "" };
}
