using System.Net;
using KpiFunctions.Pipeline.Clients;
using KpiFunctions.Pipeline.Readings;
using KpiFunctions.Pipeline.Sources;
using KpiFunctions.Pipeline.Sources.Mastodon;

namespace KpiFunctions.Tests.Sources.Mastodon;

public sealed class MastodonSourceTests : IDisposable
{
    private static readonly DateTimeOffset Now = new(2026, 11, 24, 9, 0, 0, TimeSpan.Zero);
    private static readonly SourceConfig Source = new() { Type = "mastodon", Account = "@shop@social.example", Name = "Mastodon" };
    private readonly SourceBench bench = new(Now);

    public MastodonSourceTests() => bench.Platform.On("/lookup?acct=shop", """{ "id": "42", "followers_count": 310 }""");

    public void Dispose() => bench.Dispose();

    [Fact]
    public async Task Followers_and_posts_are_read_from_the_accounts_own_server()
    {
        bench.Platform.On("/accounts/42/statuses", "[" + Status("9", "2026-11-23T10:00:00.000Z", """, "content": "<p>Fresh &amp; <b>warm</b><br>today</p>", "favourites_count": 7, "replies_count": 1, "reblogs_count": 2, "quotes_count": 1, "media_attachments": [{ "type": "image" }]""") + "]")
            .On("max_id=9", "[]");
        var pages = await FetchAsync();
        pages.SelectMany(page => page.Readings).ShouldHaveSingleItem()[Metrics.Followers].ShouldBe(310);
        var post = pages.SelectMany(page => page.Posts).ShouldHaveSingleItem();
        post.Excerpt.ShouldBe("Fresh & warm today");
        post.Type.ShouldBe("photo");
        post.Values.ShouldBe(new Dictionary<Metric, double> { [Metrics.Reactions] = 7, [Metrics.Comments] = 1, [Metrics.Shares] = 3 }, ignoreOrder: true);
        bench.Platform.Requests.ShouldAllBe(request => request.Address.StartsWith("https://social.example/"));
    }

    [Fact]
    public async Task Pages_are_asked_for_until_they_lie_before_the_days()
    {
        bench.Platform
            .On("/accounts/42/statuses", "[" + Status("9", "2026-11-23T10:00:00Z", "") + "]")
            .On("max_id=9", "[" + Status("8", "2026-11-01T10:00:00Z", "") + "]");
        (await FetchAsync()).SelectMany(page => page.Posts).ShouldHaveSingleItem().Id.ShouldBe("9");
        bench.Platform.Requests.Count.ShouldBe(3);
    }

    [Fact]
    public async Task A_list_that_repeats_itself_is_ended_and_told()
    {
        bench.Platform.On("/accounts/42/statuses", "[" + Status("9", "2026-11-23T10:00:00Z", "") + "]");
        var pages = await FetchAsync();
        pages.SelectMany(page => page.Posts).ShouldHaveSingleItem();
        pages.SelectMany(page => page.Refusals).ShouldHaveSingleItem().What.ShouldBe("statuses");
    }

    [Theory]
    [InlineData("shop")]
    [InlineData("shop@")]
    [InlineData("shop@127.0.0.1")]
    [InlineData("shop@[::1]")]
    [InlineData("shop@social.example:8080")]
    [InlineData("shop@social.example/evil")]
    [InlineData("a@b@c.example")]
    public async Task An_account_of_another_form_is_refused_before_anything_is_asked(string account)
    {
        var failure = await bench.FailureOfAsync(Source with { Account = account }, null, SourceBench.Days("2026-11-17", "2026-11-24"));
        failure.Kind.ShouldBe(SourceFailureKind.AccountUnknown);
        failure.Message.ShouldContain("name@server.example");
        bench.Platform.Requests.ShouldBeEmpty();
    }

