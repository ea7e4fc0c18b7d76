using KpiFunctions.Pipeline.Clients;
using KpiFunctions.Pipeline.Digest;
using KpiFunctions.Pipeline.Kpis;
using KpiFunctions.Pipeline.Periods;
using KpiFunctions.Pipeline.Store;

namespace KpiFunctions.Pipeline.Runs.Digests;

/// <summary>A week's figures, and the digest that was written from them.</summary>
public sealed record BuiltDigest(KpiSet Kpis, RenderedDigest Rendered);

/// <summary>From the stored readings of a client to a digest: read, compute, render. It stores and sends nothing.</summary>
public sealed class DigestBuilder(HistoryReader history, DigestRenderer renderer)
{
    /// <summary>
    /// Thirteen weeks are shown, the oldest is compared with eight weeks before it at most, and the same week of the
    /// year before is looked at where it is known.
    /// </summary>
    private const int WeeksRead = 53;

    /// <summary>Builds the digest of a week.</summary>
    public async Task<BuiltDigest> BuildAsync(ClientConfig client, IsoWeek week, CancellationToken cancellationToken)
    {
        // What came since tells what an account gives at all: a level that was first read after the week is missing, not "never given".
        var days = new DayRange(week.Plus(-WeeksRead).Monday, week.Plus(1).Sunday);
        var known = await history.ReadAsync(client.Id, days, cancellationToken);
        var kpis = KpiEngine.Compute(client, known, week);
        return new(kpis, renderer.Render(client, kpis));
    }
}
