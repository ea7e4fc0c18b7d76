namespace KpiFunctions.Cli;

/// <summary>The command was called in a way that cannot work: exit code 2, and the words that mend it.</summary>
internal sealed class UsageException(string message) : Exception(message);