    [Theory]
    [InlineData(HttpStatusCode.NotFound, SourceFailureKind.AccountUnknown)]
    [InlineData(HttpStatusCode.Unauthorized, SourceFailureKind.PermissionMissing)]
    [InlineData(HttpStatusCode.Forbidden, SourceFailureKind.PermissionMissing)]
    [InlineData(HttpStatusCode.UnprocessableEntity, SourceFailureKind.RequestRefused)]
    [InlineData(HttpStatusCode.ServiceUnavailable, SourceFailureKind.Unavailable)]
    public async Task What_it_refuses_has_a_kind(HttpStatusCode status, SourceFailureKind kind)
    {
        bench.Platform.On("/lookup", """{ "error": "Record not found" }""", status);
        (await bench.FailureOfAsync(Source, null, SourceBench.Days("2026-11-17", "2026-11-24"))).Kind.ShouldBe(kind);
    }

    [Fact]
    public async Task A_limit_says_how_long_to_wait()
    {
        bench.Platform.On("/lookup", """{ "error": "Too many requests" }""", HttpStatusCode.TooManyRequests, ("X-RateLimit-Reset", "2026-11-24T09:04:00.000000Z"));
        var failure = await bench.FailureOfAsync(Source, null, SourceBench.Days("2026-11-17", "2026-11-24"));
        failure.Kind.ShouldBe(SourceFailureKind.RateLimited);
        failure.RetryAfter!.Value.ShouldBeInRange(TimeSpan.FromMinutes(3.5), TimeSpan.FromMinutes(4));
    }

    [Theory]
    [InlineData("<p>One</p><p>Two</p>", "One Two ")]
    [InlineData("a &lt;b&gt; c", "a <b> c")]
    [InlineData("<script>alert(1)</script>", "alert(1)")]
    [InlineData(null, null)]
    public void A_posts_html_becomes_its_words(string? html, string? text) => MastodonMapping.TextOf(html).ShouldBe(text);

    [Theory]
    [InlineData("shop@new.example", "shop@new.example")]
    [InlineData("shop2", "shop2@social.example")] // On the same server.
    public async Task An_account_that_has_moved_is_told_with_its_new_address_and_has_no_level_here(string acct, string address)
    {
        bench.Platform.On("/lookup?acct=shop", $$"""{ "id": "42", "acct": "shop", "followers_count": 3, "moved": { "id": "7", "acct": "{{acct}}", "followers_count": 1200 } }""")
            .On("/accounts/42/statuses", "[]");

        var pages = await FetchAsync();

        pages.SelectMany(page => page.Readings).ShouldBeEmpty();
        pages.SelectMany(page => page.Refusals).ShouldHaveSingleItem().Failure.ShouldSatisfyAllConditions(
            failure => failure.Kind.ShouldBe(SourceFailureKind.AccountUnknown), failure => failure.Message.ShouldContain($"the config has to give '{address}' as 'account'"));
    }

    [Fact]
    public async Task A_suspended_account_has_no_followers_that_mean_anything()
    {
        bench.Platform.On("/lookup?acct=shop", """{ "id": "42", "followers_count": 0, "suspended": true }""");

        var failure = await bench.FailureOfAsync(Source, null, SourceBench.Days("2026-11-17", "2026-11-24"));

        failure.Kind.ShouldBe(SourceFailureKind.AccountUnknown);
        failure.Message.ShouldContain("suspended");
    }

    [Fact]
    public async Task A_name_that_is_gone_says_what_to_change()
    {
        bench.Platform.On("/lookup?acct=shop", """{ "error": "Record not found" }""", HttpStatusCode.NotFound);

        (await bench.FailureOfAsync(Source, null, SourceBench.Days("2026-11-17", "2026-11-24"))).Message.ShouldContain("If it was moved or renamed, the config has to give the new one.");
    }

    private Task<List<SourcePage>> FetchAsync() => bench.FetchAsync(Source, null, SourceBench.Days("2026-11-17", "2026-11-24"));

    private static string Status(string id, string created, string more) => $"{{ \"id\": \"{id}\", \"created_at\": \"{created}\", \"url\": \"https://social.example/@shop/{id}\"{more} }}";
}
