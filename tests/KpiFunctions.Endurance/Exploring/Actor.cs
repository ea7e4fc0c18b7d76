using KpiFunctions.Endurance.Hosts;

namespace KpiFunctions.Endurance.Exploring;

/// <summary>Why an actor no longer goes on.</summary>
internal enum Stop
{
    /// <summary>It has nothing to do.</summary>
    Idle,

    /// <summary>Its process has ended.</summary>
    Dead,

    /// <summary>Another goes first; its call waits.</summary>
    Held,
}

/// <summary>A planner or a worker: one process, which goes on only when it is told to.</summary>
internal sealed class Actor(string name, Host host)
{
    private TaskCompletionSource<Stop> stopped = NewStop();
    private TaskCompletionSource? held;

    public string Name => name;

    public Host Host { get; set; } = host;

    /// <summary>Whether one of its calls waits.</summary>
    public bool IsHeld => held is not null;

    /// <summary>Whether it has still to begin at this instant.</summary>
    public bool IsDue { get; set; }

    /// <summary>Goes on with the call that waits, or begins with these timers and the messages.</summary>
    public async Task<Stop> GoOnAsync(IReadOnlyList<string> timers, bool handlesMessages, CancellationToken cancellationToken)
    {
        stopped = NewStop();
        IsDue = false;
        if (held is { } waiting)
        {
            held = null;
            waiting.SetResult();
        }
        else
        {
            _ = WorkAsync(timers, handlesMessages, cancellationToken);
        }

        return await stopped.Task;
    }

    /// <summary>Another goes first: ends when this one goes on.</summary>
    public Task HoldAsync()
    {
        held = new(TaskCreationOptions.RunContinuationsAsynchronously);
        stopped.SetResult(Stop.Held);
        return held.Task;
    }

    public void Die() => stopped.TrySetResult(Stop.Dead);

    /// <summary>After a run that did not come to its end.</summary>
    public void Forget() => held = null;

    private async Task WorkAsync(IReadOnlyList<string> timers, bool handlesMessages, CancellationToken cancellationToken)
    {
        try
        {
            await Host.WorkAsync(timers, handlesMessages, cancellationToken);
            stopped.TrySetResult(Stop.Idle);
        }
        catch (Exception exception)
        {
            stopped.TrySetException(exception);
        }
    }

    private static TaskCompletionSource<Stop> NewStop() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
