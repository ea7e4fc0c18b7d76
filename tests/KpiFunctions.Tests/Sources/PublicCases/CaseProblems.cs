using System.Globalization;
using System.Text.Json;
using KpiFunctions.Pipeline.Readings;

namespace KpiFunctions.Tests.Sources.PublicCases;

/// <summary>What a fetch gave otherwise than its case expects.</summary>
internal static class CaseProblems
{
    /// <summary>One line each; none where everything is right.</summary>
    public static IReadOnlyList<string> Of(CaseExpectation expect, CaseFound found) =>
    [
        .. found.Unanswered.Select(request => $"request: found {request}, wanted none that the case has no answer for"),
        .. Readings(expect, found),
        .. Posts(expect, found),
        .. Outcome(expect, found),
        .. Sources(expect, found),
    ];

    /// <summary>How the fetch ended, for the reader of a failed test.</summary>
    public static string Describe(CaseFound found) =>
        $"The fetch {(found.Failure is { } failure ? $"failed ({failure.KindName}: {failure.Message})" : "succeeded")}, {found.Readings.Count} readings, {found.Posts.Count} posts, "
        + $"refused: {(found.Refusals.Count == 0 ? "nothing" : string.Join("; ", found.Refusals.Select(refusal => $"{refusal.What} ({refusal.Failure.KindName}: {refusal.Failure.Message})")))}.";

    private static IEnumerable<string> Readings(CaseExpectation expect, CaseFound found) =>
        from day in expect.Readings ?? new Dictionary<DateOnly, IReadOnlyDictionary<string, JsonElement>>()
        let reading = found.Readings.SingleOrDefault(reading => reading.Day == day.Key)
        from wanted in day.Value
        let value = reading?[Metrics.ByKey[wanted.Key]]
        where !IsRight(value, wanted.Value)
        select Line($"{day.Key:yyyy-MM-dd} {wanted.Key}", Shown(value), Shown(wanted.Value));

    private static IEnumerable<string> Posts(CaseExpectation expect, CaseFound found)
    {
        var own = found.Posts.Where(post => !post.IsMention).ToList();
        if (expect.PostsCount is { } count && own.Count != count) yield return Line("posts", $"{own.Count}", $"{count}");
        foreach (var (id, metrics) in expect.Posts ?? new Dictionary<string, IReadOnlyDictionary<string, JsonElement>>())
        {
            if (own.Find(post => post.Id == id) is not { } post)
            {
                yield return Line($"post {id}", own.Count == 0 ? "no post" : $"only {string.Join(", ", own.Select(post => post.Id))}", "the post");
                continue;
            }

            foreach (var (metric, wanted) in metrics)
                if (post[Metrics.ByKey[metric]] is var value && !IsRight(value, wanted)) yield return Line($"post {id} {metric}", Shown(value), Shown(wanted));
        }
    }

    private static IEnumerable<string> Outcome(CaseExpectation expect, CaseFound found)
    {
        if (expect.RefusalsMin is { } least && found.Refusals.Count < least) yield return Line("refusals", $"{found.Refusals.Count}", $"{least} or more");
        var isTold = found.Failure is not null || found.Refusals.Count > 0;
        if (expect.Told is { } told && told != isTold) yield return Line("told", $"{isTold}", $"{told}");

        var kind = expect.Failure.ValueKind == JsonValueKind.String ? expect.Failure.GetString() : null;
        if (expect.Failure.ValueKind != JsonValueKind.Undefined && found.Failure?.KindName != kind) yield return Line("failure", found.Failure?.KindName ?? "none", kind ?? "none");
    }

    private static IEnumerable<string> Sources(CaseExpectation expect, CaseFound found) =>
        from reading in found.Readings
        from slice in reading.Traffic ?? []
        where string.Equals(slice.Source, expect.NoSource, StringComparison.OrdinalIgnoreCase)
        select Line($"{reading.Day:yyyy-MM-dd} source {slice.Source}", $"{slice.Sessions} visits of {slice.Channel}", "no such source");

    private static bool IsRight(double? value, JsonElement wanted) => wanted.ValueKind switch
    {
        JsonValueKind.Array => wanted.EnumerateArray().Any(any => IsRight(value, any)),
        JsonValueKind.Null => value is null,
        _ => value == wanted.GetDouble(),
    };

    private static string Line(string what, string found, string wanted) => $"{what}: found {found}, wanted {wanted}";

    private static string Shown(double? value) => value?.ToString(CultureInfo.InvariantCulture) ?? "not known";

    private static string Shown(JsonElement wanted) => wanted.ValueKind switch
    {
        JsonValueKind.Array => string.Join(" or ", wanted.EnumerateArray().Select(Shown)),
        JsonValueKind.Null => "not known",
        _ => wanted.GetRawText(),
    };
}
