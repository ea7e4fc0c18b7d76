namespace KpiFunctions.Pipeline.Digest.Languages;

/// <summary>Joins a text's own words with the value behind them, as the language does when both are said: <c>d'Accès direct</c>, <c>du</c>, <c>aux</c>.</summary>
/// <param name="typeset">Gives words the language's typography.</param>
internal sealed class Joins(JoinFormat format, Func<string, string> typeset)
{
    /// <summary>The words, up to the value, and the value, as they are written behind each other.</summary>
    public (string Words, string Value) Join(string words, string value)
    {
        if (words.Length < 2 || words[^1] != ' ' || value.Length == 0) return (words, value);
        var start = words.LastIndexOf(' ', words.Length - 2) + 1;
        var last = words[start..^1];
        if (format.Elided.TryGetValue(last, out var elided) && format.Vowels.Contains(char.ToLowerInvariant(value[0]), StringComparison.Ordinal))
            return (words[..start] + typeset(elided), value);
        if (!format.Contracted.TryGetValue(last, out var byArticle)) return (words, value);
        foreach (var (article, joined) in byArticle)
            if (value.StartsWith(article + " ", StringComparison.Ordinal)) return (words[..start] + joined, value[article.Length..]);
        return (words, value);
    }
}
