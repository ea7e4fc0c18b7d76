using System.Net;
using KpiFunctions.Pipeline.Clients;
using KpiFunctions.Pipeline.Periods;
using KpiFunctions.Pipeline.Readings;
using KpiFunctions.Pipeline.Sources;

namespace KpiFunctions.Tests.Sources.X;

public sealed class XSourceTests : IDisposable
{
    private static readonly SourceConfig Account = new() { Type = "x", Account = "@confiserie", Name = "X" };
    private static readonly Zone Paris = Zone.Find("Europe/Paris")!;

    private readonly SourceBench bench = new(DateTimeOffset.Parse("2026-11-24T09:00:00Z"));
    private readonly Purse purse = new(1000);

    public XSourceTests() => bench.Platform
        .On("/users/by/username/confiserie", """{"data":{"id":"77","username":"confiserie","public_metrics":{"followers_count":4210,"post_count":900}}}""")
        .On("/users/77/tweets", """{"meta":{"result_count":0}}""")
        .On("/users/77/mentions", """{"meta":{"result_count":0}}""");

    public void Dispose() => bench.Dispose();

    [Fact]
    public async Task Followers_are_todays_and_a_post_has_what_came_back()
    {
        bench.Platform.On("/users/77/tweets", """
            {"data":[
              {"id":"1900000000000000001","text":"New in the shop:\n  calissons","created_at":"2026-11-23T08:30:00.000Z","attachments":{"media_keys":["3_1","7_2"]},
               "public_metrics":{"repost_count":4,"reply_count":3,"like_count":41,"quote_count":2,"bookmark_count":5,"impression_count":1830},"edit_history_post_ids":["1"]}],
             "meta":{"result_count":1,"newest_id":"1","oldest_id":"1"}}
            """);

        var pages = await FetchAsync("2026-11-17", "2026-11-24");

        var level = pages[0].Readings.ShouldHaveSingleItem();
        (level.Day, level[Metrics.Followers]).ShouldBe((new DateOnly(2026, 11, 24), 4210));
        var post = pages.SelectMany(page => page.Posts).ShouldHaveSingleItem();
        (post.Id, post.Type, post.Excerpt, post.Link).ShouldBe(("1900000000000000001", "photo", "New in the shop: calissons", "https://x.com/i/web/status/1900000000000000001"));
        post.Values.ShouldBe(
            new Dictionary<Metric, double> { [Metrics.Views] = 1830, [Metrics.Reactions] = 41, [Metrics.Comments] = 3, [Metrics.Shares] = 6, [Metrics.Saves] = 5 }, ignoreOrder: true);
    }

    [Fact]
    public async Task An_answer_in_Xs_older_words_is_understood_too()
    {
        bench.Platform.On("/users/77/tweets", """
            {"data":[{"id":"1","created_at":"2026-11-23T08:30:00.000Z","public_metrics":{"retweet_count":4,"quote_count":2}}],"meta":{"result_count":1}}
            """);

        (await FetchAsync("2026-11-17", "2026-11-24")).SelectMany(page => page.Posts).ShouldHaveSingleItem().Values.ShouldBe(new Dictionary<Metric, double> { [Metrics.Shares] = 6 });
    }

    [Fact]
    public async Task Mentions_are_counted_by_the_clients_days_and_a_day_without_any_has_none()
    {
        // 23:30 in London is half past midnight in Paris.
        bench.Platform.On("/users/77/mentions", """
            {"data":[{"id":"3","text":"@confiserie thanks","created_at":"2026-11-23T10:00:00.000Z"},{"id":"2","text":"@confiserie hello","created_at":"2026-11-21T23:30:00.000Z"}],"meta":{"result_count":2}}
            """);

        var pages = await FetchAsync("2026-11-17", "2026-11-24");

        pages[^1].Readings.Select(reading => (reading.Day.Day, reading[Metrics.Mentions])).ShouldBe([(22, 1), (23, 1)]);
        pages[^1].Posts.ShouldAllBe(post => post.IsMention && post.Values.Count == 0);
        pages[^1].Posts.Select(post => post.Id).ShouldBe(["3", "2"]);
    }

