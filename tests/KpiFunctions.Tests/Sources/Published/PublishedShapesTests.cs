using System.Reflection;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using KpiFunctions.Pipeline.Clients;
using KpiFunctions.Pipeline.Periods;
using KpiFunctions.Pipeline.Sources;
using KpiFunctions.Pipeline.Sources.Bluesky;
using KpiFunctions.Pipeline.Sources.GoogleAnalytics;
using KpiFunctions.Pipeline.Sources.X;
using KpiFunctions.Pipeline.Sources.YouTube;
using KpiFunctions.Simulator;
using KpiFunctions.Simulator.Faults;
using KpiFunctions.Simulator.Hosting;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Extensions.Time.Testing;

namespace KpiFunctions.Tests.Sources.Published;

/// <summary>The wire types, the requests and the simulator's answers against what the platforms publish.</summary>
public sealed class PublishedShapesTests
{
    private static readonly DateTimeOffset Now = new(2026, 11, 24, 9, 0, 0, TimeSpan.Zero);

    /// <summary>Our types, by file, method and whether they are sent.</summary>
    private static readonly IReadOnlyList<(string File, string Method, JsonTypeInfo Type, bool IsSent)> Ours =
    [
        ("bluesky", "app.bsky.actor.getProfile", BlueskyJson.Default.BlueskyProfile, false),
        ("bluesky", "app.bsky.feed.getAuthorFeed", BlueskyJson.Default.BlueskyFeed, false),
        ("google-analytics", "properties.runReport", GoogleAnalyticsJson.Default.ReportRequest, true),
        ("google-analytics", "properties.runReport", GoogleAnalyticsJson.Default.ReportAnswer, false),
        ("x", "getUsersByUsername", XJson.Default.XUserAnswer, false),
        ("x", "getUsersPosts", XJson.Default.XPosts, false),
        ("x", "getUsersMentions", XJson.Default.XPosts, false),
        ("youtube-analytics", "reports.query", YouTubeJson.Default.YouTubeReport, false),
        ("youtube-data", "channels.list", YouTubeJson.Default.YouTubeListYouTubeChannel, false),
        ("youtube-data", "playlistItems.list", YouTubeJson.Default.YouTubeListYouTubePlaylistItem, false),
        ("youtube-data", "videos.list", YouTubeJson.Default.YouTubeListYouTubeVideo, false),
    ];

    /// <summary>Types that are no part of a method: errors have one form for all of a platform's methods, and tokens are OAuth's.</summary>
    private static readonly Type[] Unpublished =
    [
        typeof(BlueskyError), typeof(GoogleErrorAnswer), typeof(ServiceAccountKey), typeof(XRefusal), typeof(YouTubeErrorAnswer), typeof(YouTubeGrant), typeof(YouTubeTokenAnswer), typeof(YouTubeTokenError),
    ];

    public static TheoryData<string> Files => [.. Ours.Select(ours => ours.File).Distinct()];

    /// <summary>Accounts whose fetches, of the last weeks and of an earlier fortnight, make every request that there is, several pages of each list among them.</summary>
    public static TheoryData<string, string, string[]> Fetches => new()
    {
        { "bluesky", "confiserie.bsky.example", ["bluesky"] },
        { "google-analytics", "properties/310000001", ["google-analytics"] },
        { "x", "confiserie", ["x"] },
        { "youtube", "UC0000000201100000000001", ["youtube-analytics", "youtube-data"] },
        { "youtube", "MINE", ["youtube-analytics", "youtube-data"] },
    };

    [Theory]
    [MemberData(nameof(Files))]
    public void Every_property_that_is_read_or_sent_is_published_with_its_type(string file)
    {
        var api = PublishedApi.Read(file);
        OursIn(file, api, []).ShouldBeEmpty(api.Source.Document);
    }

    [Theory]
    [InlineData(typeof(BlueskyJson))]
    [InlineData(typeof(GoogleAnalyticsJson))]
    [InlineData(typeof(XJson))]
    [InlineData(typeof(YouTubeJson))]
    public void No_type_on_the_wire_is_left_out(Type context)
    {
        var declared = context.GetCustomAttributesData().Where(data => data.AttributeType == typeof(JsonSerializableAttribute)).Select(data => (Type)data.ConstructorArguments[0].Value!).ToList();

        declared.ShouldNotBeEmpty();
        declared.Except(Unpublished).Except(Ours.Select(ours => ours.Type.Type)).ShouldBeEmpty();
    }

