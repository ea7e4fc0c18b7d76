using KpiFunctions.Pipeline.History;
using KpiFunctions.Pipeline.Periods;
using KpiFunctions.Pipeline.Readings;
using KpiFunctions.Pipeline.Sources;

namespace KpiFunctions.Pipeline.Runs.Fetching;

/// <summary>
/// Items that a platform refuses are left out of the following fetches, since one invalid name can fail a whole request.
/// They are requested again at intervals: platforms bring metrics back, and accounts become eligible for them. Pure.
/// </summary>
internal static class RefusedItems
{
    /// <summary>How long an item that the platform does not take is not requested.</summary>
    public static readonly TimeSpan LeftAloneFor = TimeSpan.FromDays(7);

    /// <summary>How long an item whose permission is missing is not requested: somewhat less than a day, so that it is asked for once a day.</summary>
    public static readonly TimeSpan PermissionAskedAgainAfter = new(23, 50, 0);

    /// <summary>Items that are not requested now.</summary>
    public static IReadOnlySet<string> ToSkip(IReadOnlyDictionary<string, RefusedItem> known, DateTimeOffset now) =>
        known.Where(item => item.Value.AskAgainAt > now).Select(item => item.Key).ToHashSet(StringComparer.Ordinal);

    /// <summary>
    /// The refused items after a fetch. Skipped items stay as they were; items that were requested and refused are left out
    /// from now on; items that were answered are removed. A budget may be raised at any time, and an answer that could not be
    /// read may be readable the next time: such an item is requested again with the next fetch. What the platform does not know
    /// yet stays until the day is over: the first fetch of a day reads again all days of which something is not known.
    /// </summary>
    /// <param name="zone">The client's, in which its days begin.</param>
    public static IReadOnlyDictionary<string, RefusedItem> After(
        IReadOnlyDictionary<string, RefusedItem> known, IReadOnlySet<string> skipped, IReadOnlyList<Refusal> refusals, DateTimeOffset now, Zone zone)
    {
        var after = known.Where(item => skipped.Contains(item.Key)).ToDictionary(StringComparer.Ordinal);
        foreach (var refusal in refusals.Where(refusal => !skipped.Contains(refusal.What)))
        {
            var wait = refusal.Failure.Kind switch
            {
                SourceFailureKind.RequestRefused => LeftAloneFor,
                SourceFailureKind.PermissionMissing => PermissionAskedAgainAfter,
                SourceFailureKind.PartlyUnknown => zone.StartOf(zone.DayAt(now).AddDays(1)) - now,
                _ => TimeSpan.Zero,
            };
            after[refusal.What] = new(known.GetValueOrDefault(refusal.What)?.Since ?? now, now + wait) { Metrics = refusal.Metrics.Count == 0 ? null : [.. refusal.Metrics.Select(metric => metric.Key)] };
        }

        return after;
    }
}
