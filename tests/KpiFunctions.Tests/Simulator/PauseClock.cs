using Microsoft.Extensions.Time.Testing;

namespace KpiFunctions.Tests.Simulator;

/// <summary>A clock that stands still, and says when somebody begins to wait on it.</summary>
internal sealed class PauseClock : FakeTimeProvider
{
    private readonly TaskCompletionSource<TimeSpan> started = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Ends with the first pause that is longer than none, and has its length.</summary>
    public Task<TimeSpan> Started => started.Task;

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = base.CreateTimer(callback, state, dueTime, period);
        if (dueTime > TimeSpan.Zero) started.TrySetResult(dueTime);
        return timer;
    }
}
