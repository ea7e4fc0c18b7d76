using System.Net;
using System.Net.Sockets;
using KpiFunctions.Pipeline.Clients;
using KpiFunctions.Pipeline.Readings;
using KpiFunctions.Pipeline.Sources;
using KpiFunctions.Pipeline.Sources.All;
using KpiFunctions.Pipeline.Sources.Http;
using Microsoft.Extensions.DependencyInjection;

namespace KpiFunctions.Tests.Sources.Http;

public sealed class PublicConnectionsTests
{
    [Theory]
    [InlineData("127.0.0.1")]
    [InlineData("127.8.8.8")]
    [InlineData("0.0.0.0")]
    [InlineData("10.1.2.3")]
    [InlineData("100.64.0.1")]
    [InlineData("172.16.0.1")]
    [InlineData("172.31.255.255")]
    [InlineData("192.168.1.1")]
    [InlineData("169.254.169.254")]
    [InlineData("168.63.129.16")]
    [InlineData("224.0.0.1")]
    [InlineData("255.255.255.255")]
    [InlineData("::1")]
    [InlineData("::")]
    [InlineData("fd00::8")]
    [InlineData("fe80::1")]
    [InlineData("ff02::1")]
    [InlineData("::ffff:10.0.0.1")]
    [InlineData("::ffff:127.0.0.1")]
    [InlineData("64:ff9b::a00:1")]
    [InlineData("2002:a00:1::")]
    [InlineData("2001:0:a00:1::")]
    public void Addresses_of_machines_that_are_nobody_elses_business_are_refused(string address) =>
        PublicConnections.IsPublic(IPAddress.Parse(address)).ShouldBeFalse();

    [Theory]
    [InlineData("93.184.216.34")]
    [InlineData("172.15.255.255")]
    [InlineData("172.32.0.1")]
    [InlineData("168.63.129.17")]
    [InlineData("2606:2800:220:1::1")]
    [InlineData("::ffff:93.184.216.34")]
    public void Addresses_of_the_public_Internet_are_allowed(string address) =>
        PublicConnections.IsPublic(IPAddress.Parse(address)).ShouldBeTrue();

    [Fact]
    public void The_local_run_may_reach_this_machine_and_nothing_else_that_is_private()
    {
        var local = new PublicConnections(allowLoopback: true);

        local.Allows(IPAddress.Loopback).ShouldBeTrue();
        local.Allows(IPAddress.IPv6Loopback).ShouldBeTrue();
        local.Allows(IPAddress.Parse("10.0.0.1")).ShouldBeFalse();
        local.Allows(IPAddress.Parse("169.254.169.254")).ShouldBeFalse();
    }

    [Theory]
    [InlineData("localhost")]
    [InlineData("127.0.0.1")]
    [InlineData("[::1]")]
    [InlineData("2130706433")] // 127.0.0.1 as a number
    public async Task A_server_on_this_machine_is_never_connected_to(string host)
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var port = ((IPEndPoint)listener.LocalEndpoint).Port;
        using var bench = new SourceBench(DateTimeOffset.Parse("2026-11-24T09:00:00Z"), isOnTheNetwork: true);
        var config = new SourceConfig { Type = "matomo", Account = "3", Name = "Matomo", Credential = "matomo", Url = new($"https://{host}:{port}/") };

        var failure = await bench.FailureOfAsync(config, SourceBench.Token, SourceBench.Days("2026-11-22", "2026-11-22"));

        failure.Kind.ShouldBe(SourceFailureKind.AccountUnknown);
        failure.Message.ShouldContain("public Internet address");
        listener.Pending().ShouldBeFalse();
    }

    [Fact]
    public async Task With_loopback_allowed_the_connection_is_made()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var port = ((IPEndPoint)listener.LocalEndpoint).Port;
        using var handler = new SocketsHttpHandler { ConnectCallback = new PublicConnections(allowLoopback: true).ConnectAsync, UseProxy = false };
        using var client = new HttpClient(handler);

        var asking = client.GetAsync($"http://localhost:{port}/", TestContext.Current.CancellationToken);
        using var server = await listener.AcceptTcpClientAsync(TestContext.Current.CancellationToken);
        await server.GetStream().WriteAsync("HTTP/1.1 204 No Content\r\n\r\n"u8.ToArray(), TestContext.Current.CancellationToken);

        using var answer = await asking;
        answer.StatusCode.ShouldBe(HttpStatusCode.NoContent);
    }

    [Fact]
    public void No_source_follows_redirects_and_only_guarded_connections_lead_to_configured_servers()
    {
        using var services = new ServiceCollection().AddSources().BuildServiceProvider();

        foreach (var traits in AllSources.Traits.Values.Where(traits => traits.IsFetched))
        {
            var name = $"source-{traits.Type}";
            var handler = services.GetRequiredService<IHttpMessageHandlerFactory>().CreateHandler(name);
            while (handler is DelegatingHandler { InnerHandler: { } inner }) handler = inner;
            var sockets = handler.ShouldBeOfType<SocketsHttpHandler>();
            sockets.AllowAutoRedirect.ShouldBeFalse();
            sockets.UseCookies.ShouldBeFalse();
            (sockets.ConnectCallback is not null).ShouldBe(traits.IsAtNamedServer, name);
            sockets.UseProxy.ShouldBe(!traits.IsAtNamedServer, name);
        }
    }
}
