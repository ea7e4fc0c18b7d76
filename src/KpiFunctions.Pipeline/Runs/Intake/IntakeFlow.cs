using KpiFunctions.Pipeline.Runs.State;

namespace KpiFunctions.Pipeline.Runs.Intake;

/// <summary>Processes the files that consultants drop: configs, exports, notes and brand files.</summary>
public sealed class IntakeFlow(BlobIntake intake, BlobReconciler reconciler) : IFlow
{
    /// <inheritdoc/>
    public IReadOnlyList<TimerJob> Timers => [new("ReconcileBlobs", Schedules.ReconcileBlobs, reconciler.RunAsync)];

    /// <inheritdoc/>
    public IReadOnlyList<QueueHandler> Queues => [QueueHandler.Of<BlobEvent>("BlobDropped", QueueNames.BlobEvents, "RecordBlobEventFailure", TakeInAsync)];

    private async Task TakeInAsync(BlobEvent blobEvent, CancellationToken cancellationToken)
    {
        var (container, name) = blobEvent.Blob();
        await intake.RunAsync(container, name, cancellationToken);
    }
}
