using KpiFunctions.Endurance.Storage;

namespace KpiFunctions.Endurance.Hosts;

/// <summary>
/// Lets one host at a time go on: the one whose turn it is. The turn changes at a call of that host, or when it has nothing
/// left to do, and whose it is next is drawn, so that the course of several hosts follows from the draws alone.
/// </summary>
/// <param name="below">Draws a number below another.</param>
internal sealed class Turns(Func<int, int> below)
{
    private readonly Lock gate = new();
    private readonly List<Seat> working = [];
    private readonly Dictionary<Seat, TaskCompletionSource> waiting = [];
    private Seat? current;

    /// <summary>Hosts begin to work; one of them has the turn.</summary>
    public void Begin(IEnumerable<Seat> seats)
    {
        lock (gate)
        {
            working.AddRange(seats);
            Give();
        }
    }

    /// <summary>Ends when it is the host's turn. Hosts that do not work pass: nobody waits for them.</summary>
    /// <param name="mayChange">Draws whether another host goes first; asked only of the host whose turn it is.</param>
    public async Task PassAsync(Seat seat, Func<bool> mayChange)
    {
        lock (gate)
            if (current == seat && working.Count > 1 && mayChange()) Give(except: seat);
        while (MustWait(seat, out var turn)) await turn;
    }

    /// <summary>The host has nothing left to do, stands still, or is dead.</summary>
    public void Leave(Seat seat)
    {
        lock (gate)
        {
            working.Remove(seat);
            if (current == seat) Give();
        }
    }

    private bool MustWait(Seat seat, out Task turn)
    {
        turn = Task.CompletedTask;
        lock (gate)
        {
            if (current == seat || !working.Contains(seat)) return false;
            if (!waiting.TryGetValue(seat, out var given)) waiting[seat] = given = new(TaskCreationOptions.RunContinuationsAsynchronously);
            turn = given.Task;
            return true;
        }
    }

    private void Give(Seat? except = null)
    {
        var others = working.Where(seat => seat != except).ToList();
        current = others.Count == 0 ? null : others[others.Count == 1 ? 0 : below(others.Count)];
        if (current is not null && waiting.Remove(current, out var turn)) turn.SetResult();
    }
}
