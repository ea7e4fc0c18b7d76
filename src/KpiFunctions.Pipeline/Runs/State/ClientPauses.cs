using System.Globalization;
using Azure.Data.Tables;
using KpiFunctions.Pipeline.Tables;

namespace KpiFunctions.Pipeline.Runs.State;

/// <summary><c>Clients</c>, partition <c>in-force</c>: the pauses of a client and of its recipients, beside its config, so that no digest needs another read for them.</summary>
public sealed class ClientPauses(StorageAccount account)
{
    private const string InForce = "in-force";
    private const string Instant = "O";
    private const string Open = "-";
    private readonly TableClient table = account.Table(TableNames.Clients);
    private readonly ConditionalWrites writes = new(account.Table(TableNames.Clients));

    /// <summary>Begins a pause of a client, in place of an earlier one, or ends it.</summary>
    /// <param name="pause">Null to end it.</param>
    public Task SetAsync(string client, Pause? pause, CancellationToken cancellationToken) => ChangeAsync(
        client, row => (row["PausedSince"], row["PausedUntil"], row["PausedBy"]) = (pause?.Since, pause?.Until, pause?.By), cancellationToken);

    /// <summary>Begins a pause of one recipient, in place of an earlier one, or ends it.</summary>
    /// <param name="recipient">The address's hash.</param>
    /// <param name="pause">Null to end it.</param>
    public Task SetAsync(string client, string recipient, Pause? pause, CancellationToken cancellationToken) => ChangeAsync(
        client,
        row =>
        {
            var pauses = OfRecipients(row).Where(known => known.Key != recipient);
            if (pause is not null) pauses = pauses.Append(KeyValuePair.Create(recipient, pause));
            row["PausedRecipients"] = string.Join('\n', pauses.Select(Line));
        },
        cancellationToken);

    /// <summary>The pause of a client's row; null where it has none.</summary>
    internal static Pause? OfClient(TableEntity row) =>
        row.GetDateTimeOffset("PausedSince") is { } since ? new(since, row.GetDateTimeOffset("PausedUntil"), row.GetString("PausedBy") ?? "") : null;

    /// <summary>The pauses of the recipients of a client's row, by the hash of the address.</summary>
    internal static IReadOnlyDictionary<string, Pause> OfRecipients(TableEntity row) => (row.GetString("PausedRecipients") ?? "")
        .Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => line.Split(' ', 4)).Where(parts => parts.Length == 4)
        .ToDictionary(parts => parts[0], parts => new Pause(At(parts[1]), parts[2] == Open ? null : At(parts[2]), parts[3]), StringComparer.Ordinal);

    private static string Line(KeyValuePair<string, Pause> recipient) =>
        $"{recipient.Key} {Text(recipient.Value.Since)} {(recipient.Value.Until is { } until ? Text(until) : Open)} {recipient.Value.By.ReplaceLineEndings(" ")}";

    private static string Text(DateTimeOffset instant) => instant.ToString(Instant, CultureInfo.InvariantCulture);

    private static DateTimeOffset At(string text) => DateTimeOffset.ParseExact(text, Instant, CultureInfo.InvariantCulture);

    /// <summary>Changes a client's row from the version that is there.</summary>
    private async Task ChangeAsync(string client, Action<TableEntity> change, CancellationToken cancellationToken)
    {
        while (true)
        {
            var found = await table.GetEntityIfExistsAsync<TableEntity>(InForce, TableKey.Of(client), cancellationToken: cancellationToken);
            if (found is not { HasValue: true, Value: { } row }) return;
            var version = row.ETag;
            change(row);
            if (await writes.TryChangeAsync(row, version, cancellationToken)) return;
        }
    }
}
