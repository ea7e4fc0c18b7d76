using System.Net;
using Scriban.Syntax;

namespace KpiFunctions.Pipeline.Digest.Templating;

/// <summary>
/// What may stand where in an HTML template. Each place takes only what cannot change the document: a style takes
/// <c>| css</c>, an address <c>| url</c>, and no code stands in a tag outside quotes. A block ends where it began, in the same
/// text or value, so that what it leaves out never turns one into the other.
/// </summary>
internal static class MarkupRules
{
    private static readonly string[] AddressAttributes = ["href", "src"];

    private static readonly string[] ForbiddenAttributes =
        ["srcset", "srcdoc", "action", "formaction", "background", "ping", "poster", "data", "xlink:href", "dynsrc", "lowsrc", "longdesc", "cite", "manifest", "codebase", "classid", "imagesrcset"];

    private static readonly string[] ForbiddenElements =
    [
        "script", "iframe", "object", "embed", "form", "input", "button", "select", "textarea", "link", "base", "svg", "math", "video", "audio", "applet", "frame", "frameset",
        "template", "noscript", "noembed", "noframes", "xmp", "plaintext", "listing", "bgsound", "portal", "fencedframe", "dialog", "keygen", "isindex", "param", "source", "track", "canvas", "slot",
    ];

    /// <summary>What would fetch or run something from within a style.</summary>
    private static readonly string[] ForbiddenInStyles = ["@import", "url(", "image(", "image-set(", "expression(", "javascript:", "behavior:", "-moz-binding", "\\", "<!--"];

    private static readonly string[] Headers = ["content-type", "x-ua-compatible", "content-language"];

    /// <summary>Everything that is wrong, in no order.</summary>
    /// <param name="nodes">All of the template's syntax.</param>
    public static List<(int Offset, string Message)> Check(TemplateMarkup markup, IReadOnlyList<ScriptNode> nodes, OutputFormat format)
    {
        var problems = new List<(int Offset, string Message)>(markup.Wrong);
        var places = new CodePlaces(markup.Code);
        foreach (var statement in nodes.OfType<ScriptExpressionStatement>())
            if (WrongPlace(statement, places.Of(statement)) is { } problem) problems.Add((statement.Span.Start.Offset, problem));

        foreach (var node in nodes)
        {
            if (BlockOf(node) is { } block && places.Of(node).Region != places.Of(block).Region)
                problems.Add((node.Span.Start.Offset, "a block ends in the text or the value that it began in"));
        }

        CheckTags(markup, format, problems);
        foreach (var part in markup.Conditional) CheckTags(part, format, problems);
        return problems;
    }

    private static void CheckTags(TemplateMarkup markup, OutputFormat format, List<(int Offset, string Message)> problems)
    {
        foreach (var tag in markup.Tags)
        {
            if (ForbiddenElements.Contains(tag.Name) && !(format == OutputFormat.Page && tag.Name is "svg" or "form" or "button") && !IsForOutlook(tag)) problems.Add((tag.Start, $"<{tag.Name}> has no place here"));
            if (tag.Name == "meta" && tag["http-equiv"] is { } header && !Headers.Contains(header.Value.Trim().ToLowerInvariant()))
                problems.Add((header.Start, $"<meta http-equiv=\"{OutputFilters.Shortened(header.Value)}\"> has no place in a mail"));
            foreach (var attribute in tag.Attributes)
                if (WrongAttribute(attribute) is { } problem) problems.Add((attribute.Start, problem));
        }

        foreach (var style in markup.Styles)
            if (WrongStyle(style.Rules) is { } word) problems.Add((style.RulesStart + Math.Max(0, style.Rules.IndexOf(word, StringComparison.OrdinalIgnoreCase)), NoPlaceInStyle(word)));

        bool IsForOutlook(MarkupTag tag) => tag.Name == "noscript" && markup.IsConditional;
    }

