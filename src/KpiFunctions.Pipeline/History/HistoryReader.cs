using KpiFunctions.Pipeline.Periods;
using KpiFunctions.Pipeline.Readings;

namespace KpiFunctions.Pipeline.History;

/// <summary>Reads all that is known of a client: a range query for readings and one for posts for each stretch of days, and one for cursors.</summary>
public sealed class HistoryReader(ReadingTable readings, PostTable posts, CursorTable cursors)
{
    /// <summary>What is stored of a client over some days.</summary>
    /// <param name="earlier">Stretches of earlier years that are read too, in order; none of them overlaps the days.</param>
    public async Task<ClientHistory> ReadAsync(string client, DayRange days, CancellationToken cancellationToken, IReadOnlyList<DayRange>? earlier = null)
    {
        var stretches = (earlier ?? []).Select(stretch => ReadEarlierAsync(client, stretch, cancellationToken)).ToList();
        var readingsTask = readings.ReadAsync(client, days, cancellationToken);
        var postsTask = posts.ReadAsync(client, days, cancellationToken);
        var cursorsTask = cursors.ReadAsync(client, cancellationToken);
        return new()
        {
            Days = days,
            Readings = Plausibility.OfDays(await readingsTask),
            Posts = [.. (await postsTask).Select(Plausibility.Of)],
            Accounts = [.. (await cursorsTask).Select(StateOf)],
            Earlier = await Task.WhenAll(stretches),
        };
    }

    private async Task<EarlierDays> ReadEarlierAsync(string client, DayRange days, CancellationToken cancellationToken)
    {
        var readingsTask = readings.ReadAsync(client, days, cancellationToken);
        var postsTask = posts.ReadAsync(client, days, cancellationToken);
        return new(days, Plausibility.OfDays(await readingsTask), [.. (await postsTask).Select(Plausibility.Of)]);
    }

    private static AccountState StateOf(Cursor cursor) => new(cursor.Account, cursor.LastSuccess, cursor.Trouble)
    {
        Refused = cursor.RefusedMetrics,
        PostsReadUntil = cursor.PostsReadUntil ?? cursor.LastSuccess,
        PostsCovered = CoveredIn(cursor),
        Drops = cursor.Drops,
        ReadAgainAt = cursor.ReadAgainAt,
    };

    /// <summary>
    /// The days that exports cover. Earlier releases noted only the last day of the newest export; an account that no fetch was
    /// ever begun for is one that exports feed.
    /// </summary>
    internal static IReadOnlyList<DayRange>? CoveredIn(Cursor cursor)
    {
        if (cursor.PostsCovered is { } covered) return covered;
        if (cursor.LastAttempt is not null) return null;
        return cursor.Drops.Count == 0 && cursor.AnsweredThrough is { } last ? [new(DateOnly.MinValue, last)] : [];
    }
}
