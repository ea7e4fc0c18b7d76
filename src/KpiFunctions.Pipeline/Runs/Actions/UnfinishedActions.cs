using KpiFunctions.Pipeline.Runs.State;

namespace KpiFunctions.Pipeline.Runs.Actions;

/// <summary>Looks after a client's rows of the audit once a day: carries out what a process that died has left, and deletes what is kept no longer.</summary>
public sealed class UnfinishedActions(AuditTable audit, ActionRunner runner, TimeProvider time)
{
    /// <summary>An action takes seconds: after this time nobody is at it any more.</summary>
    private static readonly TimeSpan Abandoned = TimeSpan.FromHours(1);

    /// <summary>Carries out and deletes.</summary>
    /// <param name="keptDays">How many days the client's config keeps rows.</param>
    public async Task RunAsync(string client, int keptDays, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        foreach (var entry in await audit.ReadAsync(client, cancellationToken))
        {
            if (entry.Instruction.At < now - TimeSpan.FromDays(keptDays)) await audit.DeleteAsync(entry, cancellationToken);
            else if (entry.Outcome is null && entry.Instruction.At < now - Abandoned) await runner.RunAsync(entry.Request, entry.Instruction, cancellationToken);
        }
    }
}
