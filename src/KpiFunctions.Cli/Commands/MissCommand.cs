using System.CommandLine;
using KpiFunctions.Pipeline.Delivery.Links;

namespace KpiFunctions.Cli.Commands;

/// <summary><c>kpi miss</c>.</summary>
internal static class MissCommand
{
    public static Command Create()
    {
        var command = new ActionCommand(ActionNames.Miss, "kpi miss confiserie-du-port 2026-W46 --why \"the shop was closed\"");
        return command.Create(
            [command.Client, command.Week],
            (parsed, _) => new(ActionNames.Miss, parsed.GetValue(command.Client)!) { Occurrence = parsed.GetValue(command.Week).Plus(1) });
    }
}
