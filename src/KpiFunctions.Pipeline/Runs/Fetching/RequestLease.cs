using KpiFunctions.Pipeline.Readings;
using KpiFunctions.Pipeline.Sources;
using KpiFunctions.Pipeline.Store;

namespace KpiFunctions.Pipeline.Runs.Fetching;

/// <summary>
/// The requests of one fetch out of an app's quota, taken from the store a few at a time. A process that dies loses the
/// few that it held, so that the platform's limit is never passed.
/// </summary>
/// <param name="table">Null where nothing is limited.</param>
/// <param name="untilNext">How long until the window ends.</param>
public sealed class RequestLease(QuotaTable? table, string name, string window, int limit, bool hadTurn, TimeSpan untilNext) : IAllowance, IAsyncDisposable
{
    /// <summary>A fetch of a day makes about as many requests.</summary>
    private const int AtOnce = 8;

    private readonly SemaphoreSlim gate = new(1);
    private int held;
    private bool succeeded;

    /// <summary>Whether the account has this window's figures already, and lets others go first.</summary>
    public bool HadTurn => hadTurn;

    /// <inheritdoc/>
    public async ValueTask<int> TakeAsync(int least, int most, CancellationToken cancellationToken)
    {
        if (table is null) return most;
        await gate.WaitAsync(cancellationToken);
        try
        {
            if (held < least)
                held += await table.ChangeAsync(name, window, use => use.Take(limit, least - held, Math.Max(most - held, AtOnce), hadTurn), cancellationToken);
            if (held < least)
                throw new SourceException(new(SourceFailureKind.BudgetSpent, $"The {limit} requests that all accounts may make on {window} are used up.", untilNext));
            var given = Math.Min(held, most);
            held -= given;
            return given;
        }
        finally
        {
            gate.Release();
        }
    }

    /// <inheritdoc/>
    public ValueTask GiveBackAsync(int units, CancellationToken cancellationToken)
    {
        Interlocked.Add(ref held, units);
        return ValueTask.CompletedTask;
    }

    /// <summary>The account had its turn.</summary>
    public void Complete() => succeeded = true;

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        gate.Dispose();
        var firstTurn = succeeded && !hadTurn ? 1 : 0;
        if (table is null || (held == 0 && firstTurn == 0)) return;

        // A host that is stopping should still return them: the token of the fetch may be cancelled.
        await table.ChangeAsync(name, window, use => (true, use.GiveBack(held) with { Served = use.Served + firstTurn }), CancellationToken.None);
    }
}
