using KpiFunctions.Pipeline.Readings;

namespace KpiFunctions.Pipeline.Sources;

/// <summary>A source could not answer.</summary>
public sealed class SourceException(SourceFailure failure, Exception? inner = null) : Exception(failure.Message, inner)
{
    /// <summary>Why.</summary>
    public SourceFailure Failure { get; } = failure;
}
