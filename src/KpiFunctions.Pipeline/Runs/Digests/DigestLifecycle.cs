using KpiFunctions.Pipeline.Runs.State;

namespace KpiFunctions.Pipeline.Runs.Digests;

/// <summary>What is found when a digest is looked at.</summary>
internal enum Finding
{
    /// <summary>At least one source is late, waiting can help, and there is time to wait.</summary>
    SourcesLate,

    /// <summary>An objective has a figure; or a person, or the config, lets it leave without.</summary>
    Ready,

    /// <summary>No objective has a figure, and there is time to wait for one.</summary>
    NoFigures,

    /// <summary>No objective got a figure in time, and the config wants no digest without any.</summary>
    NothingToSay,

    /// <summary>A person has to approve it, and there is time.</summary>
    Unapproved,

    /// <summary>A person has approved it.</summary>
    Approved,

    /// <summary>Nobody approved it in time.</summary>
    ApprovalMissed,

    /// <summary>At least one recipient's delivery has not reached a final state.</summary>
    MailsOpen,

    /// <summary>Every mail was accepted or is suppressed.</summary>
    MailsAccepted,

    /// <summary>Every delivery has reached a final state, and at least one was refused.</summary>
    MailsRefused,

    /// <summary>Every delivery has reached a final state, and of at least one it is unknown whether it was sent.</summary>
    MailsUnknown,

    /// <summary>No config of the client is in force now; its file may come back in time.</summary>
    NoConfig,

    /// <summary>No config of the client was in force until the digest could no longer be sent.</summary>
    ConfigGone,
}

/// <summary>What is done about a finding.</summary>
internal enum Step
{
    /// <summary>Nothing: it is looked at again later.</summary>
    Wait,

    /// <summary>Nothing: it goes on in its next state.</summary>
    GoOn,

    /// <summary>Late sources are fetched.</summary>
    AskSources,

    /// <summary>The digest and its figures are stored.</summary>
    Archive,

    /// <summary>The want of figures is reported.</summary>
    Hold,

    /// <summary>A message for each recipient's mail is queued.</summary>
    SendMails,

    /// <summary>Deliveries that did not succeed are reported.</summary>
    Close,

    /// <summary>It is reported as missed.</summary>
    Miss,
}

/// <summary>What happens to a digest that is in a state, on a finding, and what wakes it afterwards.</summary>
/// <param name="Reason">Why it is held, where the next state is <see cref="RunState.Held"/>.</param>
internal sealed record Transition(RunState From, Finding On, Step Does, RunState To, HeldFor? Reason = null)
{
    /// <summary>
    /// What follows: its row in <c>Due</c> is put off, or the digest is looked at again at once, or its mails' rows wake it, or
    /// it has ended.
    /// </summary>
    public Wake Wakes => (Does, To) switch
    {
        (Step.Wait or Step.AskSources or Step.Hold, _) => Wake.Row,
        (Step.SendMails, _) => Wake.Mails,
        (_, RunState.Sent or RunState.Held or RunState.Missed) => Wake.Nothing,
        _ => Wake.AtOnce,
    };
}

/// <summary>What wakes a digest.</summary>
internal enum Wake
{
    /// <summary>Its row in <c>Due</c>, which a planner sends.</summary>
    Row,

    /// <summary>Each of its mails, which has a row of its own and sends the digest's message when it has ended.</summary>
    Mails,

    /// <summary>It is looked at again in its new state by the same message.</summary>
    AtOnce,

    /// <summary>It has ended; a person may act, and an event may settle its mails.</summary>
    Nothing,
}

/// <summary>
/// The life of a digest, from due to sent, as one table. With <see cref="Outbox"/> it is the whole promise: a run changes only
/// from the version that was read; each state either has ended, or has a row in <c>Due</c> (its own, or those of its mails)
/// that wakes it; a row is struck off only from the version that was read, and only after the state that needs it no
/// longer exists. What an operator deletes by hand is found by the daily sweep.
/// </summary>
internal static class DigestLifecycle
{
    public static readonly IReadOnlyList<Transition> Transitions =
    [
        .. From([RunState.Planned, RunState.Waiting],
            new(default, Finding.SourcesLate, Step.AskSources, RunState.Waiting),
            new(default, Finding.Ready, Step.Archive, RunState.Built),
            new(default, Finding.NoFigures, Step.Hold, RunState.Held, HeldFor.NoFigures),
            new(default, Finding.NothingToSay, Step.Miss, RunState.Missed)),

        // Held for want of figures: such a digest goes on by itself.
        .. From([RunState.Held],
            new(default, Finding.NoFigures, Step.Wait, RunState.Held, HeldFor.NoFigures),
            new(default, Finding.Ready, Step.Archive, RunState.Built),
            new(default, Finding.NothingToSay, Step.Miss, RunState.Missed)),

        // Sent, or held for its mails: SendGrid's events settle what was unknown, and report what came back.
        .. From([RunState.Sent, RunState.Held],
            new(default, Finding.MailsAccepted, Step.Close, RunState.Sent),
            new(default, Finding.MailsRefused, Step.Close, RunState.Held, HeldFor.MailRefused),
            new(default, Finding.MailsUnknown, Step.Close, RunState.Held, HeldFor.MailUnknown)),

        .. From([RunState.Drafted],
            new(default, Finding.Unapproved, Step.Wait, RunState.Drafted),
            new(default, Finding.Approved, Step.GoOn, RunState.Built),
            new(default, Finding.ApprovalMissed, Step.Miss, RunState.Missed)),

        .. From([RunState.Built],
            new(default, Finding.MailsOpen, Step.SendMails, RunState.Built),
            new(default, Finding.MailsAccepted, Step.Close, RunState.Sent),
            new(default, Finding.MailsRefused, Step.Close, RunState.Held, HeldFor.MailRefused),
            new(default, Finding.MailsUnknown, Step.Close, RunState.Held, HeldFor.MailUnknown)),

        // A file that is deleted and dropped again, by a sync tool perhaps, brings the config back.
        .. new[] { RunState.Planned, RunState.Waiting, RunState.Drafted, RunState.Built, RunState.Held }
            .SelectMany(state => From(
                [state],
                new(default, Finding.NoConfig, Step.Wait, state, state == RunState.Held ? HeldFor.NoFigures : null),
                new(default, Finding.ConfigGone, Step.Miss, RunState.Missed))),
    ];

    /// <summary>Whether a run has ended, until a person acts or an event settles its mails.</summary>
    public static bool HasEnded(Run run) => run.State switch
    {
        RunState.Planned or RunState.Waiting or RunState.Drafted or RunState.Built => false,
        RunState.Held => run.HeldFor != HeldFor.NoFigures,
        _ => true,
    };

    /// <summary>Whether a run has ended as its mails did: it ends otherwise when an event says otherwise of them.</summary>
    public static bool EndedWithItsMails(Run run) => run is { State: RunState.Sent } or { State: RunState.Held, HeldFor: null or HeldFor.MailRefused or HeldFor.MailUnknown };

    /// <summary>What happens in a state on a finding.</summary>
    public static Transition Next(RunState state, Finding finding) => Transitions.Single(transition => transition.From == state && transition.On == finding);

    private static IEnumerable<Transition> From(IEnumerable<RunState> states, params IReadOnlyList<Transition> transitions) =>
        states.SelectMany(state => transitions.Select(transition => transition with { From = state }));
}
