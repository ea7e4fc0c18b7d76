using System.Collections.Immutable;
using KpiFunctions.Simulator.Wire;

namespace KpiFunctions.Simulator.Faults;

/// <summary>The switches of what goes wrong. Safe to use while requests come in.</summary>
public sealed class FaultBoard
{
    private readonly Lock gate = new();
    private ImmutableList<Entry> entries = [];
    private int struck;

    /// <summary>How many answers were changed, refused or held by rules.</summary>
    public int Struck => Volatile.Read(ref struck);

    /// <summary>Switches a fault on; it is over when the result is disposed of, or after its number of times.</summary>
    public IDisposable Add(Fault fault)
    {
        var entry = new Entry(this, fault, fault.Times);
        lock (gate) entries = entries.Add(entry);
        return entry;
    }

    /// <summary>Switches everything off.</summary>
    public void Clear()
    {
        lock (gate) entries = [];
    }

    /// <summary>Counts an answer for <see cref="Struck"/>.</summary>
    internal void Strike() => Interlocked.Increment(ref struck);

    /// <summary>The faults that hit a request; each counts it.</summary>
    internal IReadOnlyList<Fault> Hit(WireRequest request, string platform, string? account)
    {
        lock (gate)
        {
            var hit = entries.Where(entry => entry.Fault.Concerns(request, platform, account) && entry.HasBegun()).ToList();
            foreach (var entry in hit) entry.Count();
            entries = entries.RemoveAll(entry => entry.Left == 0);
            return [.. hit.Select(entry => entry.Fault)];
        }
    }

    private sealed class Entry(FaultBoard board, Fault fault, int? left) : IDisposable
    {
        private int before = fault.Kind is FaultKind.DyingToken or FaultKind.LaterPageRefused ? fault.After : 0;

        public Fault Fault { get; } = fault;

        public int? Left { get; private set; } = left;

        public void Count() => Left -= 1;

        /// <summary>Whether all the requests were made that go well before; this one counts.</summary>
        public bool HasBegun() => before-- <= 0;

        public void Dispose()
        {
            lock (board.gate) board.entries = board.entries.Remove(this);
        }
    }
}
