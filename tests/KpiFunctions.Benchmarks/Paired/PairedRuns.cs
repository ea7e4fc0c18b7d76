namespace KpiFunctions.Benchmarks.Paired;

/// <summary>One way to do the work.</summary>
/// <param name="PrepareAsync">Brings everything into the state that the work begins in; not timed.</param>
/// <param name="RunAsync">The work; timed.</param>
internal sealed record Contender(Func<CancellationToken, Task> PrepareAsync, Func<CancellationToken, Task> RunAsync);

/// <summary>Times two ways to do the same work in turn, so that a machine that others use too treats both alike.</summary>
internal static class PairedRuns
{
    /// <summary>Runs each side once per round, and changes which goes first from round to round: A B, B A, A B …</summary>
    /// <param name="warmUps">Rounds that are not counted, before the others.</param>
    /// <param name="progress">Told of each round that is over.</param>
    public static async Task<Comparison> CompareAsync(
        Contender subject, Contender baseline, int warmUps, int rounds, TimeProvider clock, Action<int> progress, CancellationToken cancellationToken)
    {
        var (ofSubject, ofBaseline) = (new List<TimeSpan>(), new List<TimeSpan>());
        for (var round = -warmUps; round < rounds; round++)
        {
            (Contender Contender, List<TimeSpan> Times)[] order = [(subject, ofSubject), (baseline, ofBaseline)];
            if (round % 2 != 0) Array.Reverse(order);
            foreach (var (contender, times) in order)
            {
                var elapsed = await TimeAsync(contender, clock, cancellationToken);
                if (round >= 0) times.Add(elapsed);
            }

            progress(round);
        }

        return new(ofSubject, ofBaseline);
    }

    private static async Task<TimeSpan> TimeAsync(Contender contender, TimeProvider clock, CancellationToken cancellationToken)
    {
        await contender.PrepareAsync(cancellationToken);

        // What the other side left behind is not this one's to clear away.
        GC.Collect();
        GC.WaitForPendingFinalizers();
        var start = clock.GetTimestamp();
        await contender.RunAsync(cancellationToken);
        return clock.GetElapsedTime(start);
    }
}
