namespace KpiFunctions.Pipeline.Runs.Intake;

/// <summary>The verdict on a dropped file.</summary>
/// <param name="IsAccepted">False where the file was refused as a whole.</param>
/// <param name="Lines">The messages for the consultant: each problem with its place.</param>
/// <param name="OnlyUnder">The version of the config under which the file gave nothing (empty where none was in force): it is read again under another config. Null where no config would change the verdict.</param>
public sealed record IntakeVerdict(bool IsAccepted, IReadOnlyList<string> Lines, string? OnlyUnder = null);
