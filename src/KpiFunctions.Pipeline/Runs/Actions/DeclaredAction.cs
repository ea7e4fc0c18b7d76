using KpiFunctions.Pipeline.Delivery.Links;
using KpiFunctions.Pipeline.Runs.Digests;
using KpiFunctions.Pipeline.Runs.State;

namespace KpiFunctions.Pipeline.Runs.Actions;

/// <summary>
/// Something that people can do, declared once: commands, the pages of links and the tables of the docs are written from it. Its words
/// are texts of the languages' files, under <c>act.{name}</c>.
/// </summary>
/// <param name="Name">One of <see cref="ActionNames"/>.</param>
/// <param name="IsInLinks">Whether a link in a consultant's mail can do it.</param>
/// <param name="IsChange">Whether it changes anything, and is recorded.</param>
public sealed record DeclaredAction(string Name, bool IsInLinks, bool IsChange)
{
    /// <summary>Every action, in the order of commands and docs.</summary>
    public static readonly IReadOnlyList<DeclaredAction> All =
    [
        new(ActionNames.Status, IsInLinks: false, IsChange: false),
        new(ActionNames.Look, IsInLinks: true, IsChange: false),
        new(ActionNames.Approve, IsInLinks: true, IsChange: true),
        new(ActionNames.Hold, IsInLinks: true, IsChange: true),
        new(ActionNames.Release, IsInLinks: true, IsChange: true),
        new(ActionNames.Miss, IsInLinks: true, IsChange: true),
        new(ActionNames.Send, IsInLinks: true, IsChange: true),
        new(ActionNames.Replay, IsInLinks: false, IsChange: true),
        new(ActionNames.Pause, IsInLinks: false, IsChange: true),
        new(ActionNames.Resume, IsInLinks: false, IsChange: true),
        new(ActionNames.Lift, IsInLinks: true, IsChange: true),
    ];

    /// <summary>The states of a digest in which it is possible, each with why the digest is held; empty where it is about no digest's state.</summary>
    public IReadOnlyList<(RunState State, HeldFor? HeldFor)> PossibleIn =>
        [.. DigestLifecycle.ByPersons.Where(transition => transition.Action == Name).Select(transition => (transition.From, transition.While)).Distinct()];

    /// <summary>The action of a name; null where there is none.</summary>
    public static DeclaredAction? Find(string name) => All.FirstOrDefault(action => action.Name == name);
}
