using System.Text;
using System.Text.RegularExpressions;

namespace KpiFunctions.Pipeline.Digest.Templating;

/// <summary>
/// Writes the rules of a template's <c>&lt;style inline&gt;</c> into the <c>style</c> attributes that they apply to, once
/// for all digests: many mail clients drop style sheets. Other <c>&lt;style&gt;</c> elements stay as they are; a class that
/// none of them names, and no code makes up, is left out.
/// </summary>
internal static partial class StyleInliner
{
    private const string Marker = "inline";

    /// <summary>Many times what any digest's styles take.</summary>
    private const int MostDeclarations = 5_000;

    /// <summary>Of a template with its styles inlined, in characters.</summary>
    private const int LargestInlined = 1_000_000;

    /// <returns>The template with its styles inlined, and what is wrong with its rules.</returns>
    public static (string Source, IReadOnlyList<TemplateProblem> Problems) Inline(string file, string source)
    {
        var markup = TemplateMarkup.Read(source);
        var problems = new List<TemplateProblem>();
        var rules = new OrderedDictionary<string, OrderedDictionary<string, string>>(StringComparer.Ordinal);
        foreach (var sheet in markup.Styles.Where(IsInlined)) ReadRules(file, source, sheet, rules, problems);
        var kept = markup.Styles.Where(style => !IsInlined(style)).SelectMany(style => ClassName().Matches(style.Rules)).Select(name => name.Groups["name"].Value).ToHashSet(StringComparer.Ordinal);

        if (problems.Count > 0) return (source, problems);
        var sheets = markup.Styles.ToDictionary(style => style.Tag.Start);
        var result = new StringBuilder(source.Length * 2);
        var from = 0;
        foreach (var tag in markup.Tags)
        {
            if (result.Length > LargestInlined) return (source, [TemplateProblem.At(file, source, tag.Start, $"with its styles in its tags, the template has more than {LargestInlined} characters up to here")]);
            if (sheets.TryGetValue(tag.Start, out var sheet))
            {
                if (!IsInlined(sheet)) continue;
                result.Append(source, from, tag.Start - from);
                from = sheet.End + (sheet.End < source.Length && source[sheet.End] == '\n' ? 1 : 0);
            }
            else if (Styled(source, tag, rules, kept) is { } styled)
            {
                result.Append(source, from, tag.Start - from).Append(styled);
                from = tag.End;
            }
        }

        return (result.Append(source, from, source.Length - from).ToString(), problems);
    }

    private static bool IsInlined(MarkupStyle style) => style.Tag[Marker] is not null;

    /// <summary>A tag with its styles; null where it stays as it is.</summary>
    private static string? Styled(string source, MarkupTag tag, OrderedDictionary<string, OrderedDictionary<string, string>> rules, HashSet<string> kept)
    {
        var classes = Words().Matches(tag["class"]?.Value ?? "").Select(word => word.Value).ToList();

        // Classes win over elements, later rules over earlier ones, and what the tag itself says over all.
        var declared = new OrderedDictionary<string, string>(StringComparer.Ordinal);
        if (rules.TryGetValue(tag.Name, out var ofElement)) Merge(declared, ofElement);
        foreach (var rule in classes.Select(name => rules.IndexOf("." + name)).Where(index => index >= 0).Distinct().Order())
            Merge(declared, rules.GetAt(rule).Value);
        var own = tag["style"]?.Value ?? "";
        if (declared.Count == 0 && classes.Count == 0) return null;
        foreach (var (property, value) in Declarations(own)) Put(declared, property, value);

        var wanted = classes.Where(name => name.Contains("{{", StringComparison.Ordinal) || kept.Contains(name)).ToList();
        var result = new StringBuilder("<").Append(source, tag.Start + 1, tag.Name.Length);
        if (wanted.Count > 0) result.Append(" class=\"").Append(string.Join(' ', wanted).Replace('"', '\'')).Append('"');
        foreach (var attribute in tag.Attributes.Where(attribute => attribute.Name is not ("class" or "style")))
            result.Append(' ').Append(source, attribute.Start, attribute.End - attribute.Start);
        if (declared.Count > 0) result.Append(" style=\"").AppendJoin("", declared.Select(pair => $"{pair.Key}:{pair.Value};")).Append('"');
        return result.Append(source[tag.End - 2] == '/' ? "/>" : ">").ToString();
    }

