using System.CommandLine;
using KpiFunctions.Pipeline.Delivery;
using KpiFunctions.Pipeline.Delivery.Links;

namespace KpiFunctions.Cli.Commands;

/// <summary><c>kpi resume</c>.</summary>
internal static class ResumeCommand
{
    public static Command Create()
    {
        var command = new ActionCommand(ActionNames.Resume, "kpi resume confiserie-du-port", "kpi resume confiserie-du-port --recipient boutique@confiserie.example");
        var recipient = Arguments.Recipient();
        return command.Create(
            [command.Client, recipient],
            (parsed, _) => new(ActionNames.Resume, parsed.GetValue(command.Client)!) { Recipient = parsed.GetValue(recipient) is { } address ? RecipientHash.Of(address) : null });
    }
}
