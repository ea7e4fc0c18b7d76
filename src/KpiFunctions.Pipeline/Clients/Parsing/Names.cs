namespace KpiFunctions.Pipeline.Clients.Parsing;

/// <summary>Finds what somebody probably meant.</summary>
public static class Names
{
    /// <summary>The candidate that takes the fewest changes of a letter, if they are few enough to be a slip.</summary>
    public static string? Nearest(string name, IEnumerable<string> candidates) => candidates
        .Select(candidate => (Name: candidate, Changes: Changes(name.ToLowerInvariant(), candidate.ToLowerInvariant())))
        .Where(candidate => candidate.Changes <= MostSlips(candidate.Name))
        .OrderBy(candidate => candidate.Changes).ThenBy(candidate => candidate.Name, StringComparer.Ordinal)
        .Select(candidate => candidate.Name).FirstOrDefault();

    /// <summary>The nearest one as a hint, or null.</summary>
    public static string? DidYouMean(string name, IEnumerable<string> candidates) => Nearest(name, candidates) is { } nearest ? $"did you mean \"{nearest}\"?" : null;

    /// <summary>A third of the letters, two at least; but never more than half of them, or every short name would be near.</summary>
    private static int MostSlips(string name) => Math.Min(Math.Max(2, name.Length / 3), name.Length / 2);

    /// <summary>Levenshtein's distance.</summary>
    private static int Changes(string one, string other)
    {
        if (Math.Abs(one.Length - other.Length) > 10) return int.MaxValue;
        var row = Enumerable.Range(0, other.Length + 1).ToArray();
        for (var i = 1; i <= one.Length; i++)
        {
            var diagonal = row[0];
            row[0] = i;
            for (var j = 1; j <= other.Length; j++)
            {
                var substituted = diagonal + (one[i - 1] == other[j - 1] ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.Min(substituted, Math.Min(row[j], row[j - 1]) + 1);
            }
        }

        return row[^1];
    }
}
