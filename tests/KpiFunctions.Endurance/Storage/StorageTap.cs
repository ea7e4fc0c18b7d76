using System.Text;
using System.Text.RegularExpressions;
using Azure;
using Azure.Core;
using Azure.Core.Pipeline;
using Azure.Data.Tables;
using KpiFunctions.Pipeline.Runs.State;
using KpiFunctions.Pipeline.Tables;

namespace KpiFunctions.Endurance.Storage;

/// <summary>Stands between a host's storage clients and the storage, below the clients' retries: every attempt passes it.</summary>
/// <param name="untapped">The account as it is, for what a plant has to know.</param>
internal sealed partial class StorageTap(Service service, Seat seat, IConductor conductor, Plant plant, Func<StorageAccount> untapped) : HttpPipelinePolicy
{
    private const string Attempts = "kpi-failed-attempts";

    public override void Process(HttpMessage message, ReadOnlyMemory<HttpPipelinePolicy> pipeline) => throw new NotSupportedException("The pipeline makes asynchronous calls only.");

    public override async ValueTask ProcessAsync(HttpMessage message, ReadOnlyMemory<HttpPipelinePolicy> pipeline)
    {
        var call = Call.Of(service, message.Request);
        if (plant == Plant.StrikeOffWithoutVersion && service == Service.Tables) await DeleteAnyVersionAsync(message.Request);
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

    /// <summary>A transaction that strikes work off deletes its row by instant and its row by name: it is given the version that the work has now.</summary>
    private async Task DeleteAnyVersionAsync(Request request)
    {
        if (request.Content is null || !request.Uri.ToUri().AbsolutePath.EndsWith("$batch", StringComparison.Ordinal)) return;
        var text = Call.TextOf(request);
        var changed = text;
        foreach (var (first, second) in Operations().Matches(text).Zip(Operations().Matches(text).Skip(1)))
        {
            var (byInstant, byName) = (Key(first), Key(second));
            if (byInstant is not { Row: var instant } || !instant.StartsWith("due|", StringComparison.Ordinal) || byName is not { Row: var name } || !name.StartsWith("work|", StringComparison.Ordinal)) continue;
            var found = await untapped().Table(TableNames.Due).GetEntityIfExistsAsync<TableEntity>(byName.Value.Partition, name, cancellationToken: CancellationToken.None);
            if (found is not { HasValue: true, Value: { } row }) continue;
            var (from, to) = (instant.Split('|'), new[] { ScheduledMessage.InstantOf(row.GetDateTimeOffset("DueAt")!.Value), row.GetString("Mark") });
            changed = changed.Replace(from[2], to[0], StringComparison.Ordinal).Replace(from[3], to[1], StringComparison.Ordinal);
        }

        if (changed != text) request.Content = RequestContent.Create(Encoding.UTF8.GetBytes(changed));

        static (string Partition, string Row)? Key(Match operation) =>
            operation.Groups["verb"].Value == "DELETE" && Row().Match(Uri.UnescapeDataString(operation.Groups["address"].Value)) is { Success: true } key
                ? (key.Groups["partition"].Value, key.Groups["row"].Value)
                : null;
    }

    [GeneratedRegex("""("WriteMarks":"[^"]*",)|(,"WriteMarks":"[^"]*")""", RegexOptions.ExplicitCapture, 60_000)]
    private static partial Regex Marks();

    [GeneratedRegex(@"^(?<verb>DELETE|POST|PUT|PATCH|MERGE) (?<address>\S+)", RegexOptions.ExplicitCapture | RegexOptions.Multiline, 60_000)]
    private static partial Regex Operations();

    [GeneratedRegex("PartitionKey='(?<partition>[^']*)',RowKey='(?<row>[^']*)'", RegexOptions.ExplicitCapture, 60_000)]
    private static partial Regex Row();
}
