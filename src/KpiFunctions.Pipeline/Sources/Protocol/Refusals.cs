using KpiFunctions.Pipeline.Readings;

namespace KpiFunctions.Pipeline.Sources.Protocol;

/// <summary>
/// What a platform refused during one fetch, and whether it answered anything. A refused request costs only what it asked
/// for: failures of the credential, the account or the connection end the fetch.
/// </summary>
internal sealed class Refusals
{
    private readonly List<Refusal> pending = [];

    /// <summary>What was refused first; null where nothing was.</summary>
    public Refusal? First { get; private set; }

    /// <summary>Whether any request was answered.</summary>
    public bool WasAnswered { get; set; }

    /// <summary>Whether something was refused since <see cref="Take"/> was last called.</summary>
    public bool Any => pending.Count > 0;

    /// <summary>Returns what was refused since the last call.</summary>
    public IReadOnlyList<Refusal> Take()
    {
        Refusal[] taken = [.. pending];
        pending.Clear();
        return taken;
    }

    /// <summary>Records something that was refused.</summary>
    /// <param name="what">A metric's or a request's name at the platform.</param>
    /// <param name="metrics">The metrics that are not known because of it.</param>
    public void Add(string what, SourceFailure failure, params IReadOnlyList<Metric> metrics) => Add(new(what, failure) { Metrics = metrics });

    /// <summary>Records something that was refused.</summary>
    public void Add(Refusal refusal)
    {
        First ??= refusal;
        pending.Add(refusal);
    }

    /// <summary>Sends one request. If it is refused, that is recorded and costs only itself.</summary>
    /// <param name="what">The request's name in the record.</param>
    /// <returns>Null where it was refused.</returns>
    public async Task<T?> TryAsync<T>(string what, Func<Task<T>> ask)
        where T : class?
    {
        try
        {
            var answer = await ask();
            WasAnswered = true;
            return answer;
        }
        catch (SourceException e) when (CostsOnlyItself(e))
        {
            Add(what, e.Failure);
            return null;
        }
    }

    /// <exception cref="SourceException">Every request was refused: the failure of the first.</exception>
    public void ThrowIfNothingWasAnswered()
    {
        if (First is { } refusal && !WasAnswered) throw new SourceException(refusal.Failure);
    }

    /// <summary>Whether a failure is about one request, and not about the credential, the account or the connection.</summary>
    public static bool CostsOnlyItself(SourceException e) => IsRefusal(e) || e.Failure.Kind == SourceFailureKind.AnswerUnreadable;

    /// <summary>Whether the platform refused what was asked for, so that asking for less may be answered.</summary>
    public static bool IsRefusal(SourceException e) => e.Failure.Kind is SourceFailureKind.RequestRefused or SourceFailureKind.PermissionMissing;
}
