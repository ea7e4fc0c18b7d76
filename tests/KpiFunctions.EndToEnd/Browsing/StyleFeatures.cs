using System.Text.RegularExpressions;

namespace KpiFunctions.EndToEnd.Browsing;

/// <summary>
/// What a style sheet or a style attribute uses, as it is written. A CSS library would not do: it expands shorthands and
/// drops what it does not know, and that is what is looked for.
/// </summary>
internal static partial class StyleFeatures
{
    /// <summary>What a style sheet uses: its at-rules, selectors and declarations.</summary>
    /// <exception cref="FormatException">A block is not closed.</exception>
    public static IEnumerable<MailFeature> OfSheet(string css)
    {
        css = Comments().Replace(css, " ");
        for (var at = 0; at < css.Length;)
        {
            var end = IndexOutside(css, at, "{;");
            var (prelude, isBlock) = (css[at..end].Trim(), end < css.Length && css[end] == '{');
            var close = isBlock ? Closing(css, end) : end;
            var block = isBlock ? css[(end + 1)..close] : "";
            at = close + 1;
            if (prelude.Length == 0) continue;
            foreach (var feature in prelude[0] == '@' ? OfAtRule(prelude, block) : [.. OfSelectors(prelude), .. OfDeclarations(block)]) yield return feature;
        }
    }

    /// <summary>What a style attribute, or the block of a rule, uses: properties, units, functions, <c>!important</c>.</summary>
    public static IEnumerable<MailFeature> OfDeclarations(string declarations)
    {
        var css = Comments().Replace(declarations, " ");
        for (var at = 0; at < css.Length;)
        {
            var end = IndexOutside(css, at, ";{");
            if (end < css.Length && css[end] == '{')
            {
                yield return new("nested rule");
                end = Closing(css, end);
            }
            else if (css[at..end] is var declaration && declaration.IndexOf(':', StringComparison.Ordinal) is > 0 and var colon)
            {
                foreach (var feature in OfDeclaration(declaration[..colon].Trim().ToLowerInvariant(), declaration[(colon + 1)..])) yield return feature;
            }

            at = end + 1;
        }
    }

    private static IEnumerable<MailFeature> OfDeclaration(string property, string written)
    {
        var value = Important().Replace(written, "").Trim().ToLowerInvariant();
        yield return new(property, $"{property}: {value}");
        if (Important().IsMatch(written)) yield return new("!important");
        var bare = Strings().Replace(value, "");
        foreach (Match unit in Units().Matches(bare)) yield return new($"unit {unit.Groups["unit"].Value}");
        foreach (Match function in Functions().Matches(bare)) yield return new($"{function.Groups["name"].Value}()");
    }

    private static IEnumerable<MailFeature> OfAtRule(string prelude, string block)
    {
        var name = prelude.Split([' ', '(', '\n'], 2)[0].ToLowerInvariant();
        if (name != "@media") return [new(name), .. name switch { "@supports" => OfSheet(block), "@font-face" => OfDeclarations(block), _ => [] }];
        var condition = prelude[name.Length..].ToLowerInvariant();
        return
        [
            .. MediaFeatures().Matches(condition).Select(feature => new MailFeature($"@media ({feature.Groups["name"].Value})")),
            .. Words().Matches(InParentheses().Replace(condition, " ")).Select(word => word.Value).Except(["and", "not", "only", "or"], StringComparer.Ordinal).Select(type => new MailFeature($"@media {type}")),
            .. OfSheet(block),
        ];
    }

