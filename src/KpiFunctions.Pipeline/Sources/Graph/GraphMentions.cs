using KpiFunctions.Pipeline.Readings;

namespace KpiFunctions.Pipeline.Sources.Graph;

/// <summary>Posts by others that tag the account, counted by day.</summary>
internal sealed class GraphMentions(SourceRequest request, SourceDays days, GraphRefusals refusals)
{
    private readonly Dictionary<DateOnly, double> counts = [];
    private DateOnly? knownFrom;

    /// <summary>Whether the list had a single entry: one without any may be an account that nobody names, or a fault.</summary>
    public bool SawAny { get; private set; }

    /// <summary>Reads back to the first wanted day; the newest come first. A list that is out of order keeps nobody from the insights.</summary>
    public async Task<IReadOnlyList<Post>> ReadAsync<T>(GraphListing<T> listing, Func<T, Post?> mentionOf, CancellationToken cancellationToken)
    {
        var found = new Dictionary<string, Post>(StringComparer.Ordinal);
        var reached = DateOnly.MaxValue;
        try
        {
            while (reached >= request.Days.First && await listing.NextAsync(cancellationToken) is { } page)
            {
                refusals.WasAnswered = true;
                SawAny |= page.Count > 0;
                foreach (var mention in page.Select(mentionOf).OfType<Post>())
                {
                    var day = days.Zone.DayAt(mention.Published);
                    if (day < reached) reached = day;
                    if (request.Days.Contains(day) && found.TryAdd(mention.Id, mention)) counts[day] = counts.GetValueOrDefault(day) + 1;
                }
            }

            // A list that broke off has perhaps shown its last day only in part.
            knownFrom = !listing.EndedEarly ? request.Days.First : reached < DateOnly.MaxValue ? reached.AddDays(1) : null;
            refusals.NoteEarlyEnd(listing);
        }
        catch (SourceException e) when (GraphRefusals.CostsOnlyItself(e) || e.Failure.Kind == SourceFailureKind.Unavailable)
        {
            refusals.Add(listing.Edge, e.Failure);
        }

        return [.. found.Values];
    }

    /// <summary>The mentions of a day. The list was read past it: that nobody is on it is a count, not a silence.</summary>
    public double? On(DateOnly day) => day >= knownFrom ? counts.GetValueOrDefault(day) : null;
}
