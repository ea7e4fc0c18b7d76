using Azure.Data.Tables;
using CsCheck;
using KpiFunctions.Pipeline.Delivery;
using KpiFunctions.Pipeline.Tables;
using KpiFunctions.StorageTwin;
using KpiFunctions.Testing;
using Microsoft.Extensions.Time.Testing;

namespace KpiFunctions.Tests.Delivery;

/// <summary>Who gets no more digests, why, and until somebody lifts it.</summary>
public sealed class SuppressionTests
{
    private static readonly DateTimeOffset Now = new(2026, 11, 23, 12, 0, 0, TimeSpan.Zero);

    private static readonly string?[] Details = ["550 no such user", "5.1.1", null];

    private static readonly Gen<Suppression> Any = Gen.Select(
        Gen.Int[0, 3], Gen.Int[0, 2], Gen.Int[0, 3], (reason, detail, minutes) => new Suppression(SuppressionReasons.All[reason], Details[detail], Now.AddMinutes(minutes)));

    private readonly FakeTimeProvider time = new(Now);
    private readonly TwinAccount twin;

    public SuppressionTests() => twin = new(time);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_suppression_has_its_reason_what_was_said_and_when()
    {
        var suppressions = await TableAsync();
        await suppressions.AddAsync("shop", "abc", new Suppression(SuppressionReasons.Bounced, "550 no such user", Now.AddHours(-1)), Token);
        (await suppressions.FindReasonAsync("shop", "abc", Token)).ShouldBe("bounced");
        (await suppressions.FindAsync("shop", "abc", Token)).ShouldBe(new("bounced", "550 no such user", Now.AddHours(-1)));
        (await suppressions.FindReasonAsync("other", "abc", Token)).ShouldBeNull();
    }

    [Fact]
    public async Task A_row_of_an_earlier_release_goes_on_suppressing()
    {
        var suppressions = await TableAsync();
        await (await twin.AccountAsync()).Table(TableNames.Suppressions).AddEntityAsync(new TableEntity("shop", "abc") { ["Reason"] = "unsubscribed" }, Token);
        (await suppressions.FindAsync("shop", "abc", Token)).ShouldBe(new("unsubscribed", null, null));
        await suppressions.AddAsync("shop", "abc", new Suppression(SuppressionReasons.Bounced, null, Now), Token);
        (await suppressions.FindReasonAsync("shop", "abc", Token)).ShouldBe("unsubscribed");
    }

    [Fact]
    public async Task What_is_lifted_does_not_suppress_and_what_was_before_does_not_come_back()
    {
        var suppressions = await TableAsync();
        (await suppressions.LiftAsync("shop", "abc", Token)).ShouldBeFalse();
        await suppressions.AddAsync("shop", "abc", new Suppression(SuppressionReasons.Bounced, null, Now.AddHours(-1)), Token);
        (await suppressions.LiftAsync("shop", "abc", Token)).ShouldBeTrue();
        (await suppressions.LiftAsync("shop", "abc", Token)).ShouldBeFalse();
        (await suppressions.FindReasonAsync("shop", "abc", Token)).ShouldBeNull();

        // SendGrid repeats the event, or an earlier one comes late.
        await suppressions.AddAsync("shop", "abc", new Suppression(SuppressionReasons.Bounced, null, Now.AddHours(-1)), Token);
        await suppressions.AddAsync("shop", "abc", new Suppression(SuppressionReasons.SpamReported, null, Now.AddHours(-2)), Token);
        (await suppressions.FindReasonAsync("shop", "abc", Token)).ShouldBeNull();

        time.Advance(TimeSpan.FromDays(7));
        await suppressions.AddAsync("shop", "abc", new Suppression(SuppressionReasons.Bounced, "again", time.GetUtcNow()), Token);
        (await suppressions.FindAsync("shop", "abc", Token)).ShouldBe(new("bounced", "again", time.GetUtcNow()));
    }

    [Fact]
    public async Task Whoever_unsubscribes_after_it_was_lifted_is_unsubscribed()
    {
        var suppressions = await TableAsync();
        await suppressions.AddAsync("shop", "abc", SuppressionReasons.Unsubscribed, Token);
        await suppressions.LiftAsync("shop", "abc", Token);
        time.Advance(TimeSpan.FromSeconds(1));
        await suppressions.AddAsync("shop", "abc", SuppressionReasons.Unsubscribed, Token);
        (await suppressions.FindReasonAsync("shop", "abc", Token)).ShouldBe("unsubscribed");
    }

    [Fact]
    public async Task Causes_at_the_same_time_end_in_the_greatest()
    {
        var suppressions = await TableAsync();
        await Task.WhenAll(SuppressionReasons.All.Select((reason, i) => suppressions.AddAsync("shop", "abc", new Suppression(reason, null, Now.AddMinutes(i)), Token)));
        (await suppressions.FindReasonAsync("shop", "abc", Token)).ShouldBe("unsubscribed");
    }

    [Fact]
    public void In_whatever_order_causes_come_and_however_often_the_end_is_the_same() =>
        Gen.Select(Any.Array[1, 6], Gen.Int[0, 1_000_000], Gen.Int[0, 5]).Sample((causes, seed, repeats) =>
        {
            var others = causes.Concat(causes.Take(repeats)).ToArray();
            new Random(seed).Shuffle(others);
            After(others).ShouldBe(After(causes));
        });

    private static Suppression? After(IEnumerable<Suppression> causes) => causes.Aggregate((Suppression?)null, Suppression.After);

    private async Task<SuppressionTable> TableAsync() => new(await twin.AccountAsync(), time);
}
