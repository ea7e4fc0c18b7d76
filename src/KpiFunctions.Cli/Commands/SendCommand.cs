using System.CommandLine;
using KpiFunctions.Pipeline.Delivery;
using KpiFunctions.Pipeline.Delivery.Links;

namespace KpiFunctions.Cli.Commands;

/// <summary><c>kpi send</c>.</summary>
internal static class SendCommand
{
    public static Command Create()
    {
        var command = new ActionCommand(
            ActionNames.Send,
            "kpi send confiserie-du-port 2026-W46 --why \"a figure was corrected\"",
            "kpi send confiserie-du-port 2026-W46 --recipient boutique@confiserie.example --why \"the mailbox was full\"",
            "kpi send confiserie-du-port 2026-W46 --test --why \"how it looks\"");
        var recipient = Arguments.Recipient();
        var test = new Option<bool>("--test") { Description = "Send it only to the first consultant who is present, marked as a test; the answer names the address. It counts for nothing." };
        return command.Create(
            [command.Client, command.Week, recipient, test],
            (parsed, _) =>
            {
                var address = parsed.GetValue(recipient);
                if (address is not null && parsed.GetValue(test)) throw new UsageException("--test goes to a consultant, and --recipient to a recipient: give one of them.");
                return new(ActionNames.Send, parsed.GetValue(command.Client)!)
                {
                    Occurrence = parsed.GetValue(command.Week).Plus(1),
                    Recipient = address is null ? null : RecipientHash.Of(address),
                    IsTest = parsed.GetValue(test),
                };
            },
            needsWhy: true);
    }
}
