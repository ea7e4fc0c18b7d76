using KpiFunctions.Pipeline.Digest.Languages;
using KpiFunctions.Pipeline.Periods;
using KpiFunctions.Pipeline.Runs.State;

namespace KpiFunctions.Pipeline.Runs.Actions;

/// <summary>Says in a language what people can do, how it stands with a digest, and what came of an action.</summary>
public sealed class ActionWords
{
    private static readonly Dictionary<ActionOutcome, string> OutcomeKeys = new()
    {
        [ActionOutcome.Done] = "Done",
        [ActionOutcome.AlreadyDone] = "AlreadyDone",
        [ActionOutcome.NotPossible] = "NotPossible",
        [ActionOutcome.NoSuch] = "NoSuch",
    };

    private static readonly Dictionary<Obstacle, string> ObstacleKeys = new()
    {
        [Obstacle.NoClient] = "NoClient",
        [Obstacle.NoDigest] = "NoDigest",
        [Obstacle.NoRecipient] = "NoRecipient",
        [Obstacle.NotBuilt] = "NotBuilt",
        [Obstacle.NoFigures] = "NoFigures",
        [Obstacle.Waits] = "Waits",
        [Obstacle.HeldByPerson] = "HeldByPerson",
        [Obstacle.NotHeld] = "NotHeld",
        [Obstacle.UnderWay] = "UnderWay",
        [Obstacle.HasLeft] = "HasLeft",
        [Obstacle.IsMissed] = "IsMissed",
        [Obstacle.NotArchived] = "NotArchived",
        [Obstacle.PastTime] = "PastTime",
        [Obstacle.TooLate] = "TooLate",
        [Obstacle.Suppressed] = "Suppressed",
        [Obstacle.NotSuppressed] = "NotSuppressed",
        [Obstacle.IsPaused] = "IsPaused",
        [Obstacle.ClientIsPaused] = "ClientIsPaused",
        [Obstacle.NotPaused] = "NotPaused",
        [Obstacle.NothingKept] = "NothingKept",
        [Obstacle.WorkEnded] = "WorkEnded",
        [Obstacle.UnreadableMessage] = "UnreadableMessage",
        [Obstacle.LaterRelease] = "LaterRelease",
    };

    private readonly Language language;
    private readonly Func<DateTimeOffset, string> when;

    private ActionWords(Language language, Func<DateTimeOffset, string> when) => (this.language, this.when) = (language, when);

    /// <summary>The words of commands, with instants in UTC.</summary>
    public static ActionWords OfCommands { get; } = new(Language.Of("en"), instant => $"{instant.UtcDateTime:yyyy-MM-dd HH:mm} UTC");

    /// <summary>Words for a reader, with instants on the clock of a zone.</summary>
    public static ActionWords Of(string language, Zone zone)
    {
        var words = Language.Of(language);
        return new(words, instant => words.Text("act.when", ("day", words.Dates.Weekday(zone.DayAt(instant))), ("time", words.Dates.Time(TimeOnly.FromDateTime(zone.ClockAt(instant))))));
    }

    /// <summary>What an action is called.</summary>
    public string NameOf(DeclaredAction action) => Text(action, "name");

    /// <summary>What an action does, as a sentence.</summary>
    public string MeaningOf(DeclaredAction action) => Text(action, "meaning");

    /// <summary>What an action needs.</summary>
    public string NeedsOf(DeclaredAction action) => Text(action, "needs");

    /// <summary>When an action is possible.</summary>
    public string PossibleWhen(DeclaredAction action) =>
        action.PossibleIn is { Count: > 0 } states ? string.Join(", ", states.Select(PhaseOf)) : Text(action, "when");

    /// <summary>What an action will do, before somebody does it by a link.</summary>
    public string WillOf(DeclaredAction action) => Text(action, "will");

    /// <summary>What the page of a link asks.</summary>
    public string QuestionOf(DeclaredAction action) => Text(action, "title");

    /// <summary>What the button on that page says.</summary>
    public string ButtonOf(DeclaredAction action) => Text(action, "button");

    /// <summary>A text under <c>act</c> that has no values.</summary>
    public string Plain(string key) => language.Text($"act.{key}");

    /// <summary>An instant.</summary>
    public string When(DateTimeOffset instant) => when(instant);

    /// <summary>A week, by its days.</summary>
    public string Days(IsoWeek week) => language.Dates.Period(new(week.Monday, week.Sunday), withYear: true);

    /// <summary>How it stands with a digest, as a sentence.</summary>
    public string StateOf(Run run)
    {
        var key = $"act.state.{PhaseKey(run.State, run.State == RunState.Held ? run.HeldFor ?? HeldFor.MailUnknown : null)}";
        var until = run switch
        {
            { State: RunState.Held, HeldFor: HeldFor.ByPerson } => run.HeldUntil,
            { State: RunState.Held, HeldFor: HeldFor.NoFigures } or { State: RunState.Drafted } => run.HoldUntil,
            _ => null,
        };
        return until is { } instant
            ? language.Text($"{key}.until", ("by", run.HeldBy ?? ""), ("until", when(instant)))
            : language.Text(key, ("by", run.HeldBy ?? ""));
    }

