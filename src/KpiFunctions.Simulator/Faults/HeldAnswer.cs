namespace KpiFunctions.Simulator.Faults;

/// <summary>An answer that is made when it is asked for and sent when it is released.</summary>
public sealed class HeldAnswer
{
    private readonly TaskCompletionSource arrived = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource released = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Completes when a request is held.</summary>
    public Task Arrived => arrived.Task;

    /// <summary>Lets go what is held, and what comes later.</summary>
    public void Release() => released.TrySetResult();

    internal Task HoldAsync(CancellationToken cancellationToken)
    {
        arrived.TrySetResult();
        return released.Task.WaitAsync(cancellationToken);
    }
}
