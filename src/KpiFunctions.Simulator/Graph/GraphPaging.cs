using System.Text;
using System.Text.Json.Nodes;
using KpiFunctions.Simulator.Faults;
using KpiFunctions.Simulator.Wire;
using Microsoft.AspNetCore.WebUtilities;

namespace KpiFunctions.Simulator.Graph;

/// <summary>Lists in pages: <c>limit</c>, <c>after</c>, <c>before</c>, and the answer's <c>paging</c>.</summary>
internal static class GraphPaging
{
    private const int DefaultLimit = 25;
    private const int MaxLimit = 100;

    /// <summary>One page of a list. The address of the next page is there as long as something follows.</summary>
    /// <exception cref="GraphError">A limit is no number, or a cursor is none of this list's.</exception>
    public static JsonObject Page<T>(IReadOnlyList<T> items, Func<T, string> id, Func<T, JsonObject> render, WireRequest request, Conditions conditions)
    {
        var limit = conditions.PageOf(Limit(request.Parameter("limit")));
        var first = 0;
        if (request.Parameter("after") is { } after) first = IndexOf(items, id, after) + 1;
        else if (request.Parameter("before") is { } before) first = Math.Max(0, IndexOf(items, id, before) - limit);

        var shown = items.Skip(first).Take(limit).ToList();
        var answer = new JsonObject { ["data"] = new JsonArray([.. shown.Select(render)]) };
        if (shown.Count == 0) return answer;

        var paging = new JsonObject { ["cursors"] = new JsonObject { ["before"] = Cursor(id(shown[0])), ["after"] = Cursor(id(shown[^1])) } };
        if (first + shown.Count < items.Count) paging["next"] = Address(request, ("after", Cursor(id(shown[^1]))), ("before", null));
        if (conditions.RepeatsCursor && request.Parameter("after") is { } same) paging["next"] = Address(request, ("after", same));
        if (first > 0) paging["previous"] = Address(request, ("before", Cursor(id(shown[0]))), ("after", null));
        answer["paging"] = paging;
        return answer;
    }

    /// <summary>The address of a request with some parameters changed; it carries the token, as Graph's does.</summary>
    public static string Address(WireRequest request, params ReadOnlySpan<(string Name, string? Value)> changes)
    {
        var parameters = request.Query.ToDictionary(pair => pair.Key, pair => (string?)pair.Value.ToString(), StringComparer.Ordinal);
        foreach (var (name, value) in changes)
        {
            if (value is null) parameters.Remove(name);
            else parameters[name] = value;
        }

        return QueryHelpers.AddQueryString($"https://{request.Host}{request.Path}", parameters);
    }

    private static int Limit(string? limit) =>
        limit is null ? DefaultLimit
        : int.TryParse(limit, out var number) && number > 0 ? Math.Min(number, MaxLimit)
        : throw GraphError.BadParameter("param limit must be a positive number");

    private static string Cursor(string id) => Convert.ToBase64String(Encoding.ASCII.GetBytes(id)).TrimEnd('=');

    private static int IndexOf<T>(IReadOnlyList<T> items, Func<T, string> id, string cursor)
    {
        for (var i = 0; i < items.Count; i++)
            if (Cursor(id(items[i])) == cursor) return i;
        throw GraphError.BadParameter("Invalid cursors values");
    }
}
