namespace KpiFunctions.Pipeline.Runs.State;

/// <summary>Another instance has processed a file at the same time: the file is read again, so that its newest version wins.</summary>
/// <param name="row">What was to be changed.</param>
public sealed class OvertakenException(string row) : Exception($"'{row}' was changed by another instance since it was read.");
