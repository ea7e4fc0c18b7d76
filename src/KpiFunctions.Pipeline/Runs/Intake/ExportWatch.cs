using KpiFunctions.Pipeline.Clients;
using KpiFunctions.Pipeline.History;
using KpiFunctions.Pipeline.Readings;
using KpiFunctions.Pipeline.Runs.State;
using KpiFunctions.Pipeline.Sources.Files;

namespace KpiFunctions.Pipeline.Runs.Intake;

/// <summary>Alerts the consultant to accounts for which no export has been dropped in longer than is usual for them.</summary>
public sealed class ExportWatch(CursorTable cursors, AlertTable alerts, TimeProvider time)
{
    /// <summary>Records an alert for each account that has been silent for too long. The next export clears it.</summary>
    public async Task CheckAsync(ClientConfig client, CancellationToken cancellationToken)
    {
        var sources = client.Sources.Where(source => source.Type == FileSource.Type).ToList();
        if (sources.Count == 0) return;
        var today = client.Schedule.Zone.DayAt(time.GetUtcNow());
        var known = (await cursors.ReadAsync(client.Id, cancellationToken)).ToDictionary(cursor => cursor.Account);
        foreach (var account in sources.Select(source => source.Ref))
        {
            if (!known.TryGetValue(account, out var cursor)) continue;
            var drops = ExportSilence.DropsOf(cursor.Drops, cursor.LastSuccess is { } last ? client.Schedule.Zone.DayAt(last) : null);
            if (ExportSilence.Since(drops, today) is not { } since) continue;
            await alerts.RecordAsync(
                client.Id, AlertKinds.ExportsSilent, account.ToString(),
                $"No export of {account.Account} has been dropped since {since:yyyy-MM-dd}, {today.DayNumber - since.DayNumber} days ago; until then at most {ExportSilence.LongestPause(drops):0} days would have passed. "
                + $"To do: drop a new one into imports/{client.Id}/{(sources.Count > 1 ? account.Account + "/" : "")}, or take the source out of the config.",
                cancellationToken);
        }
    }
}
