using Scriban;
using Scriban.Syntax;

namespace KpiFunctions.Pipeline.Digest.Templating;

/// <summary>
/// What a template may do: ask, loop over what the model has, and write. It names nothing of its own and calls nothing
/// but two filters, so that what it costs is bounded by the digest that it writes. In HTML each place takes only what
/// cannot change the document: a style takes <c>| css</c>, an address <c>| url</c>.
/// </summary>
internal static class TemplateRules
{
    /// <summary>The largest template that is read, in characters.</summary>
    public const int LargestSource = 200_000;

    public const string StyleFilter = "css";
    public const string AddressFilter = "url";

    private const string Language = "a template can write values, 'if', 'else', 'end' and 'for … in …'";

    private static readonly string[] AddressAttributes = ["href", "src"];

    private static readonly string[] ForbiddenAttributes = ["srcset", "srcdoc", "action", "formaction", "background", "ping", "poster", "data", "xlink:href"];

    private static readonly string[] ForbiddenElements =
        ["script", "iframe", "object", "embed", "form", "input", "button", "select", "textarea", "link", "base", "svg", "math", "video", "audio", "applet", "frame", "frameset"];

    private static readonly ScriptBinaryOperator[] Operators =
    [
        ScriptBinaryOperator.CompareEqual, ScriptBinaryOperator.CompareNotEqual, ScriptBinaryOperator.CompareLess, ScriptBinaryOperator.CompareLessOrEqual,
        ScriptBinaryOperator.CompareGreater, ScriptBinaryOperator.CompareGreaterOrEqual, ScriptBinaryOperator.And, ScriptBinaryOperator.Or,
        ScriptBinaryOperator.EmptyCoalescing, ScriptBinaryOperator.Add, ScriptBinaryOperator.Subtract, ScriptBinaryOperator.Modulus,
    ];

    /// <summary>Everything that is wrong with a template before it is run, in the file's order.</summary>
    public static IReadOnlyList<TemplateProblem> Check(string file, string source, OutputFormat format)
    {
        if (source.Length > LargestSource) return [new(file, null, null, $"has {source.Length} characters; {LargestSource} are allowed")];
        var template = Template.Parse(source, file);
        if (template.HasErrors)
            return [.. template.Messages.Select(message => TemplateProblem.At(file, source, message.Span.Start.Offset, message.Message))];

        var problems = new List<(int Offset, string Message)>();
        CheckLanguage(template.Page!, problems);
        if (format != OutputFormat.Text) CheckMarkup(TemplateMarkup.Read(source), template.Page!, format, problems);
        return [.. problems.OrderBy(problem => problem.Offset).Select(problem => TemplateProblem.At(file, source, problem.Offset, problem.Message))];
    }

    private static void CheckLanguage(ScriptNode page, List<(int Offset, string Message)> problems)
    {
        var filters = Below(page).OfType<ScriptPipeCall>().Where(pipe => FilterOf(pipe) is StyleFilter or AddressFilter).Select(pipe => pipe.To).ToHashSet();
        foreach (var node in Below(page))
        {
            var problem = node switch
            {
                ScriptRawStatement or ScriptEscapeStatement or ScriptBlockStatement or ScriptIfStatement or ScriptElseStatement or ScriptEndStatement or ScriptNopStatement => null,
                ScriptForStatement { NamedArguments.Count: > 0 } => "'for' takes no 'limit', 'offset' or 'reversed' here",
                ScriptTableRowStatement => $"'tablerow' is not allowed; {Language}",
                ScriptForStatement { Iterator: not (ScriptVariable or ScriptMemberExpression) } => "'for' goes over a list of the digest",
                ScriptForStatement or ScriptExpressionStatement => null,
                ScriptStatement statement => $"'{FirstWord(statement)}' is not allowed; {Language}",
                ScriptAssignExpression => $"a value cannot be given a name; {Language}",
                ScriptFunctionCall call when filters.Contains(call) => null,
                ScriptPipeCall pipe when !filters.Contains(pipe.To) =>
                    $"there is no filter '{pipe.To}'; there are '{StyleFilter}' for styles and '{AddressFilter}' for addresses, and everything else is escaped as it is",
                ScriptFunctionCall => $"nothing can be called; {Language}, and pipe a value through '{StyleFilter}' or '{AddressFilter}'",
                ScriptBinaryExpression binary when !Operators.Contains(binary.Operator) => $"'{binary.OperatorAsText}' is not allowed; figures are computed and formatted already",
                ScriptAnonymousFunction or ScriptObjectInitializerExpression or ScriptArrayInitializerExpression or ScriptInterpolatedExpression or ScriptIncrementDecrementExpression =>
                    $"'{FirstWord(node)}' is not allowed; {Language}",
                _ => null,
            };
            if (problem is not null) problems.Add((node.Span.Start.Offset, problem));
        }
    }

