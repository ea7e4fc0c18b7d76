using KpiFunctions.Pipeline.Periods;
using KpiFunctions.Pipeline.Runs.State;

namespace KpiFunctions.Tests.Runs.Digests.Walks;

/// <summary>What became of a digest.</summary>
/// <param name="Reason">What its alert says; null where it has none.</param>
internal sealed record WalkedDigest(IsoWeek Week, DateTimeOffset DueAt, RunState State, string? Reason)
{
    public override string ToString() => $"{Week} {State}, due {DueAt:yyyy-MM-dd HH:mm:ss}{(Reason is null ? "" : ": " + Reason)}";
}

/// <param name="Others">Alerts other than those of the digests; there should be none but of a refused config.</param>
internal sealed record WalkOutcome(IReadOnlyList<WalkedDigest> Digests, IReadOnlyList<Alert> Others);
