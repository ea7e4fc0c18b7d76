using KpiFunctions.Pipeline.Delivery.Links;
using KpiFunctions.Pipeline.Periods;
using KpiFunctions.Pipeline.Runs.State;

namespace KpiFunctions.Endurance.Runs;

/// <summary>What a person does in a run.</summary>
/// <param name="Action">One of <see cref="ActionNames"/>.</param>
/// <param name="At">When; a person whose attempt fails tries again with the same instruction.</param>
/// <param name="Instruction">Its id. Several may have the same: it takes effect once.</param>
/// <param name="Until">Until when a hold or a pause lasts; null without an end.</param>
/// <param name="OnAllHosts">Whether every host does it at once, each for a person of its own where <paramref name="IsShared"/> is not set.</param>
/// <param name="IsShared">Whether the hosts have one instruction together, as when a form is posted twice.</param>
internal sealed record PlannedAction(PlannedClient Client, IsoWeek Occurrence, string Action, DateTimeOffset At, string Instruction, DateTimeOffset? Until, bool OnAllHosts, bool IsShared)
{
    /// <summary>Whether what is sent is a test, to the consultant alone.</summary>
    public bool IsTest { get; init; }

    /// <summary>What is asked of the pipeline.</summary>
    public ActionRequest Request => new(Action, Client.Id)
    {
        Occurrence = Action is ActionNames.Pause or ActionNames.Resume or ActionNames.Replay ? null : Occurrence,
        Until = Until,
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
        }

        return [.. actions.OrderBy(action => action.At).ThenBy(action => action.Instruction, StringComparer.Ordinal)];
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
