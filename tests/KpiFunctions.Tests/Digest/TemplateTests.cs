using KpiFunctions.Pipeline.Digest;
using Scriban.Syntax;

namespace KpiFunctions.Tests.Digest;

/// <summary>The templates themselves, by their syntax trees.</summary>
public sealed class TemplateTests
{
    [Theory]
    [InlineData("digest.html", "h", 30)]
    [InlineData("digest.txt", "t", 30)]
    [InlineData("notice.html", "h", 10)]
    public void Every_expression_that_is_written_ends_in_the_outputs_own_filter(string template, string filter, int least)
    {
        var written = Below(new HouseTemplate(template).Template.Page).OfType<ScriptExpressionStatement>().ToList();
        written.Count.ShouldBeGreaterThan(least);
        written.Select(FilterOf).Distinct().ShouldBe([filter]);
    }

    [Theory]
    [InlineData("digest.html")]
    [InlineData("digest.txt")]
    [InlineData("notice.html")]
    public void A_template_only_asks_loops_and_writes(string template)
    {
        Type[] allowed =
        [
            typeof(ScriptRawStatement), typeof(ScriptEscapeStatement), typeof(ScriptBlockStatement), typeof(ScriptIfStatement), typeof(ScriptElseStatement),
            typeof(ScriptForStatement), typeof(ScriptEndStatement), typeof(ScriptExpressionStatement), typeof(ScriptNopStatement),
        ];
        Below(new HouseTemplate(template).Template.Page).OfType<ScriptStatement>().Select(statement => statement.GetType()).Distinct().Except(allowed).ShouldBeEmpty();
    }

    private static string? FilterOf(ScriptExpressionStatement statement) =>
        statement.Expression is ScriptPipeCall { To: { } filter } ? filter.ToString() : null;

    private static IEnumerable<ScriptNode> Below(ScriptNode? node)
    {
        if (node is null) yield break;
        yield return node;
        for (var i = 0; i < node.ChildrenCount; i++)
            foreach (var below in Below(node.GetChildren(i))) yield return below;
    }
}