    [Theory]
    [MemberData(nameof(Fetches))]
    public async Task Every_request_is_a_published_one_and_its_simulated_answer_too(string type, string account, string[] files)
    {
        var exchanges = await FetchAsync(type, account);
        PublishedApi[] apis = [.. files.Select(PublishedApi.Read)];
        var (used, asked) = (new HashSet<string>(), new HashSet<string>());

        foreach (var (verb, address, body, answer) in exchanges)
        {
            var found = apis.Select(api => (api, of: api.MethodOf(verb, address))).FirstOrDefault(each => each.of is not null);
            var (name, method) = found.of.ShouldNotBeNull($"{verb} {address} is no published method");
            asked.Add(name);
            var query = QueryHelpers.ParseQuery(address.Query).ToDictionary(pair => pair.Key, pair => pair.Value.ToString());
            query.Keys.Except(method.Parameters.Keys).ShouldBeEmpty($"{address}: if {found.api.Source.Address} has it, add it");
            method.Required.Except(query.Keys).ShouldBeEmpty(address.ToString());
            foreach (var (parameter, value) in query.Where(pair => method.Parameters[pair.Key].StartsWith("integer", StringComparison.Ordinal))) int.Parse(value).ShouldBeInRange(method.Bounds[parameter][0], method.Bounds[parameter][1], parameter);
            foreach (var (parameter, value) in query) PublishedApi.IsText(value, method.Parameters[parameter]).ShouldBeTrue($"{address}: {parameter} is {method.Parameters[parameter]}");
            foreach (var (parameter, values) in method.Values.Where(pair => query.ContainsKey(pair.Key))) query[parameter].Split(',').Except(values).ShouldBeEmpty($"{address}: values of {parameter}");
            asked.UnionWith(query.Keys.Select(parameter => $"{name} {parameter}"));
            if (method.Body is { } sent) found.api.Disagreements(JsonElement.Parse(body), sent, used).ShouldBeEmpty(address.ToString());
            else body.ShouldBeEmpty();
            found.api.Disagreements(JsonElement.Parse(answer), method.Answer, used).ShouldBeEmpty($"the simulator's answer to {address}");
        }

        apis.SelectMany(api => api.Methods.Keys).Except(asked).ShouldBeEmpty("methods of the facts that nothing asks");
        var parameters = apis.SelectMany(api => api.Methods).SelectMany(method => method.Value.Parameters.Keys.Select(parameter => $"{method.Key} {parameter}"));
        parameters.Except(asked).Where(parameter => parameter != (account == "MINE" ? "channels.list id" : "channels.list mine")).ShouldBeEmpty("parameters of the facts that nothing sends");
        foreach (var (file, api) in files.Zip(apis)) OursIn(file, api, used).ShouldBeEmpty();
        apis.SelectMany(api => api.Schemas).SelectMany(schema => schema.Value.Keys.Select(property => $"{schema.Key}.{property}")).Except(used).ShouldBeEmpty("properties of the facts that nothing sends or reads");
    }

    [Fact]
    public void Figures_of_a_video_are_asked_for_by_their_published_names() =>
        YouTubeMetrics.OfVideo.Select(metric => metric.Name).Except(PublishedApi.Read("youtube-data").Schemas["VideoStatistics"].Keys).ShouldBeEmpty();

    [Theory]
    [InlineData("bluesky", "app.bsky.feed.getAuthorFeed", "limit", BlueskyMetrics.PostsPerPage)]
    [InlineData("x", "getUsersPosts", "max_results", XMetrics.MostPosts)]
    [InlineData("x", "getUsersMentions", "max_results", XMetrics.MostPosts)]
    [InlineData("youtube-data", "playlistItems.list", "maxResults", YouTubeMetrics.VideosPerPage)]
    [InlineData("youtube-data", "videos.list", "maxResults", YouTubeMetrics.VideosPerPage)]
    public void A_page_is_as_long_as_is_published(string file, string method, string parameter, int length) =>
        PublishedApi.Read(file).Methods[method].Bounds[parameter][1].ShouldBe(length);

    [Fact]
    public void Every_published_kind_of_embedding_has_a_name_here()
    {
        var published = PublishedApi.Read("bluesky").Schemas["app.bsky.feed.defs#postView"]["embed"].Split(" | ");

        // A post that only quotes another one is a status like one without anything in it.
        BlueskyMetrics.Kinds.Keys.ShouldBe(published.Where(kind => kind != "app.bsky.embed.record#view"), ignoreOrder: true);
    }

    [Theory]
    [MemberData(nameof(Files))]
    public void The_facts_say_where_they_were_read(string file)
    {
        var source = PublishedApi.Read(file).Source;

        source.Address.Scheme.ShouldBe(Uri.UriSchemeHttps);
        new[] { source.Document, source.Revision, source.ReadIn }.ShouldAllBe(text => text.Length > 0);
    }

    private static List<string> OursIn(string file, PublishedApi api, HashSet<string> used) =>
    [
        .. from ours in Ours
           where ours.File == file
           let method = api.Methods[ours.Method]
           from found in api.Disagreements(ours.Type, (ours.IsSent ? method.Body : method.Answer)!, ours.IsSent, used)
           select found,
    ];

    private static async Task<List<(HttpMethod Verb, Uri Address, string Body, string Answer)>> FetchAsync(string type, string account)
    {
        var exchanges = new List<(HttpMethod, Uri, string, string)>();
        await using var simulator = await SimulatorServer.StartAsync(new() { TimeProvider = new FakeTimeProvider(Now) }, TestContext.Current.CancellationToken);
        foreach (var platform in new[] { "bluesky", "x", "youtube" }) simulator.Faults.Add(new(FaultKind.ShortPages) { At = platform });
        using var sources = new SimulatedSources(simulator, Now, async answer =>
        {
            var request = answer.RequestMessage!;
            if (request.RequestUri!.Host == "oauth2.googleapis.com") return;
            await answer.Content.LoadIntoBufferAsync();
            var body = request.Content is null ? "" : await request.Content.ReadAsStringAsync();
            exchanges.Add((request.Method, request.RequestUri, body, await answer.Content.ReadAsStringAsync()));
        });
        var secret = type switch { "google-analytics" => SimulatorSecrets.For("google"), "x" => "a-token", "youtube" => SimulatorSecrets.For("youtube"), _ => null };
        foreach (var days in new[] { SourceBench.Days("2026-08-17", "2026-11-24"), SourceBench.Days("2026-10-05", "2026-10-18") })
        {
            var request = new SourceRequest(new SourceConfig { Type = type, Account = account, Name = type, Credential = "own" }, secret, days, Zone.Find("Europe/Paris")!);
            await foreach (var page in sources.Catalog.Find(type)!.FetchAsync(request, TestContext.Current.CancellationToken)) page.Refusals.ShouldBeEmpty();
        }

        return exchanges;
    }
}
