namespace KpiFunctions.Endurance.Storage;

/// <summary>Lets every call go on.</summary>
internal sealed class Undisturbed(QueueLedger ledger) : IConductor
{
    public Task<Fate> ArriveAsync(Seat seat, Call call) => Task.FromResult(Fate.None);

    public void Executed(Call call, int status) => ledger.Note(call, status);

    public void Failed(Seat seat, Call call)
    {
        // The job that made it sees the failure.
    }

    public void Died(Seat seat) => throw new InvalidOperationException($"{seat.Name} cannot die here.");
}
