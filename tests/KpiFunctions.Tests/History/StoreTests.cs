using KpiFunctions.Pipeline.History;
using KpiFunctions.Pipeline.Periods;
using KpiFunctions.Pipeline.Readings;
using KpiFunctions.Testing;

namespace KpiFunctions.Tests.History;

/// <summary>What is stored, on real tables.</summary>
public sealed class StoreTests(StoreTests.Storage storage) : IClassFixture<StoreTests.Storage>
{
    private static readonly AccountRef Page = new("facebook", "1/2#3");
    private static readonly DateOnly Day = new(2026, 11, 15);
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private ReadingTable Readings => storage.Test.Get<ReadingTable>();

    private PostTable Posts => storage.Test.Get<PostTable>();

    [Fact]
    public async Task A_reading_comes_back_as_it_was_stored()
    {
        var reading = Of(Day, (Metrics.Reach, 500), (Metrics.Revenue, 12.34)) with
        {
            Currency = "EUR",
            Traffic = [new(Channel.OrganicSocial, "facebook.com", "social", null, 12, 1, null)],
            Series = new Dictionary<Metric, string> { [Metrics.Reach] = "2025-11-15" },
        };
        await Readings.StoreAsync("same", [reading], Token);

        var stored = (await Readings.ReadAsync("same", new(Day, Day), Token)).ShouldHaveSingleItem();
        stored.Account.ShouldBe(Page);
        stored.Values.ShouldBe(reading.Values, ignoreOrder: true);
        stored.Traffic.ShouldBe(reading.Traffic);
        stored.Series.ShouldBe(reading.Series);
        stored.Currency.ShouldBe("EUR");
        stored[Metrics.Views].ShouldBeNull();
    }

    [Fact]
    public async Task Stretches_of_earlier_years_are_read_apart_from_the_year()
    {
        DateOnly[] days = [Day.AddYears(-3), Day.AddYears(-2), Day.AddYears(-2).AddDays(1), Day];
        await Readings.StoreAsync("years", [.. days.Select(day => Of(day, (Metrics.Reach, day.Year)))], Token);

        var known = await storage.Test.Get<HistoryReader>().ReadAsync("years", new(Day, Day), Token, [new(days[1], days[2])]);
        known.Readings.ShouldHaveSingleItem().Day.ShouldBe(Day);
        known.Earlier.ShouldHaveSingleItem().Readings.Select(reading => reading.Day).ShouldBe(days[1..3]);
    }

    [Fact]
    public async Task A_metric_that_was_not_answered_keeps_its_last_good_value()
    {
        await Readings.StoreAsync("keeps", [Of(Day, (Metrics.Reach, 500), (Metrics.Views, 900))], Token);
        await Readings.StoreAsync("keeps", [Of(Day, (Metrics.Reach, 510))], Token);
        await Readings.StoreAsync("keeps", [Of(Day)], Token);

        var stored = (await Readings.ReadAsync("keeps", new(Day, Day), Token)).ShouldHaveSingleItem();
        stored[Metrics.Reach].ShouldBe(510);
        stored[Metrics.Views].ShouldBe(900);
    }

    [Fact]
    public async Task Zeros_that_were_concluded_from_an_empty_answer_fill_in_and_replace_nothing()
    {
        TrafficSlice visits = new(Channel.Direct, "(direct)", null, null, 10, 0, null);
        await Readings.StoreAsync("silence", [Of(Day, (Metrics.Sessions, 10)) with { Traffic = [visits] }], Token);
        Reading Silence(DateOnly day) => Of(day, (Metrics.Sessions, 0), (Metrics.Conversions, 0)) with { Traffic = [], Inferred = true };
        await Readings.StoreAsync("silence", [Silence(Day), Silence(Day.AddDays(1))], Token);

        var stored = await Readings.ReadAsync("silence", new(Day, Day.AddDays(1)), Token);
        stored[0][Metrics.Sessions].ShouldBe(10);
        stored[0][Metrics.Conversions].ShouldBe(0);
        stored[0].Traffic.ShouldBe([visits]);
        stored[1][Metrics.Sessions].ShouldBe(0);
        stored[1].Traffic.ShouldBe([]);
    }

    [Fact]
    public async Task A_restated_day_leaves_no_slice_of_its_earlier_answer()
    {
        TrafficSlice before = new(Channel.Other, "(not set)", null, null, 10, 0, null);
        TrafficSlice after = new(Channel.OrganicSearch, "google", "organic", null, 10, 0, null);
        await Readings.StoreAsync("restated", [Of(Day) with { Traffic = [before] }], Token);
        await Readings.StoreAsync("restated", [Of(Day) with { Traffic = [after] }], Token);

        (await Readings.ReadAsync("restated", new(Day, Day), Token)).ShouldHaveSingleItem().Traffic.ShouldBe([after]);
    }

