using System.Collections.Immutable;

namespace KpiFunctions.StorageTwin.Faults;

/// <summary>The faults of an account. They are asked after the gate, in the order in which requests go through it.</summary>
public sealed class TwinFaults
{
    private readonly TimeProvider time;
    private ImmutableList<AddedFault> added = [];

    internal TwinFaults(TimeProvider time) => this.time = time;

    /// <summary>Adds a fault. Where several would strike a request, delays all do, and of the others the one added first.</summary>
    public AddedFault Add(TwinFault fault)
    {
        var handle = new AddedFault(this, fault);
        ImmutableInterlocked.Update(ref added, list => list.Add(handle));
        return handle;
    }

    public void Clear() => ImmutableInterlocked.Update(ref added, _ => []);

    internal void Remove(AddedFault fault) => ImmutableInterlocked.Update(ref added, list => list.Remove(fault));

    /// <summary>Waits as long as delays say, and gives the fault that strikes the request, if any.</summary>
    internal async Task<FaultKind?> StrikeAsync(TwinRequest request, CancellationToken cancellationToken)
    {
        // Every fault counts every request, also one that another fault strikes.
        var counted = added.Where(fault => fault.Counts(request)).ToList();
        foreach (var delay in counted.Where(fault => fault.Fault.Kind == FaultKind.Delay && fault.Strike(request)))
        {
            await Task.Delay(delay.Fault.For, time, cancellationToken);
            await delay.Fault.Until.WaitAsync(cancellationToken);
        }

        return counted.FirstOrDefault(fault => fault.Fault.Kind != FaultKind.Delay && fault.Strike(request))?.Fault.Kind;
    }
}