    [Fact]
    public async Task Pages_are_followed_to_the_end()
    {
        bench.Platform
            .On("/users/77/tweets", """{"data":[{"id":"2","created_at":"2026-11-23T08:00:00Z"}],"meta":{"next_token":"more"}}""")
            .On("pagination_token=more", """{"data":[{"id":"1","created_at":"2026-11-22T08:00:00Z"}],"meta":{}}""");

        (await FetchAsync("2026-11-17", "2026-11-24")).SelectMany(page => page.Posts).Select(post => post.Id).ShouldBe(["2", "1"]);
    }

    [Fact]
    public async Task A_list_that_repeats_itself_is_given_up_and_said()
    {
        bench.Platform.On("/users/77/mentions", """{"data":[{"id":"2","created_at":"2026-11-23T08:00:00Z"}],"meta":{"next_token":"again"}}""");

        var pages = await FetchAsync("2026-11-17", "2026-11-24");

        pages[^1].Refusals.ShouldHaveSingleItem().ShouldSatisfyAllConditions(refusal => refusal.What.ShouldBe("mentions"), refusal => refusal.Failure.Kind.ShouldBe(SourceFailureKind.AnswerUnreadable));
        pages[^1].Readings.ShouldBeEmpty();
    }

    [Fact]
    public async Task What_an_answer_does_not_hold_is_not_paid()
    {
        bench.Platform.On("/users/77/tweets", """{"data":[{"id":"2","created_at":"2026-11-23T08:00:00Z"},{"id":"1","created_at":"2026-11-22T08:00:00Z"}],"meta":{}}""");

        await FetchAsync("2026-11-17", "2026-11-24");

        // A user and two posts.
        purse.Spent.ShouldBe(4);
    }

    [Fact]
    public async Task A_page_is_as_long_as_can_be_paid()
    {
        purse.Left = 20;

        await FetchAsync("2026-11-17", "2026-11-24");

        bench.Platform.Requests[1].Query("max_results").ShouldBe("18");
    }

    [Fact]
    public async Task What_cannot_be_paid_is_left_out_and_said_and_what_was_read_stays()
    {
        purse.Left = 8;
        bench.Platform.On("/users/77/tweets", """{"data":[{"id":"2","created_at":"2026-11-23T08:00:00Z"},{"id":"1","created_at":"2026-11-22T08:00:00Z"}],"meta":{}}""");

        var pages = await FetchAsync("2026-11-17", "2026-11-24");

        pages[0].Readings.ShouldHaveSingleItem()[Metrics.Followers].ShouldBe(4210);
        pages.SelectMany(page => page.Posts).Count().ShouldBe(2);
        pages[^1].Refusals.ShouldHaveSingleItem().ShouldSatisfyAllConditions(refusal => refusal.What.ShouldBe("mentions"), refusal => refusal.Failure.Kind.ShouldBe(SourceFailureKind.BudgetSpent));
        pages[^1].Readings.ShouldBeEmpty();
    }

    [Fact]
    public async Task Of_mentions_that_could_be_paid_in_part_the_oldest_day_is_not_known()
    {
        purse.Left = 7 + 5;
        bench.Platform.On("/users/77/mentions", """
            {"data":[{"id":"5","created_at":"2026-11-23T20:00:00Z"},{"id":"4","created_at":"2026-11-23T10:00:00Z"},{"id":"3","created_at":"2026-11-23T09:00:00Z"},
                     {"id":"2","created_at":"2026-11-22T12:00:00Z"},{"id":"1","created_at":"2026-11-22T11:00:00Z"},{"id":"0","created_at":"2026-11-22T10:30:00Z"},
                     {"id":"00","created_at":"2026-11-22T10:20:00Z"},{"id":"000","created_at":"2026-11-22T10:10:00Z"}],"meta":{"next_token":"older"}}
            """);

        var pages = await FetchAsync("2026-11-17", "2026-11-24");

        pages[^1].Readings.Select(reading => (reading.Day.Day, reading[Metrics.Mentions])).ShouldBe([(23, 3)]);
    }

