using System.Globalization;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using KpiFunctions.Simulator.Faults;
using KpiFunctions.Simulator.Wire;

namespace KpiFunctions.Simulator.LinkedIn;

/// <summary>How parameters and lists are written in version 2 of LinkedIn's protocol.</summary>
internal static partial class RestLi
{
    private const int DefaultCount = 10;
    private const int MaxCount = 100;

    /// <summary>The number of <c>urn:li:organization:NUMBER</c>.</summary>
    /// <exception cref="LinkedInError">It is no such identifier.</exception>
    public static string Organization(string? urn) =>
        Urn().Match(urn ?? "") is { Success: true } match ? match.Groups["number"].Value : throw LinkedInError.UnknownOrganization();

    /// <summary>The texts of <c>List(a,b)</c>; null where the parameter is not given.</summary>
    public static IReadOnlyList<string>? List(WireRequest request, string name)
    {
        if (request.Parameter(name) is not { } text) return null;
        return text.StartsWith("List(", StringComparison.Ordinal) && text.EndsWith(')')
            ? text[5..^1].Split(',', StringSplitOptions.RemoveEmptyEntries)
            : throw LinkedInError.Parameter(name, "not a list");
    }

    /// <summary>The instants of <c>(timeRange:(start:1,end:2),timeGranularityType:DAY)</c>; null where the parameter is not given.</summary>
    public static (DateTimeOffset Start, DateTimeOffset End)? Days(WireRequest request)
    {
        const string Name = "timeIntervals";
        if (request.Parameter(Name) is not { } text) return null;
        if (Intervals().Match(text) is not { Success: true } match) throw LinkedInError.Parameter(Name, "the simulator plays a range by DAY only");
        var (start, end) = (Instant(match.Groups["start"].Value), Instant(match.Groups["end"].Value));
        return start < end ? (start, end) : throw LinkedInError.Parameter(Name, "start must be before end");
    }

    /// <summary>The part of a list that <c>start</c> and <c>count</c> ask for, with a link to what comes next.</summary>
    public static JsonObject Page<T>(WireRequest request, Conditions conditions, IReadOnlyList<T> all, Func<T, JsonNode> render)
    {
        var (start, count) = (Number(request, "start") ?? 0, Number(request, "count") ?? DefaultCount);
        if (count is < 1 or > MaxCount) throw LinkedInError.Parameter("count", $"must be from 1 to {MaxCount}");
        var shown = conditions.PageOf(count);
        return Answer(start, count, start + shown < all.Count, request, all.Skip(start).Take(shown).Select(render));
    }

    /// <summary>A list that comes whole.</summary>
    public static JsonObject Whole(WireRequest request, IEnumerable<JsonNode> elements) => Answer(0, DefaultCount, false, request, elements);

    private static JsonObject Answer(int start, int count, bool goesOn, WireRequest request, IEnumerable<JsonNode> elements) => new()
    {
        ["paging"] = new JsonObject
        {
            ["start"] = start,
            ["count"] = count,
            ["links"] = goesOn
                ? new JsonArray(new JsonObject { ["type"] = "application/json", ["rel"] = "next", ["href"] = $"{request.Path}?start={start + count}&count={count}" })
                : new JsonArray(),
        },
        ["elements"] = new JsonArray([.. elements]),
    };

    private static int? Number(WireRequest request, string name) =>
        request.Parameter(name) is not { } text ? null
        : int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number
        : throw LinkedInError.Parameter(name, "not a number");

    private static DateTimeOffset Instant(string milliseconds) => DateTimeOffset.FromUnixTimeMilliseconds(long.Parse(milliseconds, CultureInfo.InvariantCulture));

    [GeneratedRegex(@"^urn:li:organization:(?<number>[1-9]\d{0,11})$", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, 60_000)]
    private static partial Regex Urn();

    [GeneratedRegex(@"^\(timeRange:\(start:(?<start>\d{1,13}),end:(?<end>\d{1,13})\),timeGranularityType:DAY\)$", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, 60_000)]
    private static partial Regex Intervals();
}
