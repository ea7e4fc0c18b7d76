using KpiFunctions.Pipeline.History;
using KpiFunctions.Pipeline.Readings;
using KpiFunctions.Pipeline.Runs.State;

namespace KpiFunctions.Pipeline.Runs.Fetching;

/// <summary>When an account is fetched next, and which messages are superfluous by then. Pure.</summary>
internal static class FetchTurns
{
    /// <summary>When the account is to be fetched next; null where that is at once.</summary>
    public static DateTimeOffset? NextOf(Cursor cursor, SourceTraits traits, DateTimeOffset now)
    {
        if (cursor.LastAttempt is not { } attempt || cursor.WasAbandonedAt(now)) return null;
        var turn = cursor.Trouble is null ? attempt + traits.AskEvery : attempt;
        return cursor.NotBefore > turn ? cursor.NotBefore : turn;
    }

    /// <summary>The message of the account's next fetch. It is superfluous once the account has been fetched again.</summary>
    public static FetchMessage After(FetchMessage message, Cursor cursor) => message with { Asked = cursor.LastAttempt?.AddTicks(1) };

    /// <summary>Whether an attempt that was not given up has served a message.</summary>
    public static bool IsServed(FetchMessage message, Cursor cursor, DateTimeOffset now) =>
        message.Asked is { } asked && cursor.LastAttempt >= asked && cursor.Trouble is null && !cursor.WasAbandonedAt(now);
}