    [Fact]
    public async Task Days_before_the_mentions_that_X_still_lists_are_not_known()
    {
        // X lists 800: the page of the eighth hundred is the last, whatever came before.
        static string Hundred(int number, string? next) =>
            $$"""{"data":[{{string.Join(',', Enumerable.Range(0, 100).Select(i => $$"""{"id":"{{number}}{{i:00}}","created_at":"2026-11-{{23 - (number / 4):00}}T10:00:00Z"}"""))}}],"meta":{{{(next is null ? "" : $"\"next_token\":\"{next}\"")}}} }""";
        purse.Left = 10_000;
        bench.Platform.On("/users/77/mentions", Hundred(1, "page2"));
        for (var number = 2; number <= 8; number++) bench.Platform.On($"pagination_token=page{number}", Hundred(number, number == 8 ? null : $"page{number + 1}"));

        var pages = await FetchAsync("2026-11-10", "2026-11-23");

        pages[^1].Readings.Select(reading => (reading.Day.Day, reading[Metrics.Mentions])).ShouldBe([(22, 400), (23, 300)]);
        pages[^1].Refusals.ShouldHaveSingleItem().ShouldSatisfyAllConditions(refusal => refusal.What.ShouldBe("mentions (older)"), refusal => refusal.Failure.Kind.ShouldBe(SourceFailureKind.PartlyUnknown));
    }

