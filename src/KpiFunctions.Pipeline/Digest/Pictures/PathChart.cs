namespace KpiFunctions.Pipeline.Digest.Pictures;

/// <summary>A figure on its way to a target: the weeks that were, and the straight path from today to the day when it is due.</summary>
/// <param name="Weeks">Known weeks, the oldest first, each at its Sunday.</param>
/// <param name="Today">The reported week's Sunday, at which <paramref name="Asked"/> would be on the path.</param>
/// <param name="Values">How a value is written.</param>
/// <param name="Days">How a day is written.</param>
internal sealed record PathChart(
    IReadOnlyList<(DateOnly Day, double Value)> Weeks, DateOnly Today, double Asked, DateOnly By, double Goal, string Ink, Func<double, string> Values, Func<DateOnly, string> Days);
