namespace KpiFunctions.Pipeline.Tables;

/// <summary>Another writer has changed what a change was made from: whatever was read has to be read again, or is left to that writer.</summary>
/// <param name="what">What was to be changed.</param>
public sealed class OvertakenException(string what) : Exception($"Another writer has changed {what} since it was read.");