    [Fact]
    public async Task Only_the_days_asked_for_come_back_in_order_and_however_many_there_are()
    {
        var days = new DayRange(Day, Day.AddDays(249)).Each().ToList();
        await Readings.StoreAsync("many", [.. days.AsEnumerable().Reverse().Select(day => Of(day, (Metrics.Views, day.DayNumber)))], Token);

        var stored = await Readings.ReadAsync("many", new(days[10], days[239]), Token);
        stored.Select(reading => reading.Day).ShouldBe(days[10..240]);
        stored.ShouldAllBe(reading => reading[Metrics.Views] == reading.Day.DayNumber);
    }

    [Fact]
    public async Task Clients_whose_names_begin_alike_are_kept_apart()
    {
        await Readings.StoreAsync("bar", [Of(Day, (Metrics.Views, 1))], Token);
        await Readings.StoreAsync("bar-tabac", [Of(Day, (Metrics.Views, 2))], Token);

        (await Readings.ReadAsync("bar", new(Day, Day), Token)).ShouldHaveSingleItem()[Metrics.Views].ShouldBe(1);
    }

    [Fact]
    public async Task The_same_post_twice_is_one_post_with_its_latest_figures()
    {
        var first = Published("p/1", new DateTimeOffset(Day, new(23, 30), TimeSpan.Zero), 10);
        await Posts.StoreAsync("posts", [first, first], Token);
        await Posts.StoreAsync("posts", [Published("p/1", first.Published, 12), Published("p/2", first.Published.AddDays(-30), 7)], Token);

        var stored = (await Posts.ReadAsync("posts", new(Day, Day), Token)).ShouldHaveSingleItem();
        stored[Metrics.Comments].ShouldBe(12);
        stored.Excerpt.ShouldBe(first.Excerpt);
    }

    [Fact]
    public async Task A_posts_figures_as_first_reported_stay_while_its_figures_grow()
    {
        var first = Published("p/9", new DateTimeOffset(Day, new(8, 0), TimeSpan.Zero), 10);
        await Posts.StoreAsync("reported", [first], Token);
        await Posts.KeepReportedAsync("reported", await Posts.ReadAsync("reported", new(Day, Day), Token), Token);
        await Posts.StoreAsync("reported", [Published("p/9", first.Published, 25) with { FetchedAt = first.FetchedAt.AddDays(7) }], Token);
        await Posts.KeepReportedAsync("reported", await Posts.ReadAsync("reported", new(Day, Day), Token), Token);

        var stored = (await Posts.ReadAsync("reported", new(Day, Day), Token)).ShouldHaveSingleItem();
        stored[Metrics.Comments].ShouldBe(25);
        stored.AsReported!.Values[Metrics.Comments].ShouldBe(10);
        stored.AsReported.FetchedAt.ShouldBe(first.FetchedAt);
    }

    [Fact]
    public async Task A_cursor_that_was_never_written_is_empty_and_one_that_was_comes_back()
    {
        var cursors = storage.Test.Get<CursorTable>();
        (await cursors.FindAsync("cursor", Page, Token)).AnsweredThrough.ShouldBeNull();

        var cursor = new Cursor
        {
            Account = Page,
            AnsweredThrough = Day,
            LastSuccess = Given.Monday,
            LastAttempt = Given.Monday,
            FailuresInARow = 2,
            NotBefore = Given.Monday.AddHours(1),
            Trouble = new(new(SourceFailureKind.CredentialExpired, "expired"), Given.Monday),
        };
        await cursors.WriteAsync("cursor", cursor, Token);
        (await cursors.FindAsync("cursor", Page, Token)).ShouldBe(cursor);

        await cursors.WriteAsync("cursor", cursor with { Trouble = null, NotBefore = null }, Token);
        (await cursors.FindAsync("cursor", Page, Token)).Trouble.ShouldBeNull();
    }

    private static Reading Of(DateOnly day, params (Metric Metric, double Value)[] values) => new()
    {
        Account = Page,
        Day = day,
        Values = values.ToDictionary(value => value.Metric, value => value.Value),
        Settled = true,
        FetchedAt = Given.Monday,
    };

    private static Post Published(string id, DateTimeOffset published, double comments) => new()
    {
        Account = Page,
        Id = id,
        Published = published,
        Excerpt = "Bonjour 🍬",
        Values = new Dictionary<Metric, double> { [Metrics.Comments] = comments },
        FetchedAt = Given.Monday,
    };

    /// <summary>One storage for all of them: each test has a client of its own.</summary>
    public sealed class Storage : IAsyncLifetime
    {
        internal TestPipeline Test { get; private set; } = null!;

        public async ValueTask InitializeAsync() => Test = await TestPipeline.StartAsync(Given.Monday);

        public ValueTask DisposeAsync() => Test.DisposeAsync();
    }
}
