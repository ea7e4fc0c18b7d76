using KpiFunctions.Pipeline.Readings;

namespace KpiFunctions.Pipeline.Sources;

/// <summary>A source could not answer.</summary>
public sealed class SourceException(SourceFailure failure, Exception? inner = null) : Exception(failure.Message, inner)
{
    /// <summary>Why.</summary>
    public SourceFailure Failure { get; } = failure;

    /// <summary>The platform's own code, for its connector; null where it gave none. At Meta the code, and the subcode after a dot.</summary>
    public string? Code { get; init; }
}
