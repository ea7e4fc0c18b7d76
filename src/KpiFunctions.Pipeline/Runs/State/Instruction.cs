using System.Security.Cryptography;

namespace KpiFunctions.Pipeline.Runs.State;

/// <summary>Who wants something done, and how it is told from other such wishes: the same instruction takes effect once, however often it is carried out.</summary>
/// <param name="Id">Identifies it within the client.</param>
/// <param name="By">Who wants it: the name of whoever is signed in, or of the consultant that a link is for.</param>
/// <param name="Through">How it came: one of <see cref="Command"/> and <see cref="Link"/>.</param>
/// <param name="At">When.</param>
public sealed record Instruction(string Id, string By, string Through, DateTimeOffset At)
{
    /// <summary>By the command line.</summary>
    public const string Command = "command";

    /// <summary>By a link in a mail.</summary>
    public const string Link = "link";

    /// <summary>The longest reason that is kept, in characters.</summary>
    public const int LongestWhy = 500;

    /// <summary>The hash of the address that the link is for; null elsewhere.</summary>
    public string? ByAddress { get; init; }

    /// <summary>Why, in that person's words; null where nobody said.</summary>
    public string? Why { get; init; }

    /// <summary>An id that no other instruction has.</summary>
    public static string NewId() => Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(10));
}