    private static void CheckMarkup(TemplateMarkup markup, ScriptNode page, OutputFormat format, List<(int Offset, string Message)> problems)
    {
        foreach (var statement in Below(page).OfType<ScriptExpressionStatement>())
        {
            var offset = statement.Span.Start.Offset;
            var code = markup.Code.FirstOrDefault(block => block.Start <= offset && offset < block.End);
            if (WrongPlace(statement, code) is { } problem) problems.Add((offset, problem));
        }

        foreach (var tag in markup.Tags)
        {
            if (ForbiddenElements.Contains(tag.Name) && !(format == OutputFormat.Page && tag.Name is "svg" or "form" or "button")) problems.Add((tag.Start, $"<{tag.Name}> has no place here"));
            foreach (var attribute in tag.Attributes)
            {
                if (attribute.Name.StartsWith("on", StringComparison.Ordinal) || ForbiddenAttributes.Contains(attribute.Name))
                    problems.Add((attribute.Start, $"the attribute '{attribute.Name}' has no place in a mail"));
                else if (AddressAttributes.Contains(attribute.Name) && !attribute.Value.Contains("{{", StringComparison.Ordinal) && !IsAddress(attribute.Value))
                    problems.Add((attribute.Start, $"'{attribute.Value}' is no address for a mail; write it with https:// or mailto:"));
            }
        }

        foreach (var style in markup.Styles)
        {
            foreach (var word in (string[])["@import", "url(", "expression(", "javascript:"])
            {
                var found = style.Rules.IndexOf(word, StringComparison.OrdinalIgnoreCase);
                if (found >= 0) problems.Add((style.RulesStart + found, $"'{word}' has no place in a mail's style: it would fetch or run something"));
            }
        }
    }

    private static string? WrongPlace(ScriptExpressionStatement statement, MarkupCode code)
    {
        var filter = statement.Expression is ScriptPipeCall pipe ? FilterOf(pipe) : null;
        var isStyle = code.Place == MarkupPlace.StyleSheet || code.Attribute == "style";
        var isAddress = code.Place == MarkupPlace.QuotedAttribute && AddressAttributes.Contains(code.Attribute);
        return code switch
        {
            { Place: MarkupPlace.Tag } => "a value in a tag stands in quotes: alt=\"{{ … }}\"",
            _ when isStyle && filter != StyleFilter => $"a value in a style goes through its filter: {{{{ … | {StyleFilter} }}}}",
            _ when isAddress && filter != AddressFilter => $"an address goes through its filter: {{{{ … | {AddressFilter} }}}}",
            _ when isAddress && !code.IsWholeValue => "an address is one value, and the whole of the attribute",
            _ when filter == StyleFilter && !isStyle => $"'{StyleFilter}' is for styles alone",
            _ when filter == AddressFilter && !isAddress => $"'{AddressFilter}' is for href and src alone",
            _ => null,
        };
    }

    private static string? FilterOf(ScriptPipeCall pipe) => pipe.To switch
    {
        ScriptFunctionCall { Target: ScriptVariableGlobal { Name: var name }, Arguments.Count: 0 } => name,
        ScriptVariableGlobal { Name: var name } => name,
        _ => null,
    };

    private static bool IsAddress(string text) =>
        text.StartsWith("https://", StringComparison.OrdinalIgnoreCase) || text.StartsWith("mailto:", StringComparison.OrdinalIgnoreCase) || text.StartsWith('#');

    private static string FirstWord(ScriptNode node) => (node.ToString() ?? "").Trim().Split(' ', '\n')[0];

    private static IEnumerable<ScriptNode> Below(ScriptNode? node)
    {
        if (node is null) yield break;
        yield return node;
        for (var i = 0; i < node.ChildrenCount; i++)
            foreach (var below in Below(node.GetChildren(i))) yield return below;
    }
}
