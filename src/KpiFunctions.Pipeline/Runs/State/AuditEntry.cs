using Azure;

namespace KpiFunctions.Pipeline.Runs.State;

/// <summary>What somebody wanted done, and what came of it.</summary>
/// <param name="Outcome">Null where its process died before it was recorded: it is carried out again.</param>
/// <param name="EndedAt">When the outcome was recorded.</param>
public sealed record AuditEntry(ActionRequest Request, Instruction Instruction, ActionOutcome? Outcome, DateTimeOffset? EndedAt, ETag Version);

/// <summary>What came of an action.</summary>
public enum ActionOutcome
{
    /// <summary>It is done; what follows is queued.</summary>
    Done,

    /// <summary>It had been done before.</summary>
    AlreadyDone,

    /// <summary>It is not possible in the state that was found.</summary>
    NotPossible,

    /// <summary>There is no such client, digest, recipient or message.</summary>
    NoSuch,
}

/// <summary>Stored names of the audit.</summary>
public static class AuditNames
{
    /// <summary>In <c>Outcome</c> of <c>Audit</c>.</summary>
    public static readonly IReadOnlyDictionary<ActionOutcome, string> Outcomes = new Dictionary<ActionOutcome, string>
    {
        [ActionOutcome.Done] = "done",
        [ActionOutcome.AlreadyDone] = "already-done",
        [ActionOutcome.NotPossible] = "not-possible",
        [ActionOutcome.NoSuch] = "no-such",
    };
}
