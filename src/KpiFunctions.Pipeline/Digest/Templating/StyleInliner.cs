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

    /// <returns>The template with its styles inlined, and what is wrong with its rules.</returns>
    public static (string Source, IReadOnlyList<TemplateProblem> Problems) Inline(string file, string source)
    {
        var markup = TemplateMarkup.Read(source);
        var problems = new List<TemplateProblem>();
        var rules = new OrderedDictionary<string, OrderedDictionary<string, string>>(StringComparer.Ordinal);
        foreach (var sheet in markup.Styles.Where(IsInlined)) ReadRules(file, source, sheet, rules, problems);
        var kept = markup.Styles.Where(style => !IsInlined(style)).SelectMany(style => ClassName().Matches(style.Rules)).Select(name => name.Groups["name"].Value).ToHashSet(StringComparer.Ordinal);

        var result = new StringBuilder(source.Length * 2);
        var from = 0;
        foreach (var tag in markup.Tags)
        {
            if (markup.Styles.FirstOrDefault(style => ReferenceEquals(style.Tag, tag)) is { } sheet)
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
        foreach (var (selector, rule) in rules)
            if (selector[0] == '.' && classes.Contains(selector[1..])) Merge(declared, rule);
        var own = tag["style"]?.Value ?? "";
        if (declared.Count == 0 && classes.Count == 0) return null;
        foreach (var (property, value) in Declarations(own)) Put(declared, property, value);

        var wanted = classes.Where(name => name.Contains("{{", StringComparison.Ordinal) || kept.Contains(name)).ToList();
        var result = new StringBuilder("<").Append(source, tag.Start + 1, tag.Name.Length);
        if (wanted.Count > 0) result.Append(" class=\"").AppendJoin(' ', wanted).Append('"');
        foreach (var attribute in tag.Attributes.Where(attribute => attribute.Name is not ("class" or "style")))
            result.Append(' ').Append(source, attribute.Start, attribute.End - attribute.Start);
        if (declared.Count > 0) result.Append(" style=\"").AppendJoin("", declared.Select(pair => $"{pair.Key}:{pair.Value};")).Append('"');
        return result.Append(source[tag.End - 2] == '/' ? "/>" : ">").ToString();
    }

    private static void ReadRules(string file, string source, MarkupStyle sheet, OrderedDictionary<string, OrderedDictionary<string, string>> rules, List<TemplateProblem> problems)
    {
        var text = Comment().Replace(sheet.Rules, match => new string(' ', match.Length));
        var at = 0;
        foreach (var rule in Rule().EnumerateMatches(text))
        {
            Refuse(at, rule.Index);
            at = rule.Index + rule.Length;
            var body = text.IndexOf('{', rule.Index);
            var declarations = Declarations(text[(body + 1)..(at - 1)]).ToList();
            foreach (var selector in text[rule.Index..body].Split(',', StringSplitOptions.TrimEntries))
            {
                if (!rules.TryGetValue(selector, out var known)) rules[selector] = known = new(StringComparer.Ordinal);
                foreach (var (property, value) in declarations) Put(known, property, value);
            }
        }

        Refuse(at, text.Length);

        void Refuse(int begin, int end)
        {
            var rest = text[begin..end];
            if (string.IsNullOrWhiteSpace(rest)) return;
            var offset = sheet.RulesStart + begin + rest.Length - rest.TrimStart().Length;
            problems.Add(TemplateProblem.At(
                file, source, offset, $"'{rest.Trim().Split('\n')[0]}' cannot be inlined: a rule has the form '.name {{ … }}' or 'p {{ … }}'; put media queries and other selectors into a <style> without 'inline'"));
        }
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

    [GeneratedRegex(@"\.(?<name>[A-Za-z][A-Za-z0-9_-]*)", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex ClassName();

    /// <summary>A class, with the code in it.</summary>
    [GeneratedRegex(@"(?:\{\{.*?\}\}|[^\s{])+", RegexOptions.None, 1000)]
    private static partial Regex Words();

    [GeneratedRegex(@"(?:\.?[A-Za-z][A-Za-z0-9_-]*\s*,\s*)*\.?[A-Za-z][A-Za-z0-9_-]*\s*\{[^{}@]*\}", RegexOptions.None, 1000)]
    private static partial Regex Rule();

    [GeneratedRegex(@"/\*.*?\*/", RegexOptions.Singleline, 1000)]
    private static partial Regex Comment();
}
