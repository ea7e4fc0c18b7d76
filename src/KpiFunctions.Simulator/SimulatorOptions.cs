namespace KpiFunctions.Simulator;

/// <summary>What the simulated world is to be like.</summary>
public sealed record SimulatorOptions
{
    /// <summary>The world follows from it alone.</summary>
    public int Seed { get; init; } = 1;

    /// <summary>Says what is past: nothing of today or later is known.</summary>
    public TimeProvider TimeProvider { get; init; } = TimeProvider.System;

    /// <summary>The clock of faults that hold an answer back. It is the real one, also where <see cref="TimeProvider"/> leaps.</summary>
    public TimeProvider PauseClock { get; init; } = TimeProvider.System;

    /// <summary>Where the bodies of accepted mails are written, <c>{delivery_id}.json</c>; null keeps them in memory only.</summary>
    public string? OutboxDirectory { get; init; }

    /// <summary>More hosts on which Matomo is played.</summary>
    public IReadOnlyList<string> MatomoHosts { get; init; } = [];

    /// <summary>Whether LinkedIn leaves out the day that begins at the start of a range, as its older versions did.</summary>
    public bool LinkedInStartIsExclusive { get; init; }

    /// <summary>Whether a question that was asked before at the same instant is answered from memory. Mails are accepted, and X's reads charged, anew each time.</summary>
    public bool RemembersAnswers { get; init; }
}
