namespace KpiFunctions.Pipeline.Clients.Parsing;

/// <summary>How a message repeats what somebody wrote: verdicts are read line by line.</summary>
internal static class Shown
{
    private const int Longest = 60;

    /// <summary>In one line, and cut between two characters where it is long.</summary>
    public static string InOneLine(string text)
    {
        var end = text.Length <= Longest ? text.Length : char.IsHighSurrogate(text[Longest - 1]) ? Longest - 1 : Longest;
        var line = string.Concat(text.Take(end).Select(character => char.IsControl(character) ? '\uFFFD' : character));
        return end < text.Length ? line + "…" : line;
    }
}
