using Scriban;
using Scriban.Parsing;
using Scriban.Syntax;

namespace KpiFunctions.Pipeline.Digest.Templating;

/// <summary>
/// What a template may do: ask, loop over what the model has, and write. It names nothing of its own and calls nothing
/// but two filters, so that what it costs is bounded by the digest that it writes. What is not named here is not allowed.
/// </summary>
internal static class TemplateRules
{
    /// <summary>The largest template that is read, in characters.</summary>
    public const int LargestSource = 200_000;

    /// <summary>The longest piece of code, in characters: what is within one is read and run by recursion.</summary>
    public const int LongestCode = 400;

    /// <summary>How deep blocks and brackets may lie in each other.</summary>
    public const int DeepestNesting = 60;

    /// <summary>Of more problems than these the rest is counted.</summary>
    private const int MostProblems = 50;

    private const string Language = "a template can write values, 'if', 'else', 'end' and 'for … in …'";

    private static readonly ParserOptions Options = new() { ExpressionDepthLimit = DeepestNesting };

    private static readonly ScriptBinaryOperator[] Operators =
    [
        ScriptBinaryOperator.CompareEqual, ScriptBinaryOperator.CompareNotEqual, ScriptBinaryOperator.CompareLess, ScriptBinaryOperator.CompareLessOrEqual,
        ScriptBinaryOperator.CompareGreater, ScriptBinaryOperator.CompareGreaterOrEqual, ScriptBinaryOperator.And, ScriptBinaryOperator.Or,
        ScriptBinaryOperator.EmptyCoalescing, ScriptBinaryOperator.Add, ScriptBinaryOperator.Subtract, ScriptBinaryOperator.Modulus,
    ];

    /// <summary>Everything that is wrong with a template before it is run, in the file's order.</summary>
    /// <param name="model">What the template writes, whose members its names have to be; null where that is checked by writing it.</param>
    public static IReadOnlyList<TemplateProblem> Check(string file, string source, OutputFormat format, Type? model = null)
    {
        if (source.Length > LargestSource) return [new(file, null, null, $"has {source.Length} characters; {LargestSource} are allowed")];
        var problems = new List<(int Offset, string Message)>();

        // Held first: what follows goes into code as deep as it goes.
        CheckCode(source, problems);
        if (problems.Count == 0) CheckTemplate(Parse(file, source), source, format, model, problems);

        var all = problems.Distinct().OrderBy(problem => problem.Offset).ToList();
        var told = all.Take(MostProblems).Select(problem => TemplateProblem.At(file, source, problem.Offset, problem.Message)).ToList();
        if (all.Count > told.Count) told.Add(new(file, null, null, $"has {all.Count - told.Count} problems more"));
        return told;
    }

    /// <summary>A template as it was checked, or is about to be.</summary>
    public static Template Parse(string file, string source) => Template.Parse(source, file, Options);

    private static void CheckCode(string source, List<(int Offset, string Message)> problems)
    {
        foreach (var (start, end) in TemplateCode.Read(source))
        {
            var code = source.AsSpan(start, end - start);
            if (code.Length > LongestCode) problems.Add((start, $"a piece of code has {code.Length} characters; {LongestCode} are allowed; look for a missing '}}}}', or write it as several pieces"));
            else if (!code.EndsWith("}}", StringComparison.Ordinal)) problems.Add((start, "a piece of code has no '}}'"));
            else if (code[2..].Contains("{{", StringComparison.Ordinal)) problems.Add((start, "'{{' stands within code; look for a missing '}}'"));
            else if (code[..^2].Contains("}}", StringComparison.Ordinal)) problems.Add((start, "'}}' stands in a text within code"));
        }

        for (var at = source.IndexOf("{%", StringComparison.Ordinal); at >= 0; at = source.IndexOf("{%", at + 2, StringComparison.Ordinal))
            problems.Add((at, $"'{{%' is another language's; {Language}, in {{{{ … }}}}"));
    }

