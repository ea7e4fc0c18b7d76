using System.CommandLine;
using KpiFunctions.Pipeline.Delivery.Links;

namespace KpiFunctions.Cli.Commands;

/// <summary><c>kpi hold</c>.</summary>
internal static class HoldCommand
{
    public static Command Create()
    {
        var command = new ActionCommand(
            ActionNames.Hold, "kpi hold confiserie-du-port 2026-W46 --why \"the figures of Tuesday look wrong\"", "kpi hold confiserie-du-port 2026-W46 --until 2026-11-25T08:00:00Z");
        var until = Options.Instant("--until", "When it goes on by itself, with its offset: 2026-11-25T08:00:00Z. Unless given, it waits for a release, and is missed without one.");
        return command.Create(
            [command.Client, command.Week, until],
            (parsed, _) => new(ActionNames.Hold, parsed.GetValue(command.Client)!) { Occurrence = parsed.GetValue(command.Week).Plus(1), Until = parsed.GetValue(until) });
    }
}
