using KpiFunctions.Benchmarks.Paired;
using KpiFunctions.Cli.Hosting;
using KpiFunctions.Pipeline.Runs.State;
using KpiFunctions.Pipeline.Tables;
using KpiFunctions.StorageTwin;
using KpiFunctions.StorageTwin.Lines;

namespace KpiFunctions.Benchmarks.Planning;

/// <summary>What came out.</summary>
/// <param name="Times">Of the processor.</param>
/// <param name="Allocated">Bytes in one run of each side.</param>
internal sealed record PlanComparison(int Messages, Comparison Times, (long Plan, long Bare) Allocated);

/// <summary>Both sides on one storage in memory, which holds the same rows whenever a run begins.</summary>
internal sealed class PlanCourse
{
    private const int WarmUps = 3;

    /// <summary>Clients whose work is scheduled at once: writes that wait for the same shard go together.</summary>
    private const int ScheduledAtOnce = 4_000;

    private static readonly DateTimeOffset Now = new(2026, 11, 23, 8, 0, 0, TimeSpan.Zero);

    private readonly LeapingClock clock = new(Now);
    private readonly TwinAccount twin;
    private readonly StorageAccount account;
    private AccountLines due = new([]);
    private int messages;

    private PlanCourse()
    {
        twin = new(clock) { KeepsRequests = false };
        account = new(twin.NewTables(), twin.NewBlobs(), twin.NewQueues());
    }

    private Outbox Planner => new(new ScheduledMessageTable(account), account, clock);

    /// <summary>Clients of which everything is due.</summary>
    public static async Task<PlanCourse> OfAsync(int clients, CancellationToken cancellationToken)
    {
        var course = new PlanCourse { messages = clients * 3 };
        await course.account.CreateMissingAsync([QueueNames.Digest, QueueNames.Fetch], cancellationToken);
        var outbox = course.Planner;
        foreach (var some in Enumerable.Range(0, clients).Chunk(ScheduledAtOnce))
            await Task.WhenAll(some.SelectMany(client => WorkOf($"client-{client}")).Select(work => outbox.ScheduleAsync(work, Now, cancellationToken)));
        course.due = course.twin.Dump();
        return course;
    }

    public async Task<PlanComparison> CompareAsync(int rounds, CancellationToken cancellationToken)
    {
        var bare = BarePlan.Of(due, account, Now + Outbox.ResentAfter);
        await CheckAsync(bare, cancellationToken);
        var (ofPlan, ofBare) = (0L, 0L);
        var times = await PairedRuns.CompareAsync(
            Counted(PlanAsync, bytes => ofPlan = bytes),
            Counted(bare.RunAsync, bytes => ofBare = bytes),
            WarmUps, rounds, new ProcessorTime(), round => Console.Error.WriteLine(round < 0 ? "warm-up" : $"round {round + 1} of {rounds}"), cancellationToken);
        return new(messages, times, (ofPlan, ofBare));
    }

    private async Task PlanAsync(CancellationToken cancellationToken)
    {
        var (digests, fetches) = (await Planner.SendDueAsync(Lane.Digests, cancellationToken), await Planner.SendDueAsync(Lane.Fetches, cancellationToken));
        if (digests + fetches != messages) throw new InvalidOperationException($"Only {digests + fetches} of {messages} messages were sent.");
    }

    private Contender Counted(Func<CancellationToken, Task> runAsync, Action<long> tellAllocated) => new(
        _ =>
        {
            SetBack();
            return Task.CompletedTask;
        },
        async token =>
        {
            var before = GC.GetTotalAllocatedBytes();
            await runAsync(token);
            tellAllocated(GC.GetTotalAllocatedBytes() - before);
        });

    private void SetBack()
    {
        twin.Reset();
        twin.Load(due);
    }

    /// <summary>A side that wrote something else would be quick.</summary>
    private async Task CheckAsync(BarePlan bare, CancellationToken cancellationToken)
    {
        SetBack();
        await PlanAsync(cancellationToken);
        var planned = Written();
        SetBack();
        await bare.RunAsync(cancellationToken);
        if (!Written().SequenceEqual(planned)) throw new InvalidOperationException("The bare side does not write what the planner does.");
    }

    /// <summary>Rows and messages without what is drawn.</summary>
    private List<string> Written()
    {
        var lines = twin.Dump();
        var rows = lines.Rows.Select(row =>
            $"{row.PartitionKey} {Unmarked(row.RowKey, row)} {string.Join(' ', row.Properties.Where(column => column.Key != "Mark").OrderBy(column => column.Key, StringComparer.Ordinal))}");
        return [.. rows.Concat(lines.Messages.Select(message => $"{message.Queue} {MessageJson.Lasting(MessageJson.Decode(message.Text))} {message.Text.Length}")).Order(StringComparer.Ordinal)];
    }

    private static string Unmarked(string key, RowLine row) => key.Replace((string)row.Properties["Mark"], "", StringComparison.Ordinal);

    private static IEnumerable<Work> WorkOf(string client) =>
        [new DigestMessage(client, "2026-W48"), new FetchMessage(client, "facebook", "201100000000001"), new FetchMessage(client, "instagram", "178414000000001")];
}
