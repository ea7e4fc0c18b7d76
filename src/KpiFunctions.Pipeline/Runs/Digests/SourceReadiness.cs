using KpiFunctions.Pipeline.Clients;
using KpiFunctions.Pipeline.Periods;
using KpiFunctions.Pipeline.Readings;
using KpiFunctions.Pipeline.Sources;
using KpiFunctions.Pipeline.Store;

namespace KpiFunctions.Pipeline.Runs.Digests;

/// <summary>Which of a client's accounts have not yet given a week's last day.</summary>
public sealed class SourceReadiness(CursorTable cursors, SourceCatalog catalog)
{
    /// <summary>The accounts that are late with a week, and whether waiting may help.</summary>
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

/// <summary>An account that has not yet given a week's last day.</summary>
/// <param name="WaitingHelps">False where nothing comes before a person has acted.</param>
/// <param name="AskAgain">False where a fetch failed and is put off already.</param>
public sealed record LateAccount(AccountRef Account, bool WaitingHelps, bool AskAgain);