    /// <summary>The state of a digest in a word or two, for tables.</summary>
    public string PhaseOf((RunState State, HeldFor? HeldFor) phase) => language.Text($"act.phase.{PhaseKey(phase.State, phase.HeldFor)}");

    /// <summary>What came of an action, in sentences.</summary>
    public IReadOnlyList<string> Of(DeclaredAction action, ActionResult result)
    {
        var lines = new List<string>();
        if (result.RepeatOf is { } then)
        {
            lines.Add(language.Text("act.used", ("at", when(then))));
            lines.Add(result.Outcome == ActionOutcome.Done && action.Name is not (Delivery.Links.ActionNames.Send or Delivery.Links.ActionNames.Replay)
                ? Text(action, "done")
                : language.Text($"act.used.{OutcomeKeys[result.Outcome]}"));
            return lines;
        }

        lines.Add(result.Outcome switch
        {
            // Only a hold and a pause have an end, and only of a lift something may still stand in the way.
            ActionOutcome.Done when result.NewEnd is { } end => language.Text($"act.{action.Name}.moved", ("after", EndOf(action, end.After)), ("before", EndOf(action, end.Before))),
            ActionOutcome.Done when result.Why != Obstacle.None => Text(action, "done.but"),
            ActionOutcome.Done => language.Count($"act.{action.Name}.done", result.Count),
            ActionOutcome.AlreadyDone when result.Why != Obstacle.None => ObstacleOf(result),
            ActionOutcome.AlreadyDone when result is { By: { } by, At: { } at } => language.Text("act.already.at", ("by", by), ("at", when(at))),
            ActionOutcome.AlreadyDone when result.By is { } by => language.Text("act.already.by", ("by", by)),
            ActionOutcome.AlreadyDone => language.Text("act.already"),
            _ => ObstacleOf(result),
        });
        if (result is { Outcome: ActionOutcome.Done, Why: not Obstacle.None }) lines.Add(ObstacleOf(result));
        if (result.To is { } address) lines.Add(language.Text("act.to", ("address", address)));
        foreach (var same in result.LeftOut.GroupBy(recipient => recipient.Why))
            lines.Add(language.Count("act.left-out", same.Count(), ("places", language.List([.. same.Select(recipient => recipient.Place)])), ("why", PlainObstacle(same.Key))));
        if (result is { Outcome: not ActionOutcome.Done, Run: { } run }) lines.Add(StateOf(run));
        if (result.Outcome is ActionOutcome.NotPossible or ActionOutcome.AlreadyDone && result.Possible.Count > 0)
            lines.Add(language.Text("act.possible", ("actions", language.List([.. result.Possible.Select(name => NameOf(DeclaredAction.Find(name)!))]))));
        lines.AddRange(ExistingOf(result));
        return lines;
    }

    /// <summary>What there is in place of what there is not, in sentences.</summary>
    public IReadOnlyList<string> ExistingOf(ActionResult result)
    {
        var lines = new List<string>();
        if (result.Nearest is { } nearest) lines.Add(language.Text("act.nearest", ("name", nearest)));
        if (result.More > 0) lines.Add(language.Count("act.existing.more", result.More, ("names", string.Join(", ", result.Existing))));
        else if (result.Existing.Count > 0) lines.Add(language.Text("act.existing", ("names", language.List(result.Existing))));
        return lines;
    }

    private string EndOf(DeclaredAction action, DateTimeOffset? end) => end is { } instant ? language.Text("act.until", ("until", when(instant))) : Text(action, "open");

    private string ObstacleOf(ActionResult result) => result.Limit is { } limit
        ? language.Text($"act.obstacle.{ObstacleKeys[result.Why]}.limit", ("limit", when(limit)))
        : PlainObstacle(result.Why);

    private string PlainObstacle(Obstacle obstacle) => language.Text($"act.obstacle.{ObstacleKeys[obstacle]}");

    private string Text(DeclaredAction action, string what) => language.Text($"act.{action.Name}.{what}");

    private static string PhaseKey(RunState state, HeldFor? reason) => state switch
    {
        RunState.Held => reason switch
        {
            HeldFor.NoFigures => "NoFigures",
            HeldFor.ByPerson => "ByPerson",
            HeldFor.MailRefused => "MailRefused",
            HeldFor.Unrecognized => "Unrecognized",
            _ => "MailUnknown",
        },
        RunState.Unrecognized => "Unrecognized",
        _ => RunNames.States[state],
    };

}
