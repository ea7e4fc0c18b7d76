using System.Globalization;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using KpiFunctions.Simulator.World;

namespace KpiFunctions.Simulator.SendGrid;

/// <summary>
/// SendGrid's signed event webhook: reports what becomes of accepted mails, under a key of this process's own. Like the
/// real one it is in no hurry to be orderly: the events of a post run backwards, and each post comes twice.
/// </summary>
internal sealed class EventWebhook(Outbox outbox, TimeProvider time) : IDisposable
{
    private readonly ECDsa key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
    private readonly HttpClient http = new(new SocketsHttpHandler { UseProxy = false, UseCookies = false, AllowAutoRedirect = false });
    private readonly SemaphoreSlim one = new(1);
    private int reported;

    /// <summary>The verification key, as SendGrid shows it: base64 of its public half.</summary>
    public string Key => Convert.ToBase64String(key.ExportSubjectPublicKeyInfo());

    /// <summary>Posts the events of mails that were accepted since the last post that succeeded.</summary>
    /// <returns>How many events were taken; 0 where there was nothing to report, or the post was not answered with success.</returns>
    public async Task<int> PostAsync(Uri webhook, CancellationToken cancellationToken)
    {
        await one.WaitAsync(cancellationToken);
        try
        {
            var mails = outbox.Mails;
            var events = mails.Skip(reported).SelectMany(EventsOf).Reverse().ToList();
            if (events.Count == 0) return 0;

            var body = JsonSerializer.SerializeToUtf8Bytes(new JsonArray([.. events]));
            for (var time = 0; time < 2; time++)
                if (!await TryPostAsync(webhook, body, cancellationToken)) return 0;
            reported = mails.Count;
            return events.Count;
        }
        finally
        {
            one.Release();
        }
    }

    public void Dispose()
    {
        key.Dispose();
        http.Dispose();
        one.Dispose();
    }

    private async Task<bool> TryPostAsync(Uri webhook, byte[] body, CancellationToken cancellationToken)
    {
        var timestamp = time.GetUtcNow().ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);
        var signature = key.SignData([.. Encoding.ASCII.GetBytes(timestamp), .. body], HashAlgorithmName.SHA256, DSASignatureFormat.Rfc3279DerSequence);
        using var request = new HttpRequestMessage(HttpMethod.Post, webhook) { Content = new ByteArrayContent(body) };
        request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        request.Headers.Add("X-Twilio-Email-Event-Webhook-Signature", Convert.ToBase64String(signature));
        request.Headers.Add("X-Twilio-Email-Event-Webhook-Timestamp", timestamp);
        using var answer = await http.SendAsync(request, cancellationToken);
        return answer.IsSuccessStatusCode;
    }

    private static IEnumerable<JsonObject> EventsOf(ReceivedMail mail)
    {
        using var sent = JsonDocument.Parse(mail.Body);
        var arguments = sent.RootElement.GetProperty("personalizations")[0].TryGetProperty("custom_args", out var given) ? given : default;
        var events = new List<JsonObject>();
        foreach (var (json, place) in mail.To.SelectMany(address => MailFate.Of(address).Select((json, place) => (WithAddress(json, address), place))))
        {
            json["timestamp"] = mail.ReceivedAt.ToUnixTimeSeconds() + place + 1;
            json["sg_message_id"] = mail.MessageId;
            json["sg_event_id"] = Convert.ToBase64String(Encoding.UTF8.GetBytes($"{Dice.Hash($"{mail.MessageId}|{json["email"]}|{place}"):x16}"));
            if (arguments.ValueKind == JsonValueKind.Object)
                foreach (var argument in arguments.EnumerateObject()) json[argument.Name] = argument.Value.GetString();
            events.Add(json);
        }

        return events;
    }

    private static JsonObject WithAddress(JsonObject json, string address)
    {
        json["email"] = address;
        return json;
    }
}
