using System.Text.Json.Nodes;
using KpiFunctions.Pipeline.Runs.State;

namespace KpiFunctions.Benchmarks.Fetching;

/// <summary>Clients with an account on each platform that the simulator plays, each of them another one.</summary>
internal static class BenchmarkClients
{
    /// <summary>The configs, by the clients' ids.</summary>
    public static IReadOnlyDictionary<string, string> Configs(int clients) =>
        Enumerable.Range(1, clients).ToDictionary(number => $"client-{number:D4}", number => ConfigOf(number).ToJsonString());

    /// <summary>A message for each account, in the order in which the planner queues them.</summary>
    public static IReadOnlyList<FetchMessage> Messages(int clients) =>
    [
        .. from number in Enumerable.Range(1, clients)
           from source in SourcesOf(number)
           select new FetchMessage($"client-{number:D4}", source["type"]!.GetValue<string>(), source["account"]!.GetValue<string>()),
    ];

    private static JsonObject ConfigOf(int number) => new()
    {
        ["id"] = $"client-{number:D4}",
        ["name"] = $"Client {number}",
        ["language"] = "fr",
        ["timeZone"] = "Europe/Paris",
        ["digest"] = new JsonObject { ["day"] = "tuesday", ["time"] = "11:00" },
        ["recipients"] = new JsonArray("owner@client.example"),
        ["consultant"] = new JsonObject { ["name"] = "Studio", ["email"] = "studio@agency.example" },
        ["brand"] = new JsonObject { ["name"] = "Studio", ["colour"] = "#0b6e4f" },
        ["sources"] = new JsonArray([.. SourcesOf(number)]),
        ["objectives"] = new JsonArray("awareness"),
    };

    /// <summary>The numbers begin beyond those of the simulator's named accounts.</summary>
    private static IEnumerable<JsonObject> SourcesOf(int number)
    {
        yield return Source("bluesky", $"page-{number}.bsky.example", null);
        yield return Source("facebook", $"2011{1000 + number:D11}", "meta-agency");
        yield return Source("google-analytics", $"properties/{320000000 + number}", "google-agency");
        yield return Source("instagram", $"178414{1000 + number:D11}", "meta-agency");
        yield return Source("linkedin", $"{2414183 + number}", "linkedin-agency");
        yield return Source("mastodon", $"page{number}@mastodon.example", null);
        var site = Source("matomo", $"{1 + number}", "matomo-agency");
        site["url"] = "https://stats.confiserie-du-port.example/";
        yield return site;
        yield return Source("youtube", $"UC{201100000001000 + number:D22}", $"youtube-{number}");
    }

    private static JsonObject Source(string type, string account, string? credential)
    {
        var source = new JsonObject { ["type"] = type, ["account"] = account };
        if (credential is not null) source["credential"] = credential;
        return source;
    }
}
