using KpiFunctions.Pipeline.Periods;

namespace KpiFunctions.Pipeline.Sources;

/// <summary>The instants between which posts are read: of the wanted days, and of the weeks before in which figures still move.</summary>
/// <param name="Since">The first instant.</param>
/// <param name="Until">The instant after the last.</param>
internal readonly record struct PostRange(DateTimeOffset Since, DateTimeOffset Until)
{
    /// <summary>A post's day is the client's, a figure's the platform's: the range covers both.</summary>
    /// <param name="platform">The zone in which the platform's days begin.</param>
    /// <param name="lookBackDays">Days before the last one whose posts are read again at every fetch.</param>
    public static PostRange Of(SourceRequest request, Zone platform, int lookBackDays)
    {
        var first = request.Days.Last.AddDays(-lookBackDays);
        if (request.Days.First < first) first = request.Days.First;
        if (request.PostsFrom < first) first = request.PostsFrom.Value;
        var end = request.Days.Last.AddDays(1);
        return new(Earlier(request.Zone.StartOf(first), platform.StartOf(first)), Later(request.Zone.StartOf(end), platform.StartOf(end)));
    }

    private static DateTimeOffset Earlier(DateTimeOffset left, DateTimeOffset right) => left < right ? left : right;

    private static DateTimeOffset Later(DateTimeOffset left, DateTimeOffset right) => left < right ? right : left;
}
