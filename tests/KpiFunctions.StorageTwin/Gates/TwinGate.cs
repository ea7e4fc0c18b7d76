using System.Collections.Immutable;

namespace KpiFunctions.StorageTwin.Gates;

/// <summary>What every request passes before it takes effect, so that a test can say which one goes next.</summary>
public sealed class TwinGate
{
    private ImmutableList<TwinHold> holds = [];

    internal TwinGate()
    {
    }

    /// <summary>Awaited before every request, ahead of the holds. It gets the request's own cancellation token.</summary>
    public Func<TwinRequest, CancellationToken, Task>? Before { get; set; }

    /// <summary>Holds requests from now on until they are released; disposing the hold releases all and holds no more.</summary>
    /// <param name="when">The requests to hold.</param>
    /// <param name="times">How many are held; later ones pass.</param>
    public TwinHold Hold(Func<TwinRequest, bool> when, int times = int.MaxValue)
    {
        var hold = new TwinHold(when, times, ended => ImmutableInterlocked.Update(ref holds, list => list.Remove(ended)));
        ImmutableInterlocked.Update(ref holds, list => list.Add(hold));
        return hold;
    }

    internal async Task PassAsync(TwinRequest request, CancellationToken cancellationToken)
    {
        if (Before is { } before) await before(request, cancellationToken);
        foreach (var hold in holds) await hold.PassAsync(request, cancellationToken);
    }
}