    [Fact]
    public async Task Nothing_is_asked_that_nobody_can_pay()
    {
        purse.Left = 1;

        (await FailureAsync()).Kind.ShouldBe(SourceFailureKind.BudgetSpent);
        bench.Platform.Requests.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_first_fetch_reads_a_month_of_posts_and_a_backfill_what_it_asks_for()
    {
        await FetchAsync("2026-08-17", "2026-11-24");
        bench.Platform.Requests[1].Query("start_time").ShouldBe("2026-10-24T22:00:00Z");
        bench.Platform.Requests[1].Query("end_time").ShouldBeNull();

        await FetchAsync("2026-05-01", "2026-07-31");
        bench.Platform.Requests[4].Query("start_time").ShouldBe("2026-04-30T22:00:00Z");
        bench.Platform.Requests[4].Query("end_time").ShouldBe("2026-07-31T22:00:00Z");
    }

    [Theory]
    [InlineData(429, "RateLimited", true)]
    [InlineData(401, "CredentialRefused", false)]
    [InlineData(402, "BudgetSpent", true)]
    [InlineData(503, "Unavailable", false)]
    public async Task A_refusal_is_told_in_Xs_words_costs_nothing_and_is_not_repeated(int status, string kind, bool isAppWide)
    {
        bench.Platform.On("/users/by/", """{"title":"Refused","detail":"In X's words","type":"about:blank"}""", (HttpStatusCode)status, ("x-rate-limit-reset", "1795511400"));

        var failure = await FailureAsync();

        (failure.Kind.ToString(), failure.IsAppWide).ShouldBe((kind, isAppWide));
        failure.Message.ShouldBe("In X's words");
        if (status == 429) failure.RetryAfter.ShouldBe(TimeSpan.FromMinutes(10));
        purse.Spent.ShouldBe(0);
        bench.Platform.Requests.ShouldHaveSingleItem();
    }

    [Fact]
    public async Task A_user_that_is_gone_is_an_unknown_account()
    {
        bench.Platform.On("/users/by/", """{"errors":[{"title":"Forbidden","detail":"User has been suspended: [confiserie].","type":"https://api.twitter.com/2/problems/resource-not-found"}]}""");

        var failure = await FailureAsync();

        failure.Kind.ShouldBe(SourceFailureKind.AccountUnknown);
        failure.Message.ShouldContain("suspended");
        purse.Spent.ShouldBe(0);
    }

    [Fact]
    public async Task A_protected_account_has_followers_and_a_missing_right()
    {
        bench.Platform.On("/users/by/", """{"data":{"id":"77","protected":true,"public_metrics":{"followers_count":12}}}""");

        var pages = await FetchAsync("2026-11-17", "2026-11-24");

        pages[0].Readings.ShouldHaveSingleItem()[Metrics.Followers].ShouldBe(12);
        pages[^1].Refusals.ShouldHaveSingleItem().Failure.Kind.ShouldBe(SourceFailureKind.PermissionMissing);
        bench.Platform.Requests.ShouldHaveSingleItem();
    }

    [Theory]
    [InlineData("two words")]
    [InlineData("https://x.com/confiserie")]
    [InlineData("a-name-with-hyphens")]
    public async Task What_is_no_name_on_X_is_said_before_anything_is_paid(string account)
    {
        var failure = await FailureAsync(Account with { Account = account });

        failure.Kind.ShouldBe(SourceFailureKind.AccountUnknown);
        failure.Message.ShouldContain(account);
        bench.Platform.Requests.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_connection_that_breaks_counts_as_read()
    {
        bench.Platform.On(request => request.Address.Contains("/tweets", StringComparison.Ordinal), _ => throw new HttpRequestException(HttpRequestError.ResponseEnded));

        await FailureAsync();

        purse.Spent.ShouldBe(2 + 100);
    }

    [Fact]
    public async Task Where_X_refuses_its_older_word_for_fields_the_newer_is_asked_with()
    {
        bench.Platform.On(
            request => request.Address.Contains("tweet.fields", StringComparison.Ordinal),
            _ => StubPlatform.Json(
                """{"errors":[{"parameters":{"tweet.fields":["created_at"]},"message":"The query parameter [tweet.fields] is not one of [id,max_results,post.fields]"}],"title":"Invalid Request","detail":"One or more parameters to your request was invalid.","type":"https://api.twitter.com/2/problems/invalid-request"}""",
                HttpStatusCode.BadRequest));
        bench.Platform.On(
            request => request.Address.Contains("/77/tweets", StringComparison.Ordinal) && request.Address.Contains("post.fields=created_at,public_metrics,attachments", StringComparison.Ordinal),
            _ => StubPlatform.Json("""{"data":[{"id":"9","created_at":"2026-11-20T10:00:00.000Z","public_metrics":{"repost_count":3,"quote_count":1}}],"meta":{"result_count":1}}"""));

        var pages = await FetchAsync("2026-11-17", "2026-11-24");

        pages.SelectMany(page => page.Posts).ShouldHaveSingleItem()[Metrics.Shares].ShouldBe(4);
        pages.SelectMany(page => page.Refusals).ShouldBeEmpty();
        pages[^1].Readings.Count.ShouldBe(2);

        // The word that is taken is kept for the rest of the fetch; what was refused cost nothing.
        bench.Platform.Requests.Count(request => request.Address.Contains("tweet.fields", StringComparison.Ordinal)).ShouldBe(1);
        purse.Spent.ShouldBe(2 + 1);
    }

    [Theory]
    [InlineData(400, """{"errors":[{"message":"The `tweet.fields` query parameter value [public_metrics] is not one of [created_at]"}],"title":"Invalid Request","detail":"Invalid."}""", SourceFailureKind.RequestRefused)]
    [InlineData(403, """{"title":"Forbidden","detail":"You may not read public_metrics."}""", SourceFailureKind.PermissionMissing)]
    public async Task One_field_that_is_refused_costs_only_itself(int status, string body, SourceFailureKind kind)
    {
        bench.Platform.On("/users/77/tweets", """{"data":[{"id":"9","created_at":"2026-11-20T10:00:00.000Z","attachments":{"media_keys":["3_1"]}}],"meta":{"result_count":1}}""");
        bench.Platform.On(
            request => request.Address.Contains("/77/", StringComparison.Ordinal) && request.Address.Contains("public_metrics", StringComparison.Ordinal), _ => StubPlatform.Json(body, (HttpStatusCode)status));

        var pages = await FetchAsync("2026-11-17", "2026-11-24");

        pages.SelectMany(page => page.Posts).ShouldHaveSingleItem().ShouldSatisfyAllConditions(post => post.Type.ShouldBe("photo"), post => post.Values.ShouldBeEmpty());
        pages.SelectMany(page => page.Refusals).ShouldHaveSingleItem().ShouldSatisfyAllConditions(refusal => refusal.What.ShouldBe("post.public_metrics"), refusal => refusal.Failure.Kind.ShouldBe(kind));
    }

    [Fact]
    public async Task A_user_whose_figures_are_refused_still_has_posts()
    {
        bench.Platform.On("/users/by/username/confiserie", """{"data":{"id":"77","username":"confiserie","protected":false}}""");
        bench.Platform.On(
            request => request.Address.Contains("/by/username", StringComparison.Ordinal) && request.Address.Contains("public_metrics", StringComparison.Ordinal),
            _ => StubPlatform.Json("""{"title":"Forbidden","detail":"No."}""", HttpStatusCode.Forbidden));
        bench.Platform.On("/users/77/tweets", """{"data":[{"id":"9","created_at":"2026-11-20T10:00:00.000Z"}],"meta":{"result_count":1}}""");

        var pages = await FetchAsync("2026-11-17", "2026-11-24");

        pages[0].Readings.ShouldBeEmpty();
        pages.SelectMany(page => page.Posts).ShouldHaveSingleItem();
        pages.SelectMany(page => page.Refusals).ShouldHaveSingleItem().ShouldSatisfyAllConditions(
            refusal => refusal.What.ShouldBe("user.public_metrics"), refusal => refusal.Metrics.ShouldBe([Metrics.Followers]));
    }

    [Theory]
    [InlineData("""{"errors":[{"title":"Authorization Error","detail":"Sorry, you are not authorized to see the mentions.","type":"https://api.twitter.com/2/problems/not-authorized-for-resource"}]}""", SourceFailureKind.PermissionMissing)]
    [InlineData("{}", SourceFailureKind.AnswerUnreadable)]
    public async Task A_list_of_nothing_but_problems_is_no_empty_list(string answer, SourceFailureKind kind)
    {
        bench.Platform.On("/users/77/mentions", answer);

        var pages = await FetchAsync("2026-11-17", "2026-11-24");

        pages[^1].Readings.ShouldBeEmpty();
        pages[^1].Refusals.ShouldHaveSingleItem().ShouldSatisfyAllConditions(refusal => refusal.What.ShouldBe("mentions"), refusal => refusal.Failure.Kind.ShouldBe(kind));
    }

    [Fact]
    public async Task A_user_with_another_name_is_told_with_the_new_one()
    {
        bench.Platform.On("/users/by/username/confiserie", """{"data":{"id":"77","username":"maison_confiserie","public_metrics":{"followers_count":4210}}}""");

        var pages = await FetchAsync("2026-11-17", "2026-11-24");

        pages[0].Refusals.ShouldHaveSingleItem().Failure.ShouldSatisfyAllConditions(
            failure => failure.Kind.ShouldBe(SourceFailureKind.AccountUnknown), failure => failure.Message.ShouldContain("'maison_confiserie': the config has to give it as 'account'"));
    }

    private async Task<List<SourcePage>> FetchAsync(string first, string last, SourceConfig? account = null)
    {
        var pages = new List<SourcePage>();
        var request = new SourceRequest(account ?? Account, SourceBench.Token, SourceBench.Days(first, last), Paris) { Budget = purse };
        await foreach (var page in bench.Catalog.Find("x")!.FetchAsync(request, TestContext.Current.CancellationToken)) pages.Add(page);
        return pages;
    }

    private async Task<SourceFailure> FailureAsync(SourceConfig? account = null) =>
        (await FetchAsync("2026-11-17", "2026-11-24", account).ShouldThrowAsync<SourceException>()).Failure;

    /// <summary>A budget in memory.</summary>
    private sealed class Purse(int units) : IAllowance
    {
        private readonly int filled = units;
        private int? start;

        public int Left { get; set; } = units;

        public int Spent => (start ?? filled) - Left;

        public ValueTask<int> TakeAsync(int least, int most, CancellationToken cancellationToken)
        {
            start ??= Left;
            var given = Math.Min(most, Left);
            if (given < least) throw new SourceException(new(SourceFailureKind.BudgetSpent, "spent"));
            Left -= given;
            return ValueTask.FromResult(given);
        }

        public ValueTask GiveBackAsync(int given, CancellationToken cancellationToken)
        {
            Left += given;
            return ValueTask.CompletedTask;
        }
    }
}
