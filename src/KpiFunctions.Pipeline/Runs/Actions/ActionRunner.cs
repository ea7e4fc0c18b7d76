using KpiFunctions.Pipeline.Delivery.Links;
using KpiFunctions.Pipeline.Runs.State;
using Microsoft.Extensions.Logging;

namespace KpiFunctions.Pipeline.Runs.Actions;

/// <summary>
/// Carries out what people want done, whichever way they say it, and records it. The record is inserted first; the same instruction,
/// carried out again after its process died, takes effect once; one that has an outcome does nothing.
/// </summary>
public sealed partial class ActionRunner(
    AuditTable audit,
    ClientDirectory clients,
    DigestActions digests,
    SendAction send,
    PauseActions pauses,
    LiftAction lift,
    ReplayAction replay,
    ILogger<ActionRunner> logger)
{
    /// <summary>Carries out an instruction.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The action is none that changes anything.</exception>
    public async Task<ActionResult> RunAsync(ActionRequest request, Instruction instruction, CancellationToken cancellationToken)
    {
        // Messages are kept of what concerns no client, and of clients that are gone.
        var client = await clients.FindAsync(request.Client, cancellationToken);
        if (client is null && request.Action != ActionNames.Replay) return await Refusals.NoClientAsync(clients, request.Client, cancellationToken);

        var entry = await audit.TryBeginAsync(request, instruction, cancellationToken) ?? await audit.FindAsync(request.Client, instruction.Id, cancellationToken);
        if (entry is null) throw new InvalidOperationException($"The instruction {instruction.Id} could neither be recorded nor found.");
        if (entry.Outcome is { } outcome) return new(outcome) { RepeatOf = entry.EndedAt, By = entry.Instruction.By, At = entry.EndedAt };

        var result = await DoAsync(client, entry.Request, entry.Instruction, cancellationToken);
        await audit.EndAsync(entry, result.Outcome, cancellationToken);
        Log.CarriedOut(logger, request.Action, request.Client, request.Occurrence?.ToString() ?? AlertTable.NoClient, instruction.Through, instruction.Id, AuditNames.Outcomes[result.Outcome]);
        return result;
    }

    private Task<ActionResult> DoAsync(ClientInForce? client, ActionRequest request, Instruction instruction, CancellationToken cancellationToken) => request.Action switch
    {
        ActionNames.Approve or ActionNames.Hold or ActionNames.Release or ActionNames.Miss => digests.RunAsync(client!, request, instruction, cancellationToken),
        ActionNames.Send => send.RunAsync(client!, request, instruction, cancellationToken),
        ActionNames.Pause or ActionNames.Resume => pauses.RunAsync(client!, request, instruction, cancellationToken),
        ActionNames.Lift => lift.RunAsync(client!, request, cancellationToken),
        ActionNames.Replay => replay.RunAsync(request, cancellationToken),
        _ => throw new ArgumentOutOfRangeException(nameof(request), request.Action, "This action changes nothing."),
    };

    private static partial class Log
    {
        // Whoever wanted it is in the table: a name is nothing for a log.
        [LoggerMessage(1, LogLevel.Information, "The action {Action} on {Client} {Occurrence} came by {Through} as the instruction {Instruction} and is {Outcome}.")]
        public static partial void CarriedOut(ILogger logger, string action, string client, string occurrence, string through, string instruction, string outcome);
    }
}
