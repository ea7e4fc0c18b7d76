using System.Text;
using System.Text.RegularExpressions;
using Azure;
using Azure.Core;
using Azure.Core.Pipeline;

namespace KpiFunctions.Endurance.Storage;

/// <summary>Stands between a host's storage clients and the storage, below the clients' retries: every attempt passes it.</summary>
internal sealed partial class StorageTap(Service service, Seat seat, IConductor conductor, Plant plant) : HttpPipelinePolicy
{
    private const string Attempts = "kpi-failed-attempts";

    public override void Process(HttpMessage message, ReadOnlyMemory<HttpPipelinePolicy> pipeline) => throw new NotSupportedException("The pipeline makes asynchronous calls only.");

    public override async ValueTask ProcessAsync(HttpMessage message, ReadOnlyMemory<HttpPipelinePolicy> pipeline)
    {
        var call = Call.Of(service, message.Request);
        if (plant == Plant.StrikeOffWithoutVersion && service == Service.Tables) DeleteAnyVersion(message.Request);
        var fate = await conductor.ArriveAsync(seat, call);
        if (FaultAnswer.Instead(service, fate) is { } refusal)
        {
            Count(message, call);
            message.Response = refusal;
            return;
        }

        if (fate == Fate.LoseRequest)
        {
            Count(message, call);
            throw Broken("Connection reset by peer");
        }

        if (fate == Fate.Vanish)
        {
            // It expires before the clock moves on to when it would be visible.
            message.Request.Uri.AppendQuery("visibilitytimeout", "1");
            message.Request.Uri.AppendQuery("messagettl", "2");
            await ProcessNextAsync(message, pipeline);
            return;
        }

        if (fate == Fate.DieBefore) await DieAsync();
        await ProcessNextAsync(message, pipeline);
        conductor.Executed(call, message.Response.Status);
        if (fate == Fate.Twice)
        {
            await ProcessNextAsync(message, pipeline);
            conductor.Executed(call, message.Response.Status);
        }

        if (fate == Fate.DieAfter) await DieAsync();
        if (fate == Fate.LoseAnswer)
        {
            Count(message, call);
            throw Broken("The response ended prematurely.");
        }

        if (plant == Plant.ClaimWithoutMark && service == Service.Tables) HideMarks(message.Response);
    }

    private async Task DieAsync()
    {
        conductor.Died(seat);
        await Seat.Never();
    }

    /// <summary>The clients give a request four attempts.</summary>
    private void Count(HttpMessage message, Call call)
    {
        var failed = message.TryGetProperty(Attempts, out var before) && before is int count ? count + 1 : 1;
        message.SetProperty(Attempts, failed);
        if (failed == 4) conductor.Failed(seat, call);
    }

    private static RequestFailedException Broken(string why) => new(why, new HttpRequestException(why, new IOException(why)));

    private static void HideMarks(Response response)
    {
        if (response.ContentStream is not MemoryStream { Length: > 0 } stream) return;
        var text = Encoding.UTF8.GetString(stream.ToArray());
        if (text.Contains("WriteMarks", StringComparison.Ordinal)) response.ContentStream = new MemoryStream(Encoding.UTF8.GetBytes(Marks().Replace(text, "")));
        else stream.Position = 0;
    }

    private static void DeleteAnyVersion(Request request)
    {
        var path = request.Uri.ToUri().AbsolutePath;
        if (request.Method == RequestMethod.Delete && path.Contains("/Due(", StringComparison.Ordinal)) request.Headers.SetValue("If-Match", "*");
        if (request.Content is null || !path.EndsWith("$batch", StringComparison.Ordinal)) return;
        var text = Call.TextOf(request);
        var changed = VersionOfDelete().Replace(text, "${delete}If-Match: *");
        if (changed != text) request.Content = RequestContent.Create(Encoding.UTF8.GetBytes(changed));
    }

    [GeneratedRegex("""("WriteMarks":"[^"]*",)|(,"WriteMarks":"[^"]*")""", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Marks();

    [GeneratedRegex(@"(?<delete>DELETE [^\r\n]*/Due\([^\r\n]*\r\n([^\r\n]+\r\n)*?)If-Match: [^\r\n]+", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex VersionOfDelete();
}
