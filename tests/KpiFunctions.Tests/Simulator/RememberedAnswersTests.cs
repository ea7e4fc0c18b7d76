using KpiFunctions.Simulator;
using Microsoft.Extensions.Time.Testing;

namespace KpiFunctions.Tests.Simulator;

/// <summary>A simulator that remembers says nothing else than one that thinks anew.</summary>
public sealed class RememberedAnswersTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Answers_are_the_same_with_and_without_memory_before_and_after_the_clock_moves()
    {
        var time = new FakeTimeProvider(new(2026, 11, 16, 9, 0, 0, TimeSpan.Zero));
        await using var thinking = await SimulatorServer.StartAsync(new() { TimeProvider = time }, Token);
        await using var remembering = await SimulatorServer.StartAsync(new() { TimeProvider = time, RemembersAnswers = true }, Token);

        var first = await AskAsync(remembering, "solea.bsky.example");
        first.ShouldBe(await AskAsync(thinking, "solea.bsky.example"));
        (await AskAsync(remembering, "solea.bsky.example")).ShouldBe(first);
        (await AskAsync(remembering, "another.bsky.example")).ShouldBe(await AskAsync(thinking, "another.bsky.example"));

        time.Advance(TimeSpan.FromDays(7));
        var later = await AskAsync(remembering, "solea.bsky.example");
        later.ShouldNotBe(first);
        later.ShouldBe(await AskAsync(thinking, "solea.bsky.example"));
    }

    private static async Task<string> AskAsync(SimulatorServer simulator, string actor)
    {
        using var http = new HttpClient(simulator.CreateRoutingHandler());
        return await http.GetStringAsync(new Uri($"https://public.api.bsky.app/xrpc/app.bsky.actor.getProfile?actor={actor}"), Token);
    }
}
