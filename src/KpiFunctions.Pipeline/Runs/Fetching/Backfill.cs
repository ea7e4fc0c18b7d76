using KpiFunctions.Pipeline.Clients;
using KpiFunctions.Pipeline.History;
using KpiFunctions.Pipeline.Periods;
using KpiFunctions.Pipeline.Readings;
using KpiFunctions.Pipeline.Sources;
using KpiFunctions.Pipeline.Tables;

namespace KpiFunctions.Pipeline.Runs.Fetching;

/// <summary>The days of one account that have not been requested yet.</summary>
/// <param name="Pieces">The newest first, so that the stored history never has a gap. Empty where every day was requested.</param>
/// <param name="Limit">The oldest day that the platform still has; null where it is older than the days that are wanted.</param>
public sealed record BackfillPlan(SourceConfig Source, IReadOnlyList<DayRange> Pieces, DateOnly? Limit);

/// <summary>
/// Fetches the history before the weeks that every account starts with. Each piece is recorded when it is stored, so that
/// an interrupted run continues where it stopped. Levels that a platform gives only for the time of the request (followers
/// on some platforms) cannot be read afterwards and stay unknown.
/// </summary>
public sealed class Backfill(SourceCatalog catalog, AccountFetch fetch, Quotas quotas, CursorTable cursors, TimeProvider time)
{
    /// <summary>About a quarter of a year. A piece is rounded down to whole requests, so that no request covers fewer days than it could.</summary>
    private const int PieceDays = 92;

    /// <summary>The days of a client's fetched accounts that have not been requested yet.</summary>
    /// <param name="from">The oldest day that is wanted.</param>
    public async Task<IReadOnlyList<BackfillPlan>> PlanAsync(ClientConfig client, DateOnly from, CancellationToken cancellationToken)
    {
        var today = client.Schedule.Zone.DayAt(time.GetUtcNow());
        var known = (await cursors.ReadAsync(client.Id, cancellationToken)).ToDictionary(cursor => cursor.Account, cursor => cursor.AskedFrom);
        return [.. client.Sources.Where(source => catalog.Find(source.Type) is not null).Select(source => PlanOf(source, catalog.Traits[source.Type], from, today, known.GetValueOrDefault(source.Ref)))];
    }

    /// <summary>Requests one piece, stores it and records that it is done. The account's lease is taken for it: its fetches wait meanwhile.</summary>
    /// <returns>What was refused although the rest was answered.</returns>
    /// <exception cref="SourceException">The source failed, or a quota or budget was not sufficient, or the account is being fetched. The piece has to be requested again.</exception>
    public async Task<IReadOnlyList<Refusal>> RunAsync(ClientConfig client, SourceConfig source, DayRange piece, CancellationToken cancellationToken)
    {
        var connector = catalog.Find(source.Type)!;
        if (await quotas.ClosedUntilAsync(connector.Traits, cancellationToken) is { } until)
            throw new SourceException(new(SourceFailureKind.RateLimited, $"{connector.Traits.Name} takes no requests of this app before {until:u}.", until - time.GetUtcNow()));

        var lease = await LeaseAsync(client, source, cancellationToken);
        try
        {
            // Not marked as complete: the account is served in the quota's window by a fetch of its present days.
            await using var reservation = quotas.Reserve(connector.Traits, lease.Before.LastSuccess);
            var outcome = await fetch.RunAsync(client, source, connector, piece, reservation, RefusedItems.ToSkip(lease.Before.Refused, time.GetUtcNow()), lease, cancellationToken);
            if (outcome.Refusals.FirstOrDefault(refusal => refusal.Failure.Kind == SourceFailureKind.BudgetSpent) is { } unpaid) throw new SourceException(unpaid.Failure);
            return await lease.TryEndAsync(lease.Before with { AskedFrom = piece.First }, cancellationToken) ? outcome.Refusals : throw Overtaken(source);
        }
        catch (OvertakenException)
        {
            throw Overtaken(source);
        }
        finally
        {
            await lease.GiveBackAsync();
        }
    }

    private async Task<AccountLease> LeaseAsync(ClientConfig client, SourceConfig source, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var stored = await cursors.FindStoredAsync(client.Id, source.Ref, cancellationToken);
        var lease = stored.Cursor.IsLeasedAt(now) ? null : await cursors.TryLeaseAsync(client.Id, stored, attempt: null, now, cancellationToken);
        return lease ?? throw new SourceException(new(
            SourceFailureKind.RateLimited, $"{source.Ref} is being fetched at the moment.", stored.Cursor.IsLeasedAt(now) ? stored.Cursor.LeasedUntil - now : AccountLease.Length));
    }

    private static SourceException Overtaken(SourceConfig source) =>
        new(new(SourceFailureKind.RateLimited, $"This took longer than {AccountLease.Length.TotalMinutes:0} minutes, and {source.Ref} was fetched by another instance meanwhile.", TimeSpan.Zero));

    private static BackfillPlan PlanOf(SourceConfig source, SourceTraits traits, DateOnly from, DateOnly today, DateOnly? askedFrom)
    {
        var limit = traits.HistoryDays is { } days && today.AddDays(-days) is var oldest && oldest > from ? oldest : (DateOnly?)null;
        var first = limit ?? from;

        // Today is not over; the planned fetches read it.
        var last = (askedFrom ?? today).AddDays(-1);
        if (first > last) return new(source, [], limit);

        var length = Math.Max(1, PieceDays / traits.MaxDaysPerRequest) * traits.MaxDaysPerRequest;
        var pieces = new List<DayRange>();
        for (var end = last; end >= first; end = end.AddDays(-length))
            pieces.Add(new(end.AddDays(1 - length) is var begin && begin > first ? begin : first, end));
        return new(source, pieces, limit);
    }
}
