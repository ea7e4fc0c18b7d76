using KpiFunctions.Pipeline.Periods;
using KpiFunctions.Pipeline.Readings;
using KpiFunctions.Pipeline.Sources;
using KpiFunctions.Pipeline.Store;

namespace KpiFunctions.Pipeline.Runs.Fetching;

/// <summary>
/// The requests of one fetch out of an app's quota, taken from the store a few at a time. A process that dies loses the
/// few that it held, so that the platform's limit is never passed.
/// </summary>
/// <param name="table">Null where nothing is limited.</param>
/// <param name="name">What runs out.</param>
/// <param name="lastSuccess">When the account was last fetched; null where it never was.</param>
public sealed class QuotaReservation(QuotaTable? table, string name, QuotaWindow window, int limit, DateTimeOffset? lastSuccess, TimeProvider time) : IAllowance, IAsyncDisposable
{
    /// <summary>A fetch of a day makes about as many requests.</summary>
    private const int AtOnce = 8;

    private readonly SemaphoreSlim gate = new(1);
    private string day = "";
    private int held;
    private bool succeeded;

    /// <summary>Whether the account has this window's figures already, and lets others go first.</summary>
    public bool HadTurn { get; private set; }

    /// <inheritdoc/>
    public async ValueTask<int> TakeAsync(int least, int most, CancellationToken cancellationToken)
    {
        if (table is null) return most;
        await gate.WaitAsync(cancellationToken);
        try
        {
            var now = time.GetUtcNow();
            var (today, begins, ends) = window.At(now);

            // What was taken from a window that is over is no good in the next one.
            if (day != today)
            {
                await ReturnAsync();
                (day, HadTurn) = (today, lastSuccess >= begins);
            }

            if (held < least) held += await table.ChangeAsync(name, day, use => use.Take(limit, least - held, Math.Max(most - held, AtOnce), HadTurn), cancellationToken);
            if (held < least) throw new SourceException(new(SourceFailureKind.BudgetSpent, $"The {limit} requests that all accounts may make on {day} are used up.", ends - now));
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
    public async ValueTask GiveBackAsync(int units, CancellationToken cancellationToken)
    {
        await gate.WaitAsync(cancellationToken);
        held += units;
        gate.Release();
    }

    /// <summary>The account had its turn.</summary>
    public void Complete() => succeeded = true;

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await ReturnAsync();
        gate.Dispose();
    }

    private async Task ReturnAsync()
    {
        var turns = succeeded && !HadTurn ? 1 : 0;
        if (table is null || day.Length == 0 || (held == 0 && turns == 0)) return;

        // A host that is stopping should still return them: the fetch's own token may be cancelled.
        await table.ChangeAsync(name, day, use => (true, use.GiveBack(held) with { Served = use.Served + turns }), CancellationToken.None);
        held = 0;
    }
}
