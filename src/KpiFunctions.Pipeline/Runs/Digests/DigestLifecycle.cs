using KpiFunctions.Pipeline.Delivery.Links;
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

    /// <summary>An objective has a figure, and the config has a person approve it before it leaves.</summary>
    ReadyForReview,

    /// <summary>A person has to approve it, and there is time.</summary>
    Unapproved,

    /// <summary>A person has approved it.</summary>
    Approved,

    /// <summary>Nobody approved it in time, and the config sends it all the same.</summary>
    ApprovalWaived,

    /// <summary>Nobody approved it in time, and the config wants none without.</summary>
    ApprovalMissed,

    /// <summary>A person holds it, and there is time.</summary>
    HeldByPerson,

    /// <summary>The instant has passed until which a person held it, and it was not built before.</summary>
    HoldOver,

    /// <summary>The instant has passed until which a person held it, and it had been built.</summary>
    HoldOfDraftOver,

    /// <summary>A person held it, and nobody released it as long as it could be sent.</summary>
    NeverReleased,

    /// <summary>A person has paused the client, and there is time.</summary>
    Paused,

    /// <summary>The client was paused as long as it could be sent.</summary>
    PausedToTheEnd,

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

    /// <summary>The digest and its figures are stored, and it is reported that it waits for approval.</summary>
    Draft,

    /// <summary>It leaves as it was built: that it waited is no longer reported.</summary>
    Leave,

    /// <summary>It leaves as it was built, and it is reported that nobody approved it.</summary>
    LeaveUnapproved,

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
    /// <summary>Why it is held before, where <see cref="From"/> is <see cref="RunState.Held"/>.</summary>
    public HeldFor? While { get; init; }

    /// <summary>
    /// What follows: its row in <c>Due</c> is put off, or the digest is looked at again at once, or its mails' rows wake it, or
    /// it has ended.
    /// </summary>
    public Wake Wakes => (Does, To) switch
    {
        (Step.Wait or Step.AskSources or Step.Hold or Step.Draft, _) => Wake.Row,
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

/// <summary>What a person may do to a digest that is in a state.</summary>
/// <param name="While">Why it is held, where <paramref name="From"/> is <see cref="RunState.Held"/>.</param>
/// <param name="Action">One of <see cref="ActionNames"/>.</param>
/// <param name="To">The state afterwards; of a digest that is released <see cref="RunState.Drafted"/> where it was built before.</param>
/// <param name="Reason">Why it is held afterwards.</param>
internal sealed record PersonTransition(RunState From, HeldFor? While, string Action, RunState To, HeldFor? Reason = null);

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
            new(default, Finding.ReadyForReview, Step.Draft, RunState.Drafted),
            new(default, Finding.NoFigures, Step.Hold, RunState.Held, HeldFor.NoFigures),
            new(default, Finding.NothingToSay, Step.Miss, RunState.Missed)),

        // Held for want of figures, or by a person: the reasons for which a held digest goes on by itself.
        .. FromHeld([HeldFor.NoFigures],
            new(default, Finding.NoFigures, Step.Wait, RunState.Held, HeldFor.NoFigures),
            new(default, Finding.Ready, Step.Archive, RunState.Built),
            new(default, Finding.ReadyForReview, Step.Draft, RunState.Drafted),
            new(default, Finding.NothingToSay, Step.Miss, RunState.Missed)),
        .. FromHeld([HeldFor.ByPerson],
            new(default, Finding.HeldByPerson, Step.Wait, RunState.Held, HeldFor.ByPerson),
            new(default, Finding.HoldOver, Step.GoOn, RunState.Waiting),
            new(default, Finding.HoldOfDraftOver, Step.GoOn, RunState.Drafted),
            new(default, Finding.NeverReleased, Step.Miss, RunState.Missed)),

        // Sent, or held for its mails: events, and mails that a person asked for, settle what was unknown, and events report what came back.
        .. From([RunState.Sent], AsItsMails),
        .. FromHeld([HeldFor.MailRefused, HeldFor.MailUnknown], AsItsMails),

        .. From([RunState.Drafted],
            new(default, Finding.Unapproved, Step.Wait, RunState.Drafted),
            new(default, Finding.Approved, Step.Leave, RunState.Built),
            new(default, Finding.ApprovalWaived, Step.LeaveUnapproved, RunState.Built),
            new(default, Finding.ApprovalMissed, Step.Miss, RunState.Missed)),

        .. From([RunState.Built], [new(default, Finding.MailsOpen, Step.SendMails, RunState.Built), .. AsItsMails]),

        // A file that is deleted and dropped again, by a sync tool perhaps, brings the config back.
        .. Open.SelectMany(open => Staying(open.State, open.Reason, Finding.NoConfig, Finding.ConfigGone)),

        // Mails that are queued already leave; what is not built waits for the pause's end.
        .. Open.Where(open => open.State != RunState.Built).SelectMany(open => Staying(open.State, open.Reason, Finding.Paused, Finding.PausedToTheEnd)),
    ];

    /// <summary>What people may do, and what comes of it. Such a change is conditional on the version that was read, too, and queues the digest's message.</summary>
    public static readonly IReadOnlyList<PersonTransition> ByPersons =
    [
        new(RunState.Drafted, null, ActionNames.Approve, RunState.Drafted),
        new(RunState.Held, HeldFor.NoFigures, ActionNames.Approve, RunState.Held, HeldFor.NoFigures),

        .. Open.Where(open => open.State != RunState.Built).Select(open => new PersonTransition(open.State, open.Reason, ActionNames.Hold, RunState.Held, HeldFor.ByPerson)),
        new(RunState.Held, HeldFor.ByPerson, ActionNames.Release, RunState.Waiting),
        .. Open.Where(open => open.State != RunState.Built).Select(open => new PersonTransition(open.State, open.Reason, ActionNames.Miss, RunState.Missed)),

        // A mail of its own beside the first one: the digest's state follows from what becomes of it.
        new(RunState.Built, null, ActionNames.Send, RunState.Built),
        new(RunState.Sent, null, ActionNames.Send, RunState.Sent),
        new(RunState.Held, HeldFor.MailRefused, ActionNames.Send, RunState.Held, HeldFor.MailRefused),
        new(RunState.Held, HeldFor.MailUnknown, ActionNames.Send, RunState.Held, HeldFor.MailUnknown),
        new(RunState.Missed, null, ActionNames.Send, RunState.Missed),
    ];

    /// <summary>The states that have not ended.</summary>
    private static IEnumerable<(RunState State, HeldFor? Reason)> Open =>
    [
        (RunState.Planned, null), (RunState.Waiting, null), (RunState.Held, HeldFor.NoFigures), (RunState.Held, HeldFor.ByPerson), (RunState.Drafted, null), (RunState.Built, null),
    ];

    /// <summary>Whether a run has ended, until a person acts or an event settles its mails.</summary>
    public static bool HasEnded(Run run) => run.State switch
    {
        RunState.Planned or RunState.Waiting or RunState.Drafted or RunState.Built => false,
        RunState.Held => run.HeldFor is not (HeldFor.NoFigures or HeldFor.ByPerson),
        _ => true,
    };

    /// <summary>Whether a run has ended as its mails did: it ends otherwise when an event, or a mail that a person asked for, says otherwise of them.</summary>
    public static bool EndedWithItsMails(Run run) => run.State == RunState.Sent || IsHeldForMails(run);

    /// <summary>Whether a run is held for its mails. Releases that held for nothing else stored no reason.</summary>
    public static bool IsHeldForMails(Run run) => run is { State: RunState.Held, HeldFor: null or HeldFor.MailRefused or HeldFor.MailUnknown };

    /// <summary>What happens to a run on a finding; null where nothing does.</summary>
    public static Transition? Find(Run run, Finding finding) =>
        Transitions.SingleOrDefault(transition => transition.From == run.State && transition.On == finding && transition.While == ReasonOf(run));

    /// <summary>What happens to a run that has not ended on a finding.</summary>
    public static Transition Next(Run run, Finding finding) => Find(run, finding) ?? throw new InvalidOperationException($"Nothing is declared for what was found of the digest {run.Occurrence} of {run.Client}, which is {run.StateName}.");

    /// <summary>What a person does to a run by an action; null where that is not possible in its state.</summary>
    public static PersonTransition? Find(Run run, string action) => PossibleIn(run).FirstOrDefault(transition => transition.Action == action);

    /// <summary>What people may do to a run.</summary>
    public static IEnumerable<PersonTransition> PossibleIn(Run run) => ByPersons.Where(transition => transition.From == run.State && transition.While == ReasonOf(run));

    private static HeldFor? ReasonOf(Run run) => run.State != RunState.Held ? null : IsHeldForMails(run) ? run.HeldFor ?? HeldFor.MailUnknown : run.HeldFor;

    /// <summary>How a digest ends with its mails.</summary>
    private static IReadOnlyList<Transition> AsItsMails =>
    [
        new(default, Finding.MailsAccepted, Step.Close, RunState.Sent),
        new(default, Finding.MailsRefused, Step.Close, RunState.Held, HeldFor.MailRefused),
        new(default, Finding.MailsUnknown, Step.Close, RunState.Held, HeldFor.MailUnknown),
    ];

    private static IEnumerable<Transition> Staying(RunState state, HeldFor? reason, Finding meanwhile, Finding atTheEnd) =>
    [
        new(state, meanwhile, Step.Wait, state, reason) { While = reason },
        new(state, atTheEnd, Step.Miss, RunState.Missed) { While = reason },
    ];

    private static IEnumerable<Transition> FromHeld(IEnumerable<HeldFor> reasons, params IReadOnlyList<Transition> transitions) =>
        reasons.SelectMany(reason => transitions.Select(transition => transition with { From = RunState.Held, While = reason }));

    private static IEnumerable<Transition> From(IEnumerable<RunState> states, params IReadOnlyList<Transition> transitions) =>
        states.SelectMany(state => transitions.Select(transition => transition with { From = state }));
}
