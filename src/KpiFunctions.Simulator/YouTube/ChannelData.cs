using System.Globalization;
using System.Text.Json.Nodes;
using KpiFunctions.Simulator.Faults;
using KpiFunctions.Simulator.Wire;
using KpiFunctions.Simulator.World;

namespace KpiFunctions.Simulator.YouTube;

/// <summary>The Data API's lists: a channel, its uploads, and videos with their figures.</summary>
internal sealed class ChannelData(SimulatedWorld world, WireRequest request, Conditions conditions)
{
    private const int DefaultItems = 5;
    private const int MaxItems = 50;

    // Uploads reach back this far, newest first.
    private const int UploadDays = 365;

    /// <summary><c>channels</c>.</summary>
    public JsonObject Channels(string id)
    {
        if (conditions.NoData || ChannelLife.NumberOf(id) is not { } number) return List("channel", []);
        var channel = world.Channel(number);
        return List("channel", [new JsonObject
        {
            ["kind"] = "youtube#channel",
            ["id"] = id,
            ["snippet"] = new JsonObject { ["title"] = channel.Profile.Name },
            ["contentDetails"] = new JsonObject { ["relatedPlaylists"] = new JsonObject { ["likes"] = "", ["uploads"] = $"UU{id[2..]}" } },
        }]);
    }

    /// <summary><c>playlistItems</c> of a channel's uploads.</summary>
    /// <exception cref="YouTubeError">Another playlist, or a page that there is not.</exception>
    public JsonObject Uploads(string playlist)
    {
        if (!playlist.StartsWith("UU", StringComparison.Ordinal) || ChannelLife.NumberOf($"UC{playlist[2..]}") is not { } number) throw YouTubeError.Playlist(playlist);
        var all = conditions.NoData ? [] : VideosOf(world.Channel(number));
        var count = Math.Clamp(int.TryParse(request.Parameter("maxResults"), out var asked) ? asked : DefaultItems, 1, MaxItems);
        var first = PlaceOf(request.Parameter("pageToken"), all.Count);
        count = conditions.PageOf(count);
        var list = List("playlistItem", [.. all.Skip(first).Take(count).Select(video => new JsonObject
        {
            ["kind"] = "youtube#playlistItem",
            ["contentDetails"] = new JsonObject { ["videoId"] = video.Id, ["videoPublishedAt"] = Time(video.Video.Published) },
        })]);
        list["pageInfo"] = new JsonObject { ["totalResults"] = all.Count, ["resultsPerPage"] = count };
        if (first + count < all.Count) list["nextPageToken"] = $"EAA{first + count}";
        return list;
    }

    /// <summary><c>videos</c> by their identifiers; those that there are not are left out.</summary>
    public JsonObject Videos(string ids) => List("video", conditions.NoData ? [] : [.. ids.Split(',').Select(Video).OfType<JsonObject>()]);

    private JsonObject? Video(string id)
    {
        if (VideoNames.Read(id) is not var (number, day, place)) return null;
        return world.Channel(number).VideosOn(day).ElementAtOrDefault(place) is { } video && video.Published <= world.Now
            ? new JsonObject
            {
                ["kind"] = "youtube#video",
                ["id"] = id,
                ["snippet"] = new JsonObject
                {
                    ["publishedAt"] = Time(video.Published),
                    ["channelId"] = $"UC{number:D22}",
                    ["title"] = video.Text.Length > 100 ? video.Text[..100] : video.Text,
                    ["liveBroadcastContent"] = "none",
                },
                ["status"] = new JsonObject { ["privacyStatus"] = "public" },
                ["statistics"] = new JsonObject
                {
                    ["viewCount"] = Count(video.Views),
                    ["likeCount"] = Count(video.Reactions),
                    ["favoriteCount"] = "0",
                    ["commentCount"] = Count(video.Comments),
                },
            }
            : null;
    }

    private List<(string Id, PagePost Video)> VideosOf(ChannelLife channel)
    {
        var found = new List<(string Id, PagePost Video)>();
        var today = world.Today(channel.Profile.Zone);
        for (var day = today; day > today.AddDays(-UploadDays); day = day.AddDays(-1))
        {
            found.AddRange(channel.VideosOn(day)
                .Select((video, place) => (VideoNames.Of(channel.Number, day, place), video))
                .Where(video => video.video.Published <= world.Now)
                .Reverse());
        }

        return found;
    }

    private static int PlaceOf(string? pageToken, int count) =>
        pageToken is null ? 0
        : pageToken.StartsWith("EAA", StringComparison.Ordinal) && int.TryParse(pageToken.AsSpan(3), NumberStyles.None, CultureInfo.InvariantCulture, out var place) && place < count ? place
        : throw YouTubeError.PageToken();

    private static JsonObject List(string kind, IEnumerable<JsonObject> items) => new() { ["kind"] = $"youtube#{kind}ListResponse", ["items"] = new JsonArray([.. items]) };

    private static string Time(DateTimeOffset instant) => instant.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);

    private static string Count(long number) => number.ToString(CultureInfo.InvariantCulture);
}
