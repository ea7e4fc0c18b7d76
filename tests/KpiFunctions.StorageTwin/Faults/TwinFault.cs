namespace KpiFunctions.StorageTwin.Faults;

/// <summary>A rule that makes requests fail. Every attempt of the SDK counts as a request.</summary>
public sealed class TwinFault(FaultKind kind)
{
    public FaultKind Kind => kind;

    /// <summary>The requests that it applies to; all where it is not set.</summary>
    public Func<TwinRequest, bool> When { get; init; } = _ => true;

    /// <summary>The first request to be struck, counted from 1 among those that it applies to since it was added.</summary>
    public int Nth { get; init; } = 1;

    /// <summary>How many requests are struck, from <see cref="Nth"/> on.</summary>
    public int Times { get; init; } = 1;

    /// <summary>For <see cref="FaultKind.Delay"/>: how long, by the account's time provider.</summary>
    public TimeSpan For { get; init; }

    /// <summary>For <see cref="FaultKind.Delay"/>: waits for this task too. It is not awaited by any other kind.</summary>
    public Task Until { get; init; } = Task.CompletedTask;

    /// <summary>Strikes the n-th request, whichever it is.</summary>
    public static TwinFault AtRequest(int n, FaultKind kind) => new(kind) { Nth = n };

    /// <summary>Strikes the n-th conditional write.</summary>
    public static TwinFault AtConditional(int n, FaultKind kind) => new(kind) { Nth = n, When = request => request is { IsConditional: true, Writes: true } };
}
