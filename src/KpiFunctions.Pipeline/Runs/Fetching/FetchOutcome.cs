using KpiFunctions.Pipeline.Sources;

namespace KpiFunctions.Pipeline.Runs.Fetching;

/// <summary>The outcome of a request for some days of an account.</summary>
/// <param name="Through">The newest day that was answered; null where none was.</param>
/// <param name="Refusals">What was refused although the rest was answered.</param>
/// <param name="AccessEnds">When the access that was used expires; null where that is not known.</param>
public sealed record FetchOutcome(DateOnly? Through, IReadOnlyList<Refusal> Refusals, DateTimeOffset? AccessEnds)
{
    /// <summary>The oldest day that was asked for and of which the source did not say whole where visits came from; null where there is none, or where it never says it.</summary>
    public DateOnly? OpenFrom { get; init; }

    /// <summary>Readings that were stored. A day whose figures came in several pages counts once for each.</summary>
    public int Readings { get; init; }

    /// <summary>Posts that were stored.</summary>
    public int Posts { get; init; }
}
