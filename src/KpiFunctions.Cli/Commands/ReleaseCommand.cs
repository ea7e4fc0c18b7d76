using System.CommandLine;
using KpiFunctions.Pipeline.Delivery.Links;

namespace KpiFunctions.Cli.Commands;

/// <summary><c>kpi release</c>.</summary>
internal static class ReleaseCommand
{
    public static Command Create()
    {
        var command = new ActionCommand(ActionNames.Release, "kpi release confiserie-du-port 2026-W46");
        return command.Create(
            [command.Client, command.Week],
            (parsed, _) => new(ActionNames.Release, parsed.GetValue(command.Client)!) { Occurrence = parsed.GetValue(command.Week).Plus(1) });
    }
}
