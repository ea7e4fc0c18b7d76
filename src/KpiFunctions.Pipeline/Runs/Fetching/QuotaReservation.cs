using KpiFunctions.Pipeline.History;
using KpiFunctions.Pipeline.Periods;
using KpiFunctions.Pipeline.Readings;
using KpiFunctions.Pipeline.Sources;

namespace KpiFunctions.Pipeline.Runs.Fetching;

/// <summary>
/// The requests of one fetch out of an app's quota, taken from the table a few at a time. Requests that a process held when
/// it died count as used, so that the platform's limit is never exceeded.
/// </summary>
/// <param name="table">Null where the source has no quota.</param>
/// <param name="name">The quota's name in the table.</param>
/// <param name="lastSuccess">When the account was last fetched; null where it never was.</param>
public sealed class QuotaReservation(QuotaTable? table, string name, QuotaWindow window, int limit, DateTimeOffset? lastSuccess, TimeProvider time) : IAllowance, IAsyncDisposable
{
    /// <summary>Requests that are taken at a time: about as many as a fetch of one day makes.</summary>
    private const int AtOnce = 8;

    private readonly SemaphoreSlim gate = new(1);
    private string day = "";
    private int held;
    private bool succeeded;

    /// <summary>Whether the account was fetched in this window. It then takes nothing that accounts without a fetch still need.</summary>
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

            // Requests that were taken in an earlier window are not valid in the next.
            if (day != today)
            {
                await ReturnAsync();
                (day, HadTurn) = (today, lastSuccess >= begins);
            }

            if (held < least) held += await table.ChangeSharedAsync(name, day, use => use.Take(limit, least - held, Math.Max(most - held, AtOnce), HadTurn), cancellationToken);
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

    /// <summary>Marks the fetch as successful: the account counts as served in this window.</summary>
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

        // The requests are returned even when the host is shutting down and the fetch's own token is cancelled.
        await table.ChangeSharedAsync(name, day, use => (true, use.GiveBack(held) with { Served = use.Served + turns }), CancellationToken.None);
        held = 0;
    }
}
