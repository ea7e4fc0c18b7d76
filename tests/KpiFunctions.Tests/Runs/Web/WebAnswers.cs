using System.Text;
using KpiFunctions.Pipeline.Runs;
using KpiFunctions.Pipeline.Runs.Web;

namespace KpiFunctions.Testing;

/// <summary>Requests to the pipeline's web jobs, without a server.</summary>
internal static class WebAnswers
{
    /// <summary>A request without a body.</summary>
    public static Task<WebReply> AnswerAsync(this PipelineJobs jobs, string name, string method, string token, CancellationToken cancellationToken) =>
        jobs.AnswerAsync(name, method, new WebJobRequest(token, [], Stream.Null), cancellationToken);

    /// <summary>A form that is posted.</summary>
    public static Task<WebReply> PostAsync(this PipelineJobs jobs, string name, string token, string form, CancellationToken cancellationToken, string contentType = "application/x-www-form-urlencoded") =>
        jobs.AnswerAsync(name, "POST", new WebJobRequest(token, [KeyValuePair.Create<string, IEnumerable<string>>("Content-Type", [contentType])], new MemoryStream(Encoding.UTF8.GetBytes(form))), cancellationToken);
}
