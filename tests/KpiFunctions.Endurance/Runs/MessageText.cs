using System.Text;
using System.Text.Json;
using KpiFunctions.Pipeline.Delivery;
using KpiFunctions.Pipeline.Periods;

namespace KpiFunctions.Endurance.Runs;

/// <summary>Reads messages as they are in a queue.</summary>
internal static class MessageText
{
    /// <summary>The delivery that a message is about; null where it is about none.</summary>
    public static string? DeliveryOf(string body)
    {
        try
        {
            var text = body.StartsWith('{') ? body : Encoding.UTF8.GetString(Convert.FromBase64String(body));
            using var json = JsonDocument.Parse(text);
            return Text("client") is { } client && Text("recipient") is { } recipient && IsoWeek.TryParse(Text("occurrence"), out var week)
                ? new DeliveryKey(client, week, recipient, Text("instruction")).DeliveryId
                : null;

            string? Text(string name) => json.RootElement.TryGetProperty(name, out var value) ? value.GetString() : null;
        }
        catch (Exception exception) when (exception is FormatException or JsonException)
        {
            return null;
        }
    }
}
