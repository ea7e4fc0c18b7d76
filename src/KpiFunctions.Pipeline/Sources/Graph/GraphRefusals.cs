using KpiFunctions.Pipeline.Readings;

namespace KpiFunctions.Pipeline.Sources.Graph;

/// <summary>What was refused in one fetch, and whether anything was answered.</summary>
internal sealed class GraphRefusals(string platform)
{
    private readonly List<Refusal> refusals = [];

    /// <summary>The first thing that was refused, if any.</summary>
    public Refusal? First { get; private set; }

    /// <summary>Whether any request was answered.</summary>
    public bool WasAnswered { get; set; }

    /// <summary>Whether something was refused since <see cref="Take"/>.</summary>
    public bool Any => refusals.Count > 0;

    /// <summary>What was refused since the last time this was asked.</summary>
    public IReadOnlyList<Refusal> Take()
    {
        Refusal[] taken = [.. refusals];
        refusals.Clear();
        return taken;
    }

    /// <summary>Keeps that something was refused.</summary>
    public void Add(string what, SourceFailure failure) => Add(new(what, failure));

    /// <summary>Keeps that a list was given up before its end, where it was.</summary>
    public void NoteEarlyEnd<T>(GraphListing<T> listing)
    {
        if (listing.EndedEarly) Add(PostWindow.BrokenOff(listing.Edge, platform));
    }

    /// <exception cref="SourceException">Everything was refused.</exception>
    public void ThrowIfNothingWasAnswered()
    {
        if (First is { } refusal && !WasAnswered) throw new SourceException(refusal.Failure);
    }

    /// <summary>Whether a failure is about the request, not about the token, the account or the connection.</summary>
    public static bool CostsOnlyItself(SourceException e) =>
        e.Failure.Kind is SourceFailureKind.RequestRefused or SourceFailureKind.PermissionMissing or SourceFailureKind.AnswerUnreadable;

    private void Add(Refusal refusal)
    {
        First ??= refusal;
        refusals.Add(refusal);
    }
}
