namespace KpiFunctions.StorageTwin.Faults;

/// <summary>A fault that was added to an account. Disposing it removes it.</summary>
public sealed class AddedFault : IDisposable
{
    private readonly TwinFaults faults;
    private readonly List<TwinRequest> struck = [];
    private int seen;

    internal AddedFault(TwinFaults faults, TwinFault fault) => (this.faults, Fault) = (faults, fault);

    public TwinFault Fault { get; }

    /// <summary>How often it struck.</summary>
    public int Struck => Requests.Count;

    /// <summary>The requests that it struck.</summary>
    public IReadOnlyList<TwinRequest> Requests
    {
        get
        {
            lock (struck) return [.. struck];
        }
    }

    public void Remove() => faults.Remove(this);

    public void Dispose() => Remove();

    /// <summary>Counts a request, and says whether it is to be struck.</summary>
    internal bool Counts(TwinRequest request)
    {
        if (!Fault.When(request)) return false;
        lock (struck)
        {
            seen++;
            return seen >= Fault.Nth && struck.Count < Fault.Times;
        }
    }

    /// <summary>Takes note that it strikes a request. False where others used up its <see cref="TwinFault.Times"/> meanwhile.</summary>
    internal bool Strike(TwinRequest request)
    {
        lock (struck)
        {
            if (struck.Count >= Fault.Times) return false;
            struck.Add(request);
            return true;
        }
    }
}
