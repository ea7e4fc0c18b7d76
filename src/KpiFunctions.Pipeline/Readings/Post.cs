namespace KpiFunctions.Pipeline.Readings;

/// <summary>
/// A post that an account published, with its figures since publication as they stood when it was last fetched; or a
/// public message in which others named the account (<see cref="IsMention"/>). Unknown figures are null, never 0.
/// </summary>
public sealed record Post
{
    public required AccountRef Account { get; init; }

    /// <summary>The source's identifier, unique within the account.</summary>
    public required string Id { get; init; }

    public required DateTimeOffset Published { get; init; }

    /// <summary>The source's own word: <c>photo</c>, <c>video</c>, <c>link</c>…; null where it has none.</summary>
    public string? Type { get; init; }

    /// <summary>The beginning of the text, at most <see cref="ExcerptLength"/> characters. Written by outsiders: not to be trusted.</summary>
    public string? Excerpt { get; init; }

    /// <summary>Where the post can be seen; an absolute https address.</summary>
    public string? Link { get; init; }

    /// <summary>True for a message by somebody else that names the account.</summary>
    public bool IsMention { get; init; }

    /// <summary>Figures since publication, by metric: reach, views, reactions, comments, shares, saves, clicks.</summary>
    public required IReadOnlyDictionary<Metric, double> Values { get; init; }

    /// <summary>Figures that cannot be true, as they were given: left out of <see cref="Values"/> (<see cref="Plausibility"/>); null where there are none.</summary>
    public IReadOnlyDictionary<Metric, double>? Impossible { get; init; }

    public required DateTimeOffset FetchedAt { get; init; }

    /// <summary>Its figures as they stood when its week was first reported; null where the week was not reported yet, or the post was found later.</summary>
    public ReportedFigures? AsReported { get; init; }

    /// <summary>The longest excerpt that is kept, in UTF-16 units.</summary>
    public const int ExcerptLength = 200;

    /// <summary>The metric's value, or null where it is not known.</summary>
    public double? this[Metric metric] => Values.TryGetValue(metric, out var value) ? value : null;
}

/// <summary>A post's figures as they stood when its week was first reported: posts go on gathering, and weeks are only compared at equal age.</summary>
/// <param name="FetchedAt">When they were fetched.</param>
/// <param name="Values">By metric; what was not known then is not among them.</param>
public sealed record ReportedFigures(DateTimeOffset FetchedAt, IReadOnlyDictionary<Metric, double> Values);