    private static IEnumerable<MailFeature> OfSelectors(string selectors)
    {
        foreach (var selector in selectors.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
        {
            if (selector.Contains('[', StringComparison.Ordinal)) yield return new("attribute selector");
            var bare = InBrackets().Replace(selector, "");
            if (bare.Contains('.', StringComparison.Ordinal)) yield return new("class selector");
            if (bare.Contains('#', StringComparison.Ordinal)) yield return new("id selector");
            if (bare.Contains('*', StringComparison.Ordinal)) yield return new("universal selector");
            if (bare.Contains('>', StringComparison.Ordinal)) yield return new("child selector");
            if (bare.Contains('+', StringComparison.Ordinal) || bare.Contains('~', StringComparison.Ordinal)) yield return new("sibling selector");
            if (Descendants().IsMatch(bare)) yield return new("descendant selector");
            if (Types().IsMatch(bare)) yield return new("type selector");
            foreach (Match pseudo in Pseudos().Matches(bare)) yield return new(pseudo.Value.ToLowerInvariant());
        }
    }

    /// <summary>The first of some characters that stands outside quotes and parentheses; the end where there is none.</summary>
    private static int IndexOutside(string css, int from, string stops)
    {
        var (quote, depth) = ('\0', 0);
        for (var at = from; at < css.Length; at++)
        {
            var c = css[at];
            if (quote != '\0') quote = c == quote ? '\0' : quote;
            else if (c is '"' or '\'') quote = c;
            else if (c == '(') depth++;
            else if (c == ')') depth--;
            else if (depth == 0 && stops.Contains(c, StringComparison.Ordinal)) return at;
        }

        return css.Length;
    }

    private static int Closing(string css, int open)
    {
        var depth = 0;
        for (var at = open; at < css.Length; at = IndexOutside(css, at + 1, "{}"))
            if ((depth += css[at] == '{' ? 1 : -1) == 0) return at;
        throw new FormatException($"A block is not closed: {css[open..Math.Min(css.Length, open + 60)]}");
    }

    private const RegexOptions Plain = RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant;

    [GeneratedRegex(@"/\*.*?\*/", Plain | RegexOptions.Singleline, matchTimeoutMilliseconds: 60_000)]
    private static partial Regex Comments();

    [GeneratedRegex(@"!\s*important", Plain | RegexOptions.IgnoreCase, matchTimeoutMilliseconds: 60_000)]
    private static partial Regex Important();

    [GeneratedRegex("""("[^"]*"|'[^']*'|url\([^)]*\))""", Plain, matchTimeoutMilliseconds: 60_000)]
    private static partial Regex Strings();

    [GeneratedRegex(@"(?<![\w#.-])[+-]?(\d*\.)?\d+(?<unit>[a-z]+|%)", Plain, matchTimeoutMilliseconds: 60_000)]
    private static partial Regex Units();

    [GeneratedRegex(@"(?<name>[a-z][a-z-]*)\(", Plain, matchTimeoutMilliseconds: 60_000)]
    private static partial Regex Functions();

    [GeneratedRegex(@"\(\s*(?<name>[a-z][a-z-]*)", Plain, matchTimeoutMilliseconds: 60_000)]
    private static partial Regex MediaFeatures();

    [GeneratedRegex(@"\([^)]*\)", Plain, matchTimeoutMilliseconds: 60_000)]
    private static partial Regex InParentheses();

    [GeneratedRegex(@"[a-z][a-z-]*", Plain, matchTimeoutMilliseconds: 60_000)]
    private static partial Regex Words();

    [GeneratedRegex(@"\[[^\]]*\]", Plain, matchTimeoutMilliseconds: 60_000)]
    private static partial Regex InBrackets();

    [GeneratedRegex(@"[^\s>+~]\s+[^\s>+~]", Plain, matchTimeoutMilliseconds: 60_000)]
    private static partial Regex Descendants();

    [GeneratedRegex(@"(^|[\s>+~(])[a-z]", Plain | RegexOptions.IgnoreCase, matchTimeoutMilliseconds: 60_000)]
    private static partial Regex Types();

    [GeneratedRegex(@"::?[a-z][a-z-]*", Plain | RegexOptions.IgnoreCase, matchTimeoutMilliseconds: 60_000)]
    private static partial Regex Pseudos();
}
