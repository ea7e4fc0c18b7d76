using System.Threading.Channels;

namespace KpiFunctions.StorageTwin.Gates;

/// <summary>Requests that wait at the gate.</summary>
public sealed class TwinHold : IDisposable
{
    private readonly Func<TwinRequest, bool> when;
    private readonly Action<TwinHold> onDisposed;
    private readonly Lock waitingLock = new();
    private readonly List<(TwinRequest Request, TaskCompletionSource Released)> waiting = [];
    private readonly Channel<TwinRequest> arrivals = Channel.CreateUnbounded<TwinRequest>();
    private int left;

    internal TwinHold(Func<TwinRequest, bool> when, int times, Action<TwinHold> onDisposed) =>
        (this.when, left, this.onDisposed) = (when, times, onDisposed);

    /// <summary>The requests that wait now, in the order in which they arrived.</summary>
    public IReadOnlyList<TwinRequest> Waiting
    {
        get
        {
            lock (waitingLock) return [.. waiting.Select(one => one.Request)];
        }
    }

    /// <summary>Waits for the next request that is held, and gives each of them once, in the order in which they arrived.</summary>
    public async Task<TwinRequest> Arrived(CancellationToken cancellationToken) => await arrivals.Reader.ReadAsync(cancellationToken);

    /// <summary>Lets the request that has waited longest go on.</summary>
    /// <exception cref="InvalidOperationException">No request waits.</exception>
    public void Release() => Release(_ => true);

    /// <summary>Lets this request go on.</summary>
    /// <exception cref="InvalidOperationException">It does not wait.</exception>
    public void Release(TwinRequest request) => Release(one => one == request);

    /// <summary>Holds no more, and lets all go on.</summary>
    public void Dispose()
    {
        onDisposed(this);
        lock (waitingLock)
        {
            left = 0;
            foreach (var (_, released) in waiting) released.TrySetResult();
            waiting.Clear();
        }
    }

    internal async Task PassAsync(TwinRequest request, CancellationToken cancellationToken)
    {
        if (!when(request)) return;
        // Continuations run elsewhere: releasing does not run the rest of the request on the test's thread.
        var released = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        lock (waitingLock)
        {
            if (left == 0) return;
            left--;
            waiting.Add((request, released));
        }

        arrivals.Writer.TryWrite(request);
        try
        {
            await released.Task.WaitAsync(cancellationToken);
        }
        finally
        {
            lock (waitingLock) waiting.RemoveAll(one => one.Request == request);
        }
    }

    private void Release(Func<TwinRequest, bool> which)
    {
        lock (waitingLock)
        {
            var index = waiting.FindIndex(one => which(one.Request));
            if (index < 0) throw new InvalidOperationException("No such request waits at the gate.");
            waiting[index].Released.TrySetResult();
            waiting.RemoveAt(index);
        }
    }
}
