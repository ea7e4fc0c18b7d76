using System.CommandLine;
using KpiFunctions.Pipeline.Delivery.Links;

namespace KpiFunctions.Cli.Commands;

/// <summary><c>kpi approve</c>.</summary>
internal static class ApproveCommand
{
    public static Command Create()
    {
        var command = new ActionCommand(ActionNames.Approve, "kpi approve confiserie-du-port 2026-W46", "kpi approve confiserie-du-port 2026-W46 --storage stkpiprod");
        return command.Create(
            [command.Client, command.Week],
            (parsed, _) => new(ActionNames.Approve, parsed.GetValue(command.Client)!) { Occurrence = parsed.GetValue(command.Week).Plus(1) });
    }
}
