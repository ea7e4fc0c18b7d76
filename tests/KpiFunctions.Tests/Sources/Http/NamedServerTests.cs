using System.Net;
using System.Net.Sockets;
using KpiFunctions.Pipeline.Clients;
using KpiFunctions.Pipeline.Readings;
using KpiFunctions.Pipeline.Sources;
using KpiFunctions.Pipeline.Sources.All;
using KpiFunctions.Pipeline.Sources.Http;
using KpiFunctions.Simulator.Hosting;
using Microsoft.Extensions.DependencyInjection;

namespace KpiFunctions.Tests.Sources.Http;

/// <summary>Every source whose server comes from a config, against configs that lead somewhere else.</summary>
public sealed class NamedServerTests
{
    private static readonly DateTimeOffset Now = DateTimeOffset.Parse("2026-11-24T09:00:00Z");

    private static readonly string[] Inside =
    [
        "localhost", "localhost.", "LOCALHOST", "127.0.0.1", "[::1]", "[::ffff:127.0.0.1]", "2130706433", "0x7f000001", "0177.0.0.1", "127.1",
        "10.0.0.1", "192.168.0.1", "172.16.0.1", "100.64.0.1", "169.254.169.254", "168.63.129.16", "[fd00::1]", "[fe80::1]", "[64:ff9b::7f00:1]", "[2002:7f00:1::]",
        "user@127.0.0.1", "example.com@127.0.0.1", "metadata.google.internal",
    ];

    private static readonly string[] InnerAddresses =
    [
        "0.0.0.0", "127.0.0.1", "10.0.0.1", "172.31.255.255", "192.168.0.1", "100.64.0.1", "169.254.169.254", "168.63.129.16", "198.18.0.1", "224.0.0.1", "255.255.255.255",
        "::", "::1", "fd00::1", "fd00:ec2::254", "fe80::1", "::ffff:10.0.0.1", "::10.0.0.1", "64:ff9b::a00:1", "64:ff9b:1::a00:1", "2002:a00:1::", "2001:0:a00:1::",
    ];

    public static TheoryData<string> Types => [.. AllSources.Traits.Values.Where(traits => traits.IsAtNamedServer).Select(traits => traits.Type)];

    public static TheoryData<string, string> TypesAndHosts => new(Types.SelectMany(row => Inside.Select(host => (row.Data, host))));

    public static TheoryData<string, string> TypesAndAddresses => new(Types.SelectMany(row => InnerAddresses.Select(address => (row.Data, address))));

    public static TheoryData<string, string> OthersAndAccounts => new(
        from traits in AllSources.Traits.Values
        where traits.IsFetched && !traits.IsAtNamedServer
        from account in new[]
        {
            "elsewhere.example", "name@elsewhere.example", "https://elsewhere.example/x", "//elsewhere.example/x", "\\\\elsewhere.example\\x", ".elsewhere.example", "@elsewhere.example/x",
            ":443@elsewhere.example", "/../../..//elsewhere.example/", "x?y=https://elsewhere.example/#z", "169.254.169.254", "310000001",
        }
        select (traits.Type, account));

    public static TheoryData<string, int, string> Redirects => new(
        from row in Types
        from status in new[] { 301, 302, 303, 307, 308 }
        from target in new[] { "http://server.example/", "https://localhost/", "http://169.254.169.254/latest/meta-data/", "https://elsewhere.example/" }
        select (row.Data, status, target));

    [Fact]
    public void A_source_that_takes_an_address_is_one_of_them() =>
        AllSources.Traits.Values.Where(traits => traits.NeedsUrl).ShouldAllBe(traits => traits.IsAtNamedServer);

    [Theory]
    [MemberData(nameof(TypesAndHosts))]
    public async Task No_name_of_an_inner_machine_is_connected_to(string type, string host)
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var port = ((IPEndPoint)listener.LocalEndpoint).Port;
        var asked = new List<string>();

        // Whatever a name means here, it means an inner machine: nobody is looked up, and the port is the listener's.
        using var bench = OnTheNetwork(false, name =>
        {
            asked.Add(name);
            return IPAddress.TryParse(name.Trim('[', ']'), out var literal) ? literal : IPAddress.Loopback;
        });

        var failure = await bench.FailureOfAsync(ConfigOf(type, host, port), SourceBench.Token, SourceBench.Days("2026-11-22", "2026-11-22"));

