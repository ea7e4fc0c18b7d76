using System.Text.Json.Nodes;

namespace KpiFunctions.Simulator.SendGrid;

/// <summary>What becomes of a mail after SendGrid has accepted it: the beginning of the recipient's address says it.</summary>
internal static class MailFate
{
    private const string NoSuchUser = "550 5.1.1 The email account that you tried to reach does not exist.";

    /// <summary>The events of a mail, in the order in which they happen, without what all events have.</summary>
    public static IReadOnlyList<JsonObject> Of(string address)
    {
        var name = address.Split('@')[0];
        if (Begins("bounces")) return [Event("processed"), Event("bounce", ("type", "bounce"), ("reason", $"{NoSuchUser} <{address}>"), ("status", "5.1.1"))];
        if (Begins("blocked")) return [Event("processed"), Event("bounce", ("type", "blocked"), ("reason", "554 5.7.1 The message was rejected for now."), ("status", "5.7.1"))];
        if (Begins("dropped")) return [Event("dropped", ("reason", "Bounced Address"), ("status", "5.0.0"))];
        if (Begins("spam")) return [Event("processed"), Event("delivered", ("response", "250 OK")), Event("spamreport")];
        if (Begins("slow")) return [Event("processed"), Event("deferred", ("response", "450 try again later"), ("attempt", "1")), Event("delivered", ("response", "250 OK"))];
        return [Event("processed"), Event("delivered", ("response", "250 OK")), Event("open", ("sg_machine_open", "false"))];

        bool Begins(string with) => name.StartsWith(with, StringComparison.OrdinalIgnoreCase);
    }

    private static JsonObject Event(string kind, params (string Name, string Value)[] more)
    {
        var json = new JsonObject { ["event"] = kind };
        foreach (var (field, value) in more) json[field] = value;
        return json;
    }
}
