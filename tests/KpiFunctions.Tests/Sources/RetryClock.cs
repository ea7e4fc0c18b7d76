using System.Collections.Concurrent;
using KpiFunctions.Pipeline.Sources.Http;
using Microsoft.Extensions.Time.Testing;

namespace KpiFunctions.Tests.Sources;

/// <summary>
/// A clock that can be moved to the end of each pause between attempts, and of nothing else: a request's time limits are
/// on it too, and how long an answer takes on a busy machine must not use them up.
/// </summary>
internal sealed class RetryClock(DateTimeOffset now) : FakeTimeProvider(now)
{
    private readonly ConcurrentDictionary<Pause, DateTimeOffset> pauses = [];

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        if (dueTime <= TimeSpan.Zero || dueTime >= SourceClients.AttemptTimeout) return base.CreateTimer(callback, state, dueTime, period);
        var pause = new Pause(pauses);
        pause.Timer = base.CreateTimer(
            _ =>
            {
                pause.End();
                callback(state);
            },
            null, dueTime, period);

        // After the timer was made: what is listed is never earlier than what the clock has to be moved to.
        pauses[pause] = GetUtcNow() + dueTime;
        if (pause.HasEnded) pause.End();
        return pause;
    }

    /// <summary>Completes when the work has, its pauses passed as soon as they begin.</summary>
    public async Task PassPausesAsync(Task work, CancellationToken cancellationToken)
    {
        while (!work.IsCompleted)
        {
            if (pauses.Values.Order().FirstOrDefault() is var next && next > GetUtcNow()) SetUtcNow(next);
            await Task.WhenAny(work, Task.Delay(1, cancellationToken));
            cancellationToken.ThrowIfCancellationRequested();
        }
    }

    private sealed class Pause(ConcurrentDictionary<Pause, DateTimeOffset> pauses) : ITimer
    {
        public ITimer? Timer { get; set; }

        public bool HasEnded { get; private set; }

        public void End()
        {
            HasEnded = true;
            pauses.TryRemove(this, out _);
        }

        public bool Change(TimeSpan dueTime, TimeSpan period) => Timer!.Change(dueTime, period);

        public void Dispose()
        {
            End();
            Timer?.Dispose();
        }

        public ValueTask DisposeAsync()
        {
            Dispose();
            return ValueTask.CompletedTask;
        }
    }
}
