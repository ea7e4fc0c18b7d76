using KpiFunctions.Pipeline.Runs.State;

namespace KpiFunctions.Endurance.Exploring;

/// <summary>What a schedule came to.</summary>
/// <param name="Struck">How many of its disturbances were reached.</param>
/// <param name="Points">At each call until the end: which disturbances make sense there.</param>
/// <param name="State">The run's state at the end; null where there is no run.</param>
/// <param name="HasCause">Whether something happened that can hide a mail's outcome.</param>
internal sealed record Played(IReadOnlyList<Disturbance> Schedule, int Struck, IReadOnlyList<Point> Points, RunState? State, int Mails, bool HasCause, string MessagesLeft)
{
    public bool IsDuplicate => Mails > 1;

    /// <summary>Neither sent nor held nor missed, or with messages that stay.</summary>
    public bool IsStuck => State is not (RunState.Sent or RunState.Held or RunState.Missed) || MessagesLeft.Length > 0;

    /// <summary>Sent without a mail, or held without a reason.</summary>
    public bool IsLost => Mails == 0 && (State == RunState.Sent || (State == RunState.Held && !HasCause));

    public string Name => Schedule.Count == 0 ? "undisturbed" : string.Join(',', Schedule);
}

/// <summary>A call as a place for a disturbance.</summary>
/// <param name="Actor">Who makes it: 0 is the planner.</param>
/// <param name="Writes">Whether it has an effect.</param>
/// <param name="SendsMessage">Whether it sends a message.</param>
/// <param name="FollowsHistory">Whether figures or a digest were written since the call before, so that the storage has changed.</param>
internal readonly record struct Point(int Actor, bool Writes, bool SendsMessage, bool FollowsHistory)
{
    /// <summary>
    /// The disturbances that differ from each other: a lost answer of a call that only reads has it read again, and a
    /// process that ends around such a call leaves what it leaves after the write before.
    /// </summary>
    public IEnumerable<Turmoil> Turmoils()
    {
        if (Actor != 0) yield return Turmoil.SwitchToPlanner;
        if (Actor != 1) yield return Turmoil.SwitchToA;
        if (Actor != 2) yield return Turmoil.SwitchToB;
        if (FollowsHistory) yield return Turmoil.CrashBefore;
        if (!Writes) yield break;
        yield return Turmoil.Lost;
        yield return Turmoil.CrashAfter;
        if (SendsMessage) yield return Turmoil.Vanish;
    }
}