    private static void CheckTemplate(Template template, string source, OutputFormat format, Type? model, List<(int Offset, string Message)> problems)
    {
        if (template.HasErrors)
        {
            problems.AddRange(template.Messages.Select(message => (message.Span.Start.Offset, message.Message)));
            return;
        }

        var nodes = Below(template.Page!);
        CheckLanguage(nodes, problems);
        if (problems.Count == 0 && model is not null) problems.AddRange(TemplateNames.Check(template.Page!, model));
        if (format != OutputFormat.Text) problems.AddRange(MarkupRules.Check(TemplateMarkup.Read(source), nodes, format));
    }

    private static void CheckLanguage(IReadOnlyList<ScriptNode> nodes, List<(int Offset, string Message)> problems)
    {
        var filters = nodes.OfType<ScriptPipeCall>().Where(pipe => TemplateFilters.Of(pipe) is TemplateFilters.Style or TemplateFilters.Address).Select(pipe => pipe.To).ToHashSet();
        foreach (var node in nodes)
        {
            var problem = node switch
            {
                ScriptEscapeStatement { EscapeCount: > 0 } => $"braces cannot be written as they are; {Language}",
                ScriptRawStatement or ScriptEscapeStatement or ScriptBlockStatement or ScriptIfStatement or ScriptElseStatement or ScriptEndStatement or ScriptNopStatement => null,
                ScriptTableRowStatement => $"'tablerow' is not allowed; {Language}",
                ScriptForStatement { NamedArguments.Count: > 0 } => "'for' takes no 'limit', 'offset' or 'reversed' here",
                ScriptForStatement { Iterator: not (ScriptVariableGlobal or ScriptMemberExpression) } => "'for' goes over a list of the digest",
                ScriptForStatement or ScriptExpressionStatement => null,
                ScriptStatement statement => $"'{FirstWord(statement)}' is not allowed; {Language}",
                ScriptAssignExpression => $"a value cannot be given a name; {Language}",
                ScriptFunctionCall call when filters.Contains(call) => null,
                ScriptPipeCall pipe when !filters.Contains(pipe.To) =>
                    $"there is no filter '{OutputFilters.Shortened(pipe.To?.ToString() ?? "")}'; there are '{TemplateFilters.Style}' for styles and '{TemplateFilters.Address}' for addresses, and everything else is escaped as it is",
                ScriptFunctionCall => $"nothing can be called; {Language}, and pipe a value through '{TemplateFilters.Style}' or '{TemplateFilters.Address}'",
                ScriptBinaryExpression binary when !Operators.Contains(binary.Operator) => $"'{binary.OperatorAsText}' is not allowed; figures are computed and formatted already",
                ScriptIndexerExpression => $"nothing can be taken out of a list by its place; {Language}",
                ScriptIsEmptyExpression or ScriptMemberExpression { Member.Name: "size" } => "lists have no 'size' and no 'empty?'; ask with 'if', or loop",
                ScriptVariableGlobal or ScriptMemberExpression or ScriptLiteral or ScriptBinaryExpression or ScriptNestedExpression or ScriptConditionalExpression or ScriptPipeCall => null,
                ScriptUnaryExpression { Operator: ScriptUnaryOperator.Not or ScriptUnaryOperator.Negate } => null,
                ScriptExpression => $"'{FirstWord(node)}' is not allowed; {Language}",

                // Words and signs of what was looked at above.
                _ => null,
            };
            if (problem is not null) problems.Add((node.Span.Start.Offset, problem));
        }
    }

    private static string FirstWord(ScriptNode node) => OutputFilters.Shortened((node.ToString() ?? "").Trim().Split(' ', '\n')[0]);

    /// <summary>A node and all below it, in the file's order.</summary>
    private static List<ScriptNode> Below(ScriptNode page)
    {
        var (found, open) = (new List<ScriptNode>(), new Stack<ScriptNode>([page]));
        while (open.TryPop(out var node))
        {
            found.Add(node);
            for (var i = node.ChildrenCount - 1; i >= 0; i--)
                if (node.GetChildren(i) is { } child) open.Push(child);
        }

        return found;
    }
}