    private static void ReadRules(string file, string source, MarkupStyle sheet, OrderedDictionary<string, OrderedDictionary<string, string>> rules, List<TemplateProblem> problems)
    {
        var text = WithoutComments(sheet.Rules);
        var (at, read) = (0, 0);
        while (at < text.Length && text.IndexOf('{', at) is var body and >= 0)
        {
            var end = text.IndexOf('}', body);
            if (end < 0) break;
            var selectors = text[at..body].Split(',', StringSplitOptions.TrimEntries);
            var block = text[(body + 1)..end];
            if (!selectors.All(selector => Selector().IsMatch(selector)) || block.AsSpan().IndexOfAny('{', '@') >= 0)
            {
                end = EndOfBlock(text, body);
                Refuse(at, end);
            }
            else
            {
                var declarations = Declarations(block).Take(MostDeclarations + 1).ToList();
                foreach (var selector in selectors.TakeWhile(_ => read <= MostDeclarations)) read += Keep(selector, declarations);
            }

            if (read > MostDeclarations)
            {
                problems.Add(TemplateProblem.At(file, source, sheet.RulesStart + at, $"there are more than {MostDeclarations} declarations to inline up to here"));
                return;
            }

            at = end + 1;
        }

        Refuse(at, text.Length);

        int Keep(string selector, List<(string Property, string Value)> declarations)
        {
            if (!rules.TryGetValue(selector, out var known)) rules[selector] = known = new(StringComparer.Ordinal);
            foreach (var (property, value) in declarations) Put(known, property, value);
            return declarations.Count + 1;
        }

        void Refuse(int begin, int end)
        {
            var rest = text[Math.Min(begin, text.Length)..Math.Min(end, text.Length)];
            if (string.IsNullOrWhiteSpace(rest)) return;
            var offset = sheet.RulesStart + begin + rest.Length - rest.TrimStart().Length;
            problems.Add(TemplateProblem.At(
                file, source, offset, $"'{OutputFilters.Shortened(rest.Trim().Split('\n')[0])}' cannot be inlined: a rule has the form '.name {{ … }}' or 'p {{ … }}'; put media queries and other selectors into a <style> without 'inline'"));
        }
    }

    /// <summary>The place of the brace that closes a block, blocks within it included; the end of the text where none does.</summary>
    private static int EndOfBlock(string text, int open)
    {
        var depth = 0;
        for (var i = open; i < text.Length; i++)
        {
            if (text[i] == '{') depth++;
            if (text[i] == '}' && --depth == 0) return i;
        }

        return text.Length;
    }

    /// <summary>Blanks in place of comments, so that all else stays where it is.</summary>
    private static string WithoutComments(string rules)
    {
        var result = new StringBuilder(rules.Length);
        while (result.Length < rules.Length)
        {
            var from = result.Length;
            var start = rules.IndexOf("/*", from, StringComparison.Ordinal);
            if (start < 0) return result.Append(rules, from, rules.Length - from).ToString();
            var end = rules.IndexOf("*/", start + 2, StringComparison.Ordinal);
            result.Append(rules, from, start - from).Append(' ', (end < 0 ? rules.Length : end + 2) - start);
        }

        return result.ToString();
    }

    private static IEnumerable<(string Property, string Value)> Declarations(string text) =>
        from declaration in text.Split(';', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)
        let colon = declaration.IndexOf(':', StringComparison.Ordinal)
        where colon > 0
        select (declaration[..colon].Trim(), declaration[(colon + 1)..].Trim().Replace('"', '\''));

    private static void Merge(OrderedDictionary<string, string> into, OrderedDictionary<string, string> more)
    {
        foreach (var (property, value) in more) Put(into, property, value);
    }

    /// <summary>A later declaration stands after those before it, as it would in a style sheet.</summary>
    private static void Put(OrderedDictionary<string, string> declarations, string property, string value)
    {
        declarations.Remove(property);
        declarations[property] = value;
    }

    [GeneratedRegex(@"\.(?<name>[A-Za-z][A-Za-z0-9_-]*)", RegexOptions.ExplicitCapture, 10_000)]
    private static partial Regex ClassName();

    /// <summary>A class, with the code in it.</summary>
    [GeneratedRegex(@"(?:\{\{.*?\}\}|[^\s{])+", RegexOptions.None, 10_000)]
    private static partial Regex Words();

    [GeneratedRegex(@"^\.?[A-Za-z][A-Za-z0-9_-]*\z", RegexOptions.None, 10_000)]
    private static partial Regex Selector();
}
