using System.Net;
using static KpiFunctions.Tests.Simulator.SimulatedPlatforms;

namespace KpiFunctions.Tests.Simulator;

public sealed class RoutingTests
{
    [Theory]
    [InlineData("https://www.example.com/")]
    [InlineData("https://stats.somebody-else.example/index.php")]
    [InlineData("http://169.254.169.254/metadata")]
    public async Task A_host_that_nobody_plays_is_refused_on_this_machine(string address)
    {
        await using var platforms = await StartAsync();
        (await platforms.Http.GetAsync(address, TestContext.Current.CancellationToken)).StatusCode.ShouldBe(HttpStatusCode.BadGateway);
        platforms.Server.Requests.Count(new Uri(address).Host).ShouldBe(1);
    }

    [Fact]
    public async Task A_request_keeps_its_own_address_and_can_be_repeated()
    {
        await using var platforms = await StartAsync();
        using var handler = new HttpMessageInvoker(platforms.Server.CreateRoutingHandler());
        var request = new HttpRequestMessage(HttpMethod.Get, $"https://graph.facebook.com/v27.0/{Brand}?access_token=t");
        for (var i = 0; i < 2; i++) (await handler.SendAsync(request, TestContext.Current.CancellationToken)).StatusCode.ShouldBe(HttpStatusCode.OK);
        request.RequestUri!.Host.ShouldBe("graph.facebook.com");
        platforms.Server.Requests.Count("graph.facebook.com", Brand).ShouldBe(2);
    }

    [Fact]
    public async Task The_log_names_method_host_path_and_account_and_no_secret()
    {
        await using var platforms = await StartAsync();
        await platforms.GraphAsync($"{Brand}/posts?limit=1");
        platforms.Server.Requests.All.ShouldHaveSingleItem().ShouldBe(new("GET", "graph.facebook.com", $"/v27.0/{Brand}/posts", Brand));
    }

    [Fact]
    public async Task Two_simulators_of_one_seed_say_the_same_and_of_another_something_else()
    {
        await using var first = await StartAsync();
        await using var second = await StartAsync();
        await using var other = await StartAsync(seed: 2);
        var path = $"{Shop}/posts?fields=message,insights.metric(post_media_view)&limit=50";
        var answer = (await first.GraphJsonAsync(path)).ToJsonString();
        (await second.GraphJsonAsync(path)).ToJsonString().ShouldBe(answer);
        (await other.GraphJsonAsync(path)).ToJsonString().ShouldNotBe(answer);
    }
}
