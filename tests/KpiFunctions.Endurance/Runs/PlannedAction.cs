using KpiFunctions.Pipeline.Delivery;
using KpiFunctions.Pipeline.Delivery.Links;
using KpiFunctions.Pipeline.Periods;
using KpiFunctions.Pipeline.Runs.State;

namespace KpiFunctions.Endurance.Runs;

/// <summary>What a person does in a run.</summary>
/// <param name="Action">One of <see cref="ActionNames"/>, or <see cref="Unsubscribe"/>.</param>
/// <param name="At">When; a person whose attempt fails tries again with the same instruction.</param>
/// <param name="Instruction">Its id. Several may have the same: it takes effect once.</param>
/// <param name="Until">Until when a hold or a pause lasts; null without an end.</param>
/// <param name="OnAllHosts">Whether every host does it at once, each for a person of its own where <paramref name="IsShared"/> is not set.</param>
/// <param name="IsShared">Whether the hosts have one instruction together, as when a form is posted twice.</param>
internal sealed record PlannedAction(PlannedClient Client, IsoWeek Occurrence, string Action, DateTimeOffset At, string Instruction, DateTimeOffset? Until, bool OnAllHosts, bool IsShared)
{
    /// <summary>A recipient ends the digests, by the link of a mail.</summary>
    public const string Unsubscribe = "unsubscribe";

    /// <summary>The address of the recipient that it is about; null where it is about all.</summary>
    public string? Recipient { get; init; }

    /// <summary>The instruction that has to be heard before: nobody lifts what is not there.</summary>
    public string? After { get; init; }

    /// <summary>Whether what is sent is a test, to the consultant alone.</summary>
    public bool IsTest { get; init; }

    /// <summary>What is asked of the pipeline.</summary>
    public ActionRequest Request => new(Action, Client.Id)
    {
        Occurrence = Action is ActionNames.Pause or ActionNames.Resume or ActionNames.Replay or ActionNames.Lift ? null : Occurrence,
        Until = Until,
        Recipient = Recipient is null ? null : RecipientHash.Of(Recipient),
        IsTest = IsTest,
    };

    /// <summary>The id of the instruction that a host has.</summary>
    public string InstructionOf(int host) => OnAllHosts && !IsShared ? $"{Instruction}-{host}" : Instruction;

    /// <summary>Draws what people do to the digests of a run.</summary>
    public static IReadOnlyList<PlannedAction> Draw(Dice dice, IReadOnlyList<PlannedClient> clients, IReadOnlyList<IsoWeek> weeks)
    {
        var actions = new List<PlannedAction>();
        foreach (var client in clients.Where(_ => dice.Happens(0.6)))
        {
            foreach (var week in weeks)
            {
                for (var number = dice.Between(1, 3); number > 0; number--) actions.AddRange(DrawOne(dice, client, week, actions.Count));
            }

            // Once a client, so that nobody unsubscribes while somebody else lifts.
            if (dice.Happens(0.4)) actions.AddRange(DrawSuppression(dice, client, dice.OneOf([.. weeks]), actions.Count));
        }

        return [.. actions.OrderBy(action => action.At).ThenBy(action => action.Instruction, StringComparer.Ordinal)];
    }

    /// <summary>A recipient unsubscribes; mostly that was a mistake, and is lifted; then the mail is sent again to that recipient.</summary>
    private static IEnumerable<PlannedAction> DrawSuppression(Dice dice, PlannedClient client, IsoWeek week, int number)
    {
        var at = client.Schedule.In(week).DueAt.AddMinutes(dice.OneOf(-15, -5, 0, 1, 5, 40, 300));
        var recipient = dice.OneOf([.. client.Recipients]);
        var (onAll, isShared) = (dice.Happens(0.4), dice.Happens(0.5));
        PlannedAction One(string action, string part, string? after) => new(client, week, action, at, $"i{number}{part}", null, onAll, isShared) { Recipient = recipient, After = after };
        yield return One(Unsubscribe, "a", null);
        if (dice.Happens(0.2)) yield break;

        at = at.AddMinutes(dice.OneOf(1, 16, 90, 600));
        yield return One(ActionNames.Lift, "b", $"i{number}a");
        at = at.AddMinutes(dice.OneOf(0, 20, 200));
        if (dice.Happens(0.7)) yield return One(ActionNames.Send, "c", $"i{number}b");
    }

    private static IEnumerable<PlannedAction> DrawOne(Dice dice, PlannedClient client, IsoWeek week, int number)
    {
        var at = client.Schedule.In(week).DueAt.AddMinutes(dice.OneOf(-20, 1, 5, 16, 40, 95, 300, 600, 1500));
        var later = at.AddMinutes(dice.OneOf(1, 20, 90, 240));
        var (onAll, isShared) = (dice.Happens(0.4), dice.Happens(0.5));
        PlannedAction One(string action, DateTimeOffset when, string part, DateTimeOffset? until = null) => new(client, week, action, when, $"i{number}{part}", until, onAll, isShared);
        return dice.OneOf("approve", "approve", "approve twice", "hold", "hold until", "miss", "pause", "pause until", "send", "send", "send twice", "test", "replay") switch
        {
            "approve" => [One(ActionNames.Approve, at, "")],
            "approve twice" => [One(ActionNames.Approve, at, "a"), One(ActionNames.Approve, later, "b")],
            "hold" => [One(ActionNames.Hold, at, "a"), One(ActionNames.Release, later, "b")],
            "hold until" => [One(ActionNames.Hold, at, "", later)],
            "miss" => [One(ActionNames.Miss, at, "")],
            "pause" => [One(ActionNames.Pause, at, "a"), One(ActionNames.Resume, later, "b")],
            "pause until" => [One(ActionNames.Pause, at, "", later)],
            "send" => [One(ActionNames.Send, at, "")],
            "test" => [One(ActionNames.Send, at, "") with { IsTest = true }],
            "replay" => [One(ActionNames.Replay, at, "a"), One(ActionNames.Replay, later, "b")],
            _ => [One(ActionNames.Send, at, "a"), One(ActionNames.Send, later, "a"), One(ActionNames.Send, later, "b")],
        };
    }
}