    private static string? WrongAttribute(MarkupAttribute attribute)
    {
        if (attribute.Name.StartsWith("on", StringComparison.Ordinal) || ForbiddenAttributes.Contains(attribute.Name)) return $"the attribute '{attribute.Name}' has no place in a mail";
        if (attribute.Name == "style") return WrongStyle(WebUtility.HtmlDecode(attribute.Value)) is { } word ? NoPlaceInStyle(word) : null;
        if (!AddressAttributes.Contains(attribute.Name)) return null;
        if (!attribute.Value.Contains("{{", StringComparison.Ordinal))
            return IsAddress(WebUtility.HtmlDecode(attribute.Value)) ? null : $"'{OutputFilters.Shortened(attribute.Value)}' is no address for a mail; write it with https:// or mailto:";
        return attribute.Value.StartsWith("{{", StringComparison.Ordinal) && attribute.Value.IndexOf("}}", StringComparison.Ordinal) == attribute.Value.Length - 2
            ? null
            : "an address is one value, and the whole of the attribute";
    }

    private static string? WrongPlace(ScriptExpressionStatement statement, MarkupCode code)
    {
        var filter = statement.Expression is ScriptPipeCall pipe ? TemplateFilters.Of(pipe) : null;
        var isStyle = code.Place == MarkupPlace.StyleSheet || code.Attribute == "style";
        var isAddress = code.Place == MarkupPlace.QuotedAttribute && AddressAttributes.Contains(code.Attribute);
        return code switch
        {
            { Place: MarkupPlace.Tag } => null,
            _ when isStyle && filter != TemplateFilters.Style => $"a value in a style goes through its filter: {{{{ … | {TemplateFilters.Style} }}}}",
            _ when isAddress && filter != TemplateFilters.Address => $"an address goes through its filter: {{{{ … | {TemplateFilters.Address} }}}}",
            _ when filter == TemplateFilters.Style && !isStyle => $"'{TemplateFilters.Style}' is for styles alone",
            _ when filter == TemplateFilters.Address && !isAddress => $"'{TemplateFilters.Address}' is for href and src alone",
            _ => null,
        };
    }

    /// <summary>The word that has no place in a style, whatever its code leaves out or writes; null where there is none.</summary>
    private static string? WrongStyle(string rules)
    {
        var bare = string.Concat(Pieces(rules));
        return Array.Find(ForbiddenInStyles, word => rules.Contains(word, StringComparison.OrdinalIgnoreCase) || bare.Contains(word, StringComparison.OrdinalIgnoreCase));
    }

    /// <summary>What stands between pieces of code.</summary>
    private static IEnumerable<string> Pieces(string rules)
    {
        var at = 0;
        while (rules.IndexOf("{{", at, StringComparison.Ordinal) is var start and >= 0)
        {
            yield return rules[at..start];
            at = rules.IndexOf("}}", start, StringComparison.Ordinal) is var end and >= 0 ? end + 2 : rules.Length;
        }

        yield return rules[at..];
    }

    private static string NoPlaceInStyle(string word) => $"'{word}' has no place in a mail's style: it would fetch or run something";

    private static bool IsAddress(string text) =>
        (text.StartsWith("https://", StringComparison.OrdinalIgnoreCase) || text.StartsWith("mailto:", StringComparison.OrdinalIgnoreCase) || text.StartsWith('#'))
        && !text.Any(character => char.IsWhiteSpace(character) || char.IsControl(character));

    /// <summary>The block that an <c>else</c> or <c>end</c> belongs to; null for everything else.</summary>
    private static ScriptNode? BlockOf(ScriptNode node)
    {
        if (node is not (ScriptElseStatement or ScriptEndStatement)) return null;
        for (var parent = node.Parent; parent is not null; parent = parent.Parent)
            if (parent is ScriptIfStatement or ScriptForStatement or ScriptElseStatement) return parent;
        return null;
    }

    /// <summary>In which piece of code each part of the syntax stands.</summary>
    private sealed class CodePlaces
    {
        private readonly List<MarkupCode> codes;
        private readonly List<int> starts;

        public CodePlaces(IEnumerable<MarkupCode> code)
        {
            codes = [.. code.OrderBy(piece => piece.Start)];
            starts = [.. codes.Select(piece => piece.Start)];
        }

        public MarkupCode Of(ScriptNode node)
        {
            var found = starts.BinarySearch(node.Span.Start.Offset);
            var index = found >= 0 ? found : ~found - 1;
            return index >= 0 ? codes[index] : default;
        }
    }
}
