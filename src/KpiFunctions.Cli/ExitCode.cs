namespace KpiFunctions.Cli;

/// <summary>What a command answers its caller.</summary>
internal static class ExitCode
{
    public const int Done = 0;

    /// <summary>The thing itself failed.</summary>
    public const int Failed = 1;

    /// <summary>The command was called wrongly.</summary>
    public const int WrongUsage = 2;
}
