namespace KpiFunctions.Pipeline.Runs.State;

/// <summary>Notices where no digest is planned, or no account fetched, for too long: then nothing else would report anything.</summary>
public sealed class PipelineWatch(HeartbeatTable heartbeats, ClientDirectory clients, ScheduledMessageTable scheduled, AlertTable alerts, TimeProvider time)
{
    /// <summary>A client's digest is due once a week.</summary>
    private static readonly TimeSpan DigestsSilent = TimeSpan.FromDays(8);

    /// <summary>An account is fetched six times a day, one of X once.</summary>
    private static readonly TimeSpan FetchesSilent = TimeSpan.FromHours(24) + ReportMessage.Tick;

    /// <summary>Records that a digest was planned or an account fetched, and closes the alert that nothing was.</summary>
    /// <param name="what"><see cref="HeartbeatTable.Digests"/> or <see cref="HeartbeatTable.Fetches"/>.</param>
    public async Task BeatAsync(string what, CancellationToken cancellationToken)
    {
        if (await heartbeats.BeatAsync(what, cancellationToken)) await alerts.ClearAsync(AlertTable.NoClient, AlertKinds.PipelineSilent, what, cancellationToken);
    }

    /// <summary>Reports what has not happened for too long.</summary>
    public async Task CheckAsync(CancellationToken cancellationToken)
    {
        await CheckAsync(HeartbeatTable.Digests, Lane.Digests, DigestsSilent, "No digest was planned", cancellationToken);
        await CheckAsync(HeartbeatTable.Fetches, Lane.Fetches, FetchesSilent, "No account was fetched", cancellationToken);
    }

    private async Task CheckAsync(string what, Lane lane, TimeSpan longest, string happened, CancellationToken cancellationToken)
    {
        if (await heartbeats.FindAsync(what, cancellationToken) is not { } last || time.GetUtcNow() - last <= longest) return;

        // Without clients, or without accounts that are fetched, nothing is to be expected.
        if (!await scheduled.HasAnyAsync(lane, cancellationToken) || (await clients.PageAsync("", 1, cancellationToken)).Ids.Count == 0) return;
        if (await alerts.FindAsync(AlertTable.NoClient, AlertKinds.PipelineSilent, what, cancellationToken) is not null) return;
        await alerts.RecordAsync(AlertTable.NoClient, AlertKinds.PipelineSilent, what, $"{happened} since {last:yyyy-MM-dd HH:mm} UTC.", cancellationToken);
    }
}