        failure.Kind.ShouldBe(SourceFailureKind.AccountUnknown);
        listener.Pending().ShouldBeFalse();
        asked.Count.ShouldBeLessThanOrEqualTo(1, "a refused address is not tried again");
    }

    [Theory]
    [MemberData(nameof(TypesAndAddresses))]
    public async Task No_name_that_leads_to_an_inner_machine_is_connected_to(string type, string address)
    {
        var asked = new List<string>();
        using var bench = OnTheNetwork(false, name =>
        {
            asked.Add(name);
            return IPAddress.Parse(address);
        });

        var failure = await bench.FailureOfAsync(ConfigOf(type, "server.example"), SourceBench.Token, SourceBench.Days("2026-11-22", "2026-11-22"));

        failure.Kind.ShouldBe(SourceFailureKind.AccountUnknown);
        failure.Message.ShouldContain("public Internet address");
        asked.ShouldBe(["server.example"]);
    }

    [Theory]
    [MemberData(nameof(Types))]
    public async Task A_name_that_turns_to_an_inner_machine_before_the_next_try_is_refused_there(string type)
    {
        // With the local run's leave a loopback stands for the public address: nobody answers there, and the try is repeated.
        var answers = new Queue<IPAddress>([IPAddress.Parse("127.99.0.1"), IPAddress.Parse("10.0.0.1")]);
        using var bench = OnTheNetwork(true, _ => answers.Dequeue());

        var failure = await bench.FailureOfAsync(ConfigOf(type, "changing.example", 1), SourceBench.Token, SourceBench.Days("2026-11-22", "2026-11-22"));

        failure.Kind.ShouldBe(SourceFailureKind.AccountUnknown);
        failure.Message.ShouldContain("public Internet address");
        answers.ShouldBeEmpty();
    }

    [Theory]
    [MemberData(nameof(OthersAndAccounts))]
    public async Task A_source_of_one_platform_goes_to_no_host_out_of_a_config(string type, string account)
    {
        using var bench = new SourceBench(Now);
        bench.Platform
            .On(_ => true, _ => StubPlatform.Json("{}"))
            .On("oauth2.googleapis.com/", """{"access_token":"given","expires_in":3600,"token_type":"Bearer"}""");
        var secret = SimulatorSecrets.For(type).Replace("https://oauth2.googleapis.com/token", "https://elsewhere.example/token", StringComparison.Ordinal);
        var config = new SourceConfig { Type = type, Account = account, Name = type, Credential = type, Url = new("https://elsewhere.example/") };

        try
        {
            await bench.FetchAsync(config, secret, SourceBench.Days("2026-11-10", "2026-11-24"));
        }
        catch (SourceException)
        {
            // An account of another form is refused, and nothing is asked.
        }

        bench.Platform.Requests.ShouldAllBe(request => request.Address.StartsWith("https://", StringComparison.Ordinal));
        var hosts = bench.Platform.Requests.Select(request => new Uri(request.Address).Host).ToList();
        hosts.ShouldAllBe(host => !host.EndsWith("elsewhere.example", StringComparison.Ordinal) && host != "169.254.169.254");
    }

    [Theory]
    [MemberData(nameof(Redirects))]
    public async Task A_redirect_is_told_and_not_followed(string type, int status, string target)
    {
        using var bench = new SourceBench(Now);
        bench.Platform.On(_ => true, _ => StubPlatform.Json("", (HttpStatusCode)status, ("Location", target)));

        var failure = await bench.FailureOfAsync(ConfigOf(type, "server.example"), SourceBench.Token, SourceBench.Days("2026-11-22", "2026-11-22"));

        failure.Kind.ShouldBe(SourceFailureKind.AccountUnknown);

        // With the new address, but for what is sent after it.
        failure.Message.ShouldContain($"sends requests on to {(type == "mastodon" && new Uri(target).Host is ("elsewhere.example" or "localhost") ? new Uri(target).Host : target)}: the config");
        bench.Platform.Requests.ShouldHaveSingleItem().Address.ShouldStartWith("https://server.example/");
    }

    [Theory]
    [MemberData(nameof(Types))]
    public async Task Nothing_goes_out_but_by_https(string type)
    {
        if (!AllSources.Traits[type].NeedsUrl) return;
        using var bench = new SourceBench(Now);

        var failure = await bench.FailureOfAsync(ConfigOf(type, "server.example") with { Url = new("http://server.example/") }, SourceBench.Token, SourceBench.Days("2026-11-22", "2026-11-22"));

        failure.Kind.ShouldBe(SourceFailureKind.AccountUnknown);
        bench.Platform.Requests.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_name_is_looked_up_once_so_that_what_was_checked_is_what_is_connected_to()
    {
        // The first answer is inside; a second look would find the listener's own way in.
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var answers = new Queue<IPAddress[]>([[IPAddress.Parse("10.0.0.1")], [IPAddress.Loopback], [IPAddress.Loopback]]);
        var lookedUp = 0;
        using var handler = new SocketsHttpHandler
        {
            ConnectCallback = new PublicConnections(allowLoopback: true, (_, _) =>
            {
                lookedUp++;
                return Task.FromResult(answers.Dequeue());
            }).ConnectAsync,
            UseProxy = false,
        };
        using var client = new HttpClient(handler);

        var failure = await client.GetAsync($"http://changing.example:{((IPEndPoint)listener.LocalEndpoint).Port}/", TestContext.Current.CancellationToken).ShouldThrowAsync<HttpRequestException>();

        failure.InnerException.ShouldBeOfType<ForbiddenAddressException>();
        lookedUp.ShouldBe(1);
        listener.Pending().ShouldBeFalse();
    }

    [Fact]
    public async Task Of_several_addresses_of_a_name_only_the_public_ones_are_tried()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();

        // With the local run's leave the loopback stands for the public one.
        using var handler = new SocketsHttpHandler
        {
            ConnectCallback = new PublicConnections(allowLoopback: true, (_, _) => Task.FromResult(new[] { IPAddress.Parse("169.254.169.254"), IPAddress.Loopback })).ConnectAsync,
            UseProxy = false,
        };
        using var client = new HttpClient(handler);
        var asking = client.GetAsync($"http://several.example:{((IPEndPoint)listener.LocalEndpoint).Port}/", TestContext.Current.CancellationToken);
        using var server = await listener.AcceptTcpClientAsync(TestContext.Current.CancellationToken);
        await server.GetStream().WriteAsync("HTTP/1.1 204 No Content\r\n\r\n"u8.ToArray(), TestContext.Current.CancellationToken);

        (await asking).StatusCode.ShouldBe(HttpStatusCode.NoContent);
    }

    [Theory]
    [InlineData("https://elsewhere.example/v25.0/1015/tagged?after=abc&access_token=planted")]
    [InlineData("http://169.254.169.254/?after=abc")]
    [InlineData("//elsewhere.example/x?after=abc")]
    public async Task A_link_out_of_an_answer_gives_its_query_and_never_its_host(string next)
    {
        using var bench = new SourceBench(Now);
        bench.Platform
            .On("graph.facebook.com/v27.0/1015/", """{"data":[]}""")
            .On("/tagged?fields", $$$"""{"data":[{"id":"1_1","created_time":"2026-11-22T10:00:00+0000"}],"paging":{"next":"{{{next}}}"} }""");
        var page = new SourceConfig { Type = "facebook", Account = "1015", Name = "Facebook", Credential = "page" };

        await bench.FetchAsync(page, SourceBench.Token, SourceBench.Days("2026-11-21", "2026-11-22"));

        bench.Platform.Requests.ShouldContain(request => request.Address.Contains("after=abc", StringComparison.Ordinal));
        bench.Platform.Requests.ShouldAllBe(request => request.Address.StartsWith("https://graph.facebook.com/v27.0/1015", StringComparison.Ordinal));
        bench.Platform.Requests.ShouldAllBe(request => !request.Address.Contains("planted", StringComparison.Ordinal));
    }

    /// <summary>The sources with the handlers that a host gives them, and these addresses for whatever names they look up.</summary>
    private static SourceBench OnTheNetwork(bool allowLoopback, Func<string, IPAddress> resolve) => new(
        Now,
        services => services.Configure<SourceHttpOptions>(http =>
        {
            http.AllowLoopback = allowLoopback;
            http.Resolve = (name, _) => Task.FromResult<IPAddress[]>([resolve(name)]);
        }),
        isOnTheNetwork: true);

    /// <summary>A config whose server is this one: in its address, or behind the account's name.</summary>
    private static SourceConfig ConfigOf(string type, string host, int? port = null) => AllSources.Traits[type].NeedsUrl
        ? new() { Type = type, Account = "3", Name = type, Credential = type, Url = new($"https://{host}{(port is null ? "" : $":{port}")}/") }
        : new() { Type = type, Account = $"name@{host}", Name = type };
}
