using KpiFunctions.Pipeline.Readings;
using KpiFunctions.Pipeline.Sources;
using KpiFunctions.Pipeline.Store;

namespace KpiFunctions.Pipeline.Runs.Fetching;

/// <summary>
/// What a platform does not take is not asked for at every fetch, where one invalid name fails a whole request. It is
/// tried again now and then: platforms bring metrics back, and accounts grow into them. Pure.
/// </summary>
internal static class RefusedItems
{
    /// <summary>How long a refused item is left alone.</summary>
    public static readonly TimeSpan LeftAloneFor = TimeSpan.FromDays(7);

    /// <summary>What is not to be asked for now.</summary>
    public static IReadOnlySet<string> ToSkip(IReadOnlyDictionary<string, RefusedItem> known, DateTimeOffset now) =>
        known.Where(item => item.Value.AskAgainAt > now).Select(item => item.Key).ToHashSet(StringComparer.Ordinal);

    /// <summary>
    /// What is known after a fetch. What was skipped stays as it was; what was asked for and refused is left alone from
    /// now on; what was not refused any more is forgotten. A right that is missing may be given at any time, and a budget
    /// raised: such an item is asked for with the next fetch again.
    /// </summary>
    public static IReadOnlyDictionary<string, RefusedItem> After(
        IReadOnlyDictionary<string, RefusedItem> known, IReadOnlySet<string> skipped, IReadOnlyList<Refusal> refusals, DateTimeOffset now)
    {
        var after = known.Where(item => skipped.Contains(item.Key)).ToDictionary(StringComparer.Ordinal);
        foreach (var refusal in refusals.Where(refusal => !skipped.Contains(refusal.What)))
        {
            var wait = refusal.Failure.Kind == SourceFailureKind.RequestRefused ? LeftAloneFor : TimeSpan.Zero;
            after[refusal.What] = new(known.GetValueOrDefault(refusal.What)?.Since ?? now, now + wait);
        }

        return after;
    }
}
