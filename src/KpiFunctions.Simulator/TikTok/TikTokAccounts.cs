using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using KpiFunctions.Simulator.Faults;
using KpiFunctions.Simulator.Wire;
using KpiFunctions.Simulator.World;

namespace KpiFunctions.Simulator.TikTok;

/// <summary>An account's days, complete until two days before today in UTC, and its videos with their figures.</summary>
internal sealed class TikTokAccounts(SimulatedWorld world, PageLife life, WireRequest request, Conditions conditions)
{
    private const int NewestDayAge = 2;
    private const int OldestDayAge = 60;
    private const int UsualCount = 10;
    private const int MostCount = 20;

    private static readonly Dictionary<string, Func<PageLife, PageDay, long>> FiguresOfDay = new(StringComparer.Ordinal)
    {
        ["unique_video_views"] = (_, day) => day.Reach,
        ["video_views"] = (_, day) => day.Views,
        ["profile_views"] = (_, day) => day.PageViews,
        ["likes"] = (_, day) => day.Engagements * 70 / 100,
        ["comments"] = (_, day) => day.Engagements * 5 / 100,
        ["shares"] = (_, day) => day.Engagements * 8 / 100,
        ["daily_new_followers"] = (_, day) => day.Gained,
        ["daily_lost_followers"] = (_, day) => day.Lost,
        ["daily_total_followers"] = (_, day) => day.Gained - day.Lost,
        ["followers_count"] = (life, day) => life.FollowersAt(day.Day),
    };

    private static readonly Dictionary<string, Func<PagePost, JsonNode?>> FieldsOfVideo = new(StringComparer.Ordinal)
    {
        ["item_id"] = post => IdOf(post),
        ["create_time"] = post => post.Published.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture),
        ["media_type"] = post => post.Kind == PostKind.Photo ? "PHOTO" : "VIDEO",
        ["caption"] = post => post.Text,
        ["share_url"] = post => $"https://www.tiktok.com/@simulated/video/{IdOf(post)}?utm_campaign=tt4d_open_api&utm_source=7000000000000000001",
        ["reach"] = post => post.Reach,
        ["video_views"] = post => post.Views,
        ["likes"] = post => post.Reactions,
        ["comments"] = post => post.Comments,
        ["shares"] = post => post.Shares,
        ["favorites"] = post => post.Reactions / 12,
    };

    /// <summary><c>/business/get/</c>.</summary>
    /// <exception cref="TikTokError">A field or a day that there is not.</exception>
    public JsonObject Days()
    {
        var fields = Fields(FiguresOfDay.ContainsKey, "display_name");
        var today = DateOnly.FromDateTime(world.Now.UtcDateTime);
        var (first, last) = (Day("start_date", today.AddDays(-7)), Day("end_date", today.AddDays(-1)));
        if (first < today.AddDays(-OldestDayAge)) throw TikTokError.Parameter("start_date", $"Must be within {OldestDayAge} days.");
        if (last < first) throw TikTokError.Parameter("end_date", "Must not be before start_date.");
        var answer = new JsonObject();
        if (conditions.NoData) return answer;

        if (fields.Contains("display_name")) answer["display_name"] = life.Profile.Name;
        if (fields.Contains("followers_count")) answer["followers_count"] = life.FollowersAt(today.AddDays(-1));
        var known = today.AddDays(-NewestDayAge - (world.IsLate ? 1 : 0));
        var days = new JsonArray();
        for (var day = first; day <= last && day <= known; day = day.AddDays(1))
        {
            var (figures, row) = (life.On(day), new JsonObject { ["date"] = day.ToString("O") });
            foreach (var field in fields.Where(FiguresOfDay.ContainsKey)) row[field] = FiguresOfDay[field](life, figures);
            days.Add(row);
        }

        answer["metrics"] = days;
        return answer;
    }

    /// <summary><c>/business/video/list/</c>.</summary>
    /// <exception cref="TikTokError">A field that there is not, a cursor that is none, or too many at once.</exception>
    public JsonObject Videos()
    {
        var fields = Fields(FieldsOfVideo.ContainsKey, "item_id");
        if (!fields.Contains("item_id")) throw TikTokError.Parameter("fields", "item_id is required.");
        var count = Number("max_count", UsualCount);
        if (count is < 1 or > MostCount) throw TikTokError.Parameter("max_count", $"Must be between 1 and {MostCount}.");
        count = conditions.PageOf((int)count);
        var cursor = Number("cursor", world.Now.ToUnixTimeMilliseconds());
        if (conditions.NoData) return new() { ["videos"] = new JsonArray(), ["cursor"] = cursor, ["has_more"] = false };

        var found = life.NewestFirst(world.Now).Where(post => post.Published.ToUnixTimeMilliseconds() < cursor).Take((int)count + 1).ToList();
        var shown = found.Take((int)count).ToList();
        return new()
        {
            ["videos"] = new JsonArray([.. shown.Select(post => new JsonObject(fields.Select(field => KeyValuePair.Create(field, FieldsOfVideo[field](post)))))]),
            ["cursor"] = conditions.RepeatsCursor || shown.Count == 0 ? cursor : shown[^1].Published.ToUnixTimeMilliseconds(),
            ["has_more"] = conditions.RepeatsCursor || found.Count > shown.Count,
        };
    }

    private List<string> Fields(Func<string, bool> exists, string usual)
    {
        if (request.Parameter("fields") is not { } text) return [usual];
        List<string>? names;
        try
        {
            names = JsonSerializer.Deserialize<List<string>>(text);
        }
        catch (JsonException)
        {
            throw TikTokError.Parameter("fields", "Not a valid list.");
        }

        foreach (var name in names ?? [])
            if ((!exists(name) && name != usual) || conditions.RefusedMetrics.Contains(name)) throw TikTokError.Parameter("fields", $"Invalid field {name}.");
        return names ?? [usual];
    }

    private DateOnly Day(string name, DateOnly usual) =>
        request.Parameter(name) is not { } text ? usual
        : DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) ? day
        : throw TikTokError.Parameter(name, "Not a valid date.");

    private long Number(string name, long usual) =>
        request.Parameter(name) is not { } text ? usual
        : long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number
        : throw TikTokError.Parameter(name, "Not a valid integer.");

    private static string IdOf(PagePost post) => $"7{post.Id.PadLeft(18, '0')}";
}
