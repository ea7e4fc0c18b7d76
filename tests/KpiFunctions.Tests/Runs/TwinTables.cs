using KpiFunctions.Pipeline.Runs.State;
using KpiFunctions.Pipeline.Tables;
using KpiFunctions.StorageTwin;
using KpiFunctions.StorageTwin.Faults;
using Microsoft.Extensions.Logging.Abstractions;

namespace KpiFunctions.Testing;

/// <summary>A storage account in memory with the pipeline's tables and queues, for tests of the classes that read and write them.</summary>
internal static class TwinTables
{
    /// <summary>The answers that a write may lose after it took effect.</summary>
    public static readonly TheoryData<FaultKind> Losses = [FaultKind.LoseAnswer, FaultKind.LoseAnswerAsInternalError];

    /// <summary>The account as a host sees it.</summary>
    public static async Task<StorageAccount> AccountAsync(this TwinAccount twin, string host = "")
    {
        var account = new StorageAccount(twin.NewTables(host), twin.NewBlobs(host), twin.NewQueues(host: host));
        await account.CreateMissingAsync(["fetch", "digest", "send", "report", "blob-events"], TestContext.Current.CancellationToken);
        return account;
    }

    /// <summary>The account's alerts, with all that tells them.</summary>
    public static AlertTable Alerts(this StorageAccount account, TimeProvider time)
    {
        var scheduled = new ScheduledMessageTable(account);
        return new(account, new(new(account, time), new(account, time), scheduled, new(scheduled, account, time), time), time, NullLogger<AlertTable>.Instance);
    }

    /// <summary>Makes the next conditional write lose its answer after it took effect.</summary>
    public static AddedFault LoseNext(this TwinAccount twin, FaultKind kind) => twin.Faults.Add(TwinFault.AtConditional(1, kind));
}
