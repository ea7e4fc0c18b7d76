using System.CommandLine;
using KpiFunctions.Pipeline.Delivery;
using KpiFunctions.Pipeline.Delivery.Links;

namespace KpiFunctions.Cli.Commands;

/// <summary><c>kpi pause</c>.</summary>
internal static class PauseCommand
{
    public static Command Create()
    {
        var command = new ActionCommand(
            ActionNames.Pause, "kpi pause confiserie-du-port --until 2027-01-11 --why \"closed for works\"", "kpi pause confiserie-du-port --recipient boutique@confiserie.example");
        var recipient = Arguments.Recipient();
        var until = Options.Day("--until", "The day on which digests go on, in the client's zone: 2027-01-11. Unless given, the pause lasts until somebody resumes it.");
        until.Required = false;
        return command.Create(
            [command.Client, recipient, until],
            (parsed, zone) => new(ActionNames.Pause, parsed.GetValue(command.Client)!)
            {
                Recipient = parsed.GetValue(recipient) is { } address ? RecipientHash.Of(address) : null,
                Until = parsed.GetResult(until) is null ? null : zone.StartOf(parsed.GetValue(until)),
            });
    }
}
