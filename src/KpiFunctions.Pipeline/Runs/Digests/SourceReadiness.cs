using KpiFunctions.Pipeline.Clients;
using KpiFunctions.Pipeline.History;
using KpiFunctions.Pipeline.Periods;
using KpiFunctions.Pipeline.Readings;
using KpiFunctions.Pipeline.Sources;

namespace KpiFunctions.Pipeline.Runs.Digests;

/// <summary>Finds the accounts that have not yet answered the last day of a week.</summary>
public sealed class SourceReadiness(CursorTable cursors, SourceCatalog catalog)
{
    /// <summary>The accounts that are late with a week, each with whether waiting can help.</summary>
    public async Task<IReadOnlyList<LateAccount>> LateAsync(ClientConfig client, IsoWeek week, CancellationToken cancellationToken)
    {
        var known = (await cursors.ReadAsync(client.Id, cancellationToken)).ToDictionary(cursor => cursor.Account);
        return [.. client.Sources
            .Where(source => catalog.Traits[source.Type].IsFetched)
            .Select(source => Late(source, known.GetValueOrDefault(source.Ref), week))
            .OfType<LateAccount>()];
    }

    private static LateAccount? Late(SourceConfig source, Cursor? cursor, IsoWeek week)
    {
        if (cursor?.AnsweredThrough >= week.Sunday) return null;
        return new(source.Ref, WaitingHelps: cursor?.Trouble?.Failure.NeedsAPerson != true, AskAgain: cursor?.Trouble is null);
    }
}

/// <summary>An account that has not yet answered the last day of a week.</summary>
/// <param name="WaitingHelps">False where a person has to act first.</param>
/// <param name="AskAgain">False where a fetch failed and has been put off.</param>
public sealed record LateAccount(AccountRef Account, bool WaitingHelps, bool AskAgain);
