using System.CommandLine;
using KpiFunctions.Pipeline.Delivery;
using KpiFunctions.Pipeline.Delivery.Links;

namespace KpiFunctions.Cli.Commands;

/// <summary><c>kpi lift</c>.</summary>
internal static class LiftCommand
{
    public static Command Create()
    {
        var command = new ActionCommand(ActionNames.Lift, "kpi lift confiserie-du-port boutique@confiserie.example --why \"asked for by telephone\"");
        var address = new Argument<string>("ADDRESS") { Description = "The recipient's address, as the config has it." };
        return command.Create([command.Client, address], (parsed, _) => new(ActionNames.Lift, parsed.GetValue(command.Client)!) { Recipient = RecipientHash.Of(parsed.GetValue(address)!) });
    }
}
