namespace KpiFunctions.Endurance.Storage;

/// <summary>Says when a call of a host goes on, and what becomes of it.</summary>
internal interface IConductor
{
    /// <summary>Ends when the call may go on; never where its host is dead.</summary>
    Task<Fate> ArriveAsync(Seat seat, Call call);

    /// <summary>A call was carried out, whether or not the host hears of it.</summary>
    void Executed(Call call, int status);

    /// <summary>A call has failed as often as the client tries, so that the job that made it sees the failure.</summary>
    void Failed(Seat seat, Call call);

    /// <summary>The process of a host has ended: none of its calls goes on.</summary>
    void Died(Seat seat);
}
