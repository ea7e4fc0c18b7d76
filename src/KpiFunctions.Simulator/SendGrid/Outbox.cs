using System.Text.Json;
using KpiFunctions.Simulator.World;

namespace KpiFunctions.Simulator.SendGrid;

/// <summary>
/// Keeps accepted mails, in memory and if wanted as files. A file is never overwritten: a second mail of a delivery is
/// written beside the first as <c>{delivery_id}.duplicate-1.json</c>, also when the first is from an earlier run.
/// </summary>
internal sealed class Outbox(string? directory, TimeProvider time)
{
    private readonly Lock gate = new();
    private readonly List<ReceivedMail> mails = [];

    public IReadOnlyList<ReceivedMail> Mails
    {
        get
        {
            lock (gate) return [.. mails];
        }
    }

    /// <summary>Takes a mail that was found to be well formed.</summary>
    public ReceivedMail Accept(JsonElement mail, byte[] body)
    {
        var first = mail.GetProperty("personalizations")[0];
        var delivery = first.TryGetProperty("custom_args", out var args) && args.TryGetProperty("delivery_id", out var id) ? id.GetString() : null;
        lock (gate)
        {
            var messageId = $"{Dice.Hash($"{delivery}|{mails.Count}"):x16}.recvd-simulated";
            var before = mails.Count(known => delivery is not null && known.DeliveryId == delivery);
            var duplicate = Write(FileName(delivery ?? messageId), body, before);
            var received = new ReceivedMail(
                delivery,
                messageId,
                [.. first.GetProperty("to").EnumerateArray().Select(to => to.GetProperty("email").GetString()!)],
                first.TryGetProperty("subject", out var subject) || mail.TryGetProperty("subject", out subject) ? subject.GetString() : null,
                body,
                time.GetUtcNow(),
                duplicate)
            {
                Client = first.TryGetProperty("custom_args", out args) && args.TryGetProperty("client", out var client) ? client.GetString() : null,
            };
            mails.Add(received);
            return received;
        }
    }

    /// <summary>Writes a body to the first free name, and says whether the plain one was taken.</summary>
    private bool Write(string name, byte[] body, int before)
    {
        if (directory is null) return before > 0;

        Directory.CreateDirectory(directory);
        for (var number = before; ; number++)
        {
            var path = Path.Combine(directory, number == 0 ? $"{name}.json" : $"{name}.duplicate-{number}.json");
            if (File.Exists(path)) continue;
            using var file = new FileStream(path, FileMode.CreateNew, FileAccess.Write);
            file.Write(body);
            return number > 0;
        }
    }

    // An identifier comes from outside: it must not climb out of the directory.
    private static string FileName(string id) =>
        string.Concat(id.Select(sign => char.IsAsciiLetterOrDigit(sign) || sign is '-' or '_' or '.' ? sign : '_')).TrimStart('.') is { Length: > 0 } name ? name : "_";
}
