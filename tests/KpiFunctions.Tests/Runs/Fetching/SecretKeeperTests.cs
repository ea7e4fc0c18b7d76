using KpiFunctions.Pipeline.Readings;
using KpiFunctions.Pipeline.Runs.Fetching;
using KpiFunctions.Pipeline.Sources;
using KpiFunctions.Pipeline.Sources.Credentials;

using KpiFunctions.Testing;

namespace KpiFunctions.Tests.Runs.Fetching;

/// <summary>A refresh token that is good for one use, among instances that all want to use it.</summary>
public sealed class SecretKeeperTests
{
    private const string Name = "rotating";

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Of_many_who_find_it_run_out_one_has_it_replaced_and_all_get_the_new_one()
    {
        await using var test = await TestPipeline.StartAsync(Given.Monday);
        var platform = new OneUse();
        await test.Get<ICredentialStore>().KeepAsync(Name, new("grant-0"), Token);
        var other = new SecretKeepers(test.Get<ICredentialStore>(), new CredentialTable(test.Account, test.Clock), test.Clock);
        SecretKeepers[] instances = [test.Get<SecretKeepers>(), other];

        var renewed = await Task.WhenAll(Enumerable.Range(0, 10).Select(i => instances[i % 2].Of(Name).RenewAsync("grant-0", platform.ExchangeAsync, Token)));

        renewed.ShouldAllBe(secret => secret == "grant-1");
        platform.Exchanges.ShouldBe(1);
        (await test.Get<ICredentialStore>().FindAsync(Name, Token))!.Value.ShouldBe("grant-1");
    }

    [Fact]
    public async Task A_refusal_leaves_the_old_one_and_the_way_free()
    {
        await using var test = await TestPipeline.StartAsync(Given.Monday);
        await test.Get<ICredentialStore>().KeepAsync(Name, new("grant-0"), Token);
        var keeper = test.Get<SecretKeepers>().Of(Name);

        await keeper.RenewAsync("grant-0", (_, _) => throw new SourceException(new(SourceFailureKind.CredentialRefused, "no")), Token).ShouldThrowAsync<SourceException>();

        (await keeper.RenewAsync("grant-0", new OneUse().ExchangeAsync, Token)).ShouldBe("grant-1");
    }

    [Fact]
    public async Task Whoever_died_over_it_holds_it_for_some_minutes_only()
    {
        await using var test = await TestPipeline.StartAsync(Given.Monday);
        await test.Get<ICredentialStore>().KeepAsync(Name, new("grant-0"), Token);
        await test.Get<CredentialTable>().TryHoldAsync(Name, test.Clock.GetUtcNow().AddMinutes(3), Token);
        var renewal = test.Get<SecretKeepers>().Of(Name).RenewAsync("grant-0", new OneUse().ExchangeAsync, Token);
        await Task.Delay(TimeSpan.FromSeconds(1), Token);
        renewal.IsCompleted.ShouldBeFalse();

        test.Clock.LeapTo(test.Clock.GetUtcNow().AddMinutes(4));

        (await renewal).ShouldBe("grant-1");
    }

    [Fact]
    public async Task A_fetch_that_is_stopped_meanwhile_still_keeps_what_the_platform_gave()
    {
        await using var test = await TestPipeline.StartAsync(Given.Monday);
        await test.Get<ICredentialStore>().KeepAsync(Name, new("grant-0"), Token);
        using var fetch = CancellationTokenSource.CreateLinkedTokenSource(Token);

        await test.Get<SecretKeepers>().Of(Name).RenewAsync("grant-0", async (known, token) =>
        {
            var given = await new OneUse().ExchangeAsync(known, token);
            await fetch.CancelAsync();
            return given;
        }, fetch.Token);

        (await test.Get<ICredentialStore>().FindAsync(Name, Token))!.Value.ShouldBe("grant-1");
    }

    /// <summary>Takes each grant once.</summary>
    private sealed class OneUse
    {
        private int next;

        public int Exchanges => next;

        public async Task<Secret> ExchangeAsync(string known, CancellationToken cancellationToken)
        {
            var number = Interlocked.Increment(ref next);
            await Task.Delay(TimeSpan.FromMilliseconds(200), cancellationToken);
            return known == $"grant-{number - 1}" ? new($"grant-{number}") : throw new SourceException(new(SourceFailureKind.CredentialRefused, $"{known} was used before"));
        }
    }
}
