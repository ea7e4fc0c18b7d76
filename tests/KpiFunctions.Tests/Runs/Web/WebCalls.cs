using System.Text;
using KpiFunctions.Pipeline.Runs;
using KpiFunctions.Pipeline.Runs.Web;

namespace KpiFunctions.Tests.Runs.Web;

/// <summary>Requests as the hosts hand them to the jobs.</summary>
internal static class WebCalls
{
    public const string Form = "application/x-www-form-urlencoded";

    /// <summary>A request of a link; a POST brings the form of RFC 8058.</summary>
    public static Task<WebReply> AnswerAsync(this PipelineJobs jobs, string name, string method, string token, CancellationToken cancellationToken) =>
        jobs.AnswerAsync(name, method, method == "POST" ? With(token, Form, "List-Unsubscribe=One-Click") : With(token, null, ""), cancellationToken);

    /// <summary>A request with a body.</summary>
    /// <param name="contentType">Null for none.</param>
    public static WebJobRequest With(string token, string? contentType, string body, params (string Name, string Value)[] headers) =>
        With(token, contentType, Encoding.UTF8.GetBytes(body), headers);

    /// <inheritdoc cref="With(string, string?, string, ValueTuple{string, string}[])"/>
    public static WebJobRequest With(string token, string? contentType, byte[] body, params (string Name, string Value)[] headers) => new(
        token,
        headers.Concat(contentType is null ? [] : [("Content-Type", contentType)]).GroupBy(header => header.Item1, header => header.Item2).Select(group => KeyValuePair.Create(group.Key, group.AsEnumerable())),
        new MemoryStream(body));
}
