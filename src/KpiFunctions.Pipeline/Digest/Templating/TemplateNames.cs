using System.Collections;
using KpiFunctions.Pipeline.Clients.Parsing;
using Scriban.Syntax;

namespace KpiFunctions.Pipeline.Digest.Templating;

/// <summary>Holds the names in a template against the members of the model before any week is written, so that all that are wrong are told at once.</summary>
internal sealed class TemplateNames
{
    /// <summary>What a loop knows of itself: <c>for.last</c>.</summary>
    private const string Loop = "for";

    private readonly Type model;
    private readonly List<(int Offset, string Message)> problems = [];

    private TemplateNames(Type model) => this.model = model;

    /// <param name="model">What the template writes.</param>
    public static IReadOnlyList<(int Offset, string Message)> Check(ScriptNode page, Type model)
    {
        var names = new TemplateNames(model);
        names.Walk(page, new Dictionary<string, Type?>());
        return names.problems;
    }

    /// <param name="loops">The variables of the loops around the node; null where it is not known what they are.</param>
    private void Walk(ScriptNode node, IReadOnlyDictionary<string, Type?> loops)
    {
        switch (node)
        {
            case ScriptForStatement { Variable: ScriptVariable variable, Iterator: { } list } loop:
                var within = new Dictionary<string, Type?>(loops) { [variable.Name] = ElementOf(list, loops) };
                if (loop.Body is { } body) Walk(body, within);
                if (loop.Else is { } otherwise) Walk(otherwise, loops);
                break;
            case ScriptMemberExpression or ScriptVariable:
                TypeOf((ScriptExpression)node, loops);
                break;
            case ScriptPipeCall { From: { } value }:
                Walk(value, loops);
                break;
            default:
                for (var i = 0; i < node.ChildrenCount; i++)
                    if (node.GetChildren(i) is { } child) Walk(child, loops);
                break;
        }
    }

    /// <summary>What an expression gives; null where that is not known, or was told to be wrong.</summary>
    private Type? TypeOf(ScriptExpression expression, IReadOnlyDictionary<string, Type?> loops)
    {
        switch (expression)
        {
            case ScriptVariable { Name: Loop }:
                return null;
            case ScriptVariable variable:
                return loops.TryGetValue(variable.Name, out var known) ? known : Member(variable, variable.Name, model, "a digest", loops.Keys);
            case ScriptMemberExpression { Target: { } target, Member: { } member }:
                return TypeOf(target, loops) is { } owner ? Member(member, member.Name, owner, $"'{OutputFilters.Shortened(target.ToString() ?? "")}'", []) : null;
            default:
                Walk(expression, loops);
                return null;
        }
    }

    private Type? Member(ScriptNode at, string name, Type owner, string whose, IEnumerable<string> others)
    {
        if (MembersOf(owner) is not { } members)
        {
            problems.Add((at.Span.Start.Offset, $"{whose} is {(ItemsOf(owner) is null ? "a value" : "a list")} and has no '{OutputFilters.Shortened(name)}'"));
            return null;
        }

        foreach (var (property, written) in members)
            if (written == name) return owner.GetProperty(property)!.PropertyType is var type ? Nullable.GetUnderlyingType(type) ?? type : null;

        List<string> neighbours = [.. members.Values.Concat(others).Order(StringComparer.Ordinal)];
        var meant = Names.DidYouMean(name, neighbours);
        problems.Add((at.Span.Start.Offset, $"{whose} has no '{OutputFilters.Shortened(name)}'; it has {string.Join(", ", neighbours)}{(meant is null ? "" : $"; {meant}")}"));
        return null;
    }

    private Type? ElementOf(ScriptNode list, IReadOnlyDictionary<string, Type?> loops)
    {
        if (list is not ScriptExpression expression || TypeOf(expression, loops) is not { } type) return null;
        if (ItemsOf(type) is { } items) return items;
        problems.Add((list.Span.Start.Offset, $"'{OutputFilters.Shortened(list.ToString() ?? "")}' is no list{Lists(type)}"));
        return null;
    }

    /// <summary>The lists within something that is none.</summary>
    private static string Lists(Type type) =>
        MembersOf(type)?.Where(member => ItemsOf(type.GetProperty(member.Key)!.PropertyType) is not null).Select(member => member.Value).ToList() is { Count: > 0 } lists
            ? $"; its lists are {string.Join(", ", lists)}"
            : "";

    private static Type? ItemsOf(Type type) =>
        type != typeof(string) && typeof(IEnumerable).IsAssignableFrom(type) && type.IsGenericType ? type.GetGenericArguments()[0] : null;

    /// <summary>The names of a type's members, by the property's own; null of a value or a list.</summary>
    private static IReadOnlyDictionary<string, string>? MembersOf(Type type) =>
        TemplateMembers.All.TryGetValue(type.IsGenericType ? type.GetGenericTypeDefinition() : type, out var members) ? members : null;
}
