using KpiFunctions.Pipeline.Clients;
using KpiFunctions.Pipeline.Kpis;
using KpiFunctions.Pipeline.Kpis.Engine;
using KpiFunctions.Pipeline.Periods;
using KpiFunctions.Pipeline.Readings;
using static KpiFunctions.Tests.Kpis.Given;

namespace KpiFunctions.Tests.Kpis;

/// <summary>
/// Every figure there is, by a week made by hand: in an ordinary week, in weeks whose days are 23 and 25 hours long, in
/// week 53, in a first week; with zeros, with a day missing, with nothing at all, with days that are not settled, and on
/// either side of a platform's change of definition.
/// </summary>
public sealed class EveryKpiTests
{
    private const string Ordinary = "2026-W46";

    private static readonly Dictionary<string, Case> Cases = new()
    {
        // The people of Sunday's window, once each: 1,200.
        ["reach"] = new(ObjectiveKind.Awareness, 1200, 0, (g, w, on) => Daily(g, w, on, Facebook, Metrics.Reach7Days, 1200)),

        // 4 on each of seven days: 28.
        ["mentions"] = new(ObjectiveKind.Awareness, 28, 0, (g, w, on) => Daily(g, w, on, Facebook, Metrics.Mentions, 4)),

        // 10 on each of seven days: 70.
        ["views"] = new(ObjectiveKind.Awareness, 70, 0, (g, w, on) => Daily(g, w, on, Facebook, Metrics.Views, 10)),

        // 10 on each of seven days as shown in public, of which 7 went on: 70 beside the 49 that weeks are compared by.
        ["public-views"] = new(ObjectiveKind.Awareness, 70, 0, (g, w, on) =>
            Daily(Daily(g, w, on, Facebook, Metrics.Views, 10), w, on, Facebook, Metrics.EngagedViews, 7)),

        // Posts of 100, 300 and 200 people: the middle one's 200.
        ["reach-per-post"] = new(ObjectiveKind.Awareness, 200, 0, (g, w, on) => Daily(g, w, on, Facebook, Metrics.Reach7Days, 900)
            .Post(Facebook, At(w, 0), (Metrics.Reach, 100 * on)).Post(Facebook, At(w, 2), (Metrics.Reach, 300 * on)).Post(Facebook, At(w, 6), (Metrics.Reach, 200 * on)))
        { IsOfPosts = true },

        // 1,014 on Sunday less 1,000 on the Sunday before: 14.
        ["follower-growth"] = new(ObjectiveKind.Image, 14, 0, (g, w, on) => Level(g, w, on)),

        // 1,014 on Sunday.
        ["followers"] = new(ObjectiveKind.Image, 1014, 1000, (g, w, on) => Level(g, w, on)),

        // 3 reactions and 1 comment on each of seven days, 28 in all, of 1,400 people: 0.02.
        ["engagement-rate"] = new(ObjectiveKind.Image, 0.02, 0, (g, w, on) =>
            Daily(Daily(Daily(g, w, on, Facebook, Metrics.Reactions, 3), w, on, Facebook, Metrics.Comments, 1), w, 1, Facebook, Metrics.Reach7Days, 1400)),

        // 60 of 100 visits: 0.6. Without a visit there is no share.
        ["google-share"] = new(ObjectiveKind.GoogleIndependence, 0.6, null, (g, w, on) => g.Visits(Site, w, Slice(Channel.OrganicSearch, "google", 60 * on), Slice(Channel.Direct, "(direct)", 40 * on))),

        // 1 / (0.6² + 0.4²) = 1 / 0.52 = 1.923.
        ["effective-sources"] = new(ObjectiveKind.GoogleIndependence, 1 / 0.52, null, (g, w, on) => g.Visits(Site, w, Slice(Channel.OrganicSearch, "google", 60 * on), Slice(Channel.Direct, "(direct)", 40 * on))),

        // 25 of 100 visits: 0.25.
        ["social-share"] = new(ObjectiveKind.GoogleIndependence, 0.25, null, (g, w, on) => g.Visits(Site, w, Slice(Channel.OrganicSocial, "facebook.com", 25 * on), Slice(Channel.Direct, "(direct)", 75 * on))),

        // 11 on each of seven days: 77.
        ["sessions"] = new(ObjectiveKind.Sales, 77, 0, (g, w, on) => Daily(g, w, on, Site, Metrics.Sessions, 11)),

        // 2 comments, 1 reply, 1 message and 1 mention on each of seven days: 35.
        ["discussions"] = new(ObjectiveKind.Offers, 35, 0, Discussions),

        // 35 over one post a day, 7: 5. Without a post there is no such thing.
        ["discussions-per-post"] = new(ObjectiveKind.Offers, 5, null, (g, w, on) => Daily(Discussions(g, w, on), w, on, Facebook, Metrics.Posts, 1)) { GapOfZero = Gap.NoPosts },

        // 3 on each of seven days: 21.
        ["conversions"] = new(ObjectiveKind.Sales, 21, 0, (g, w, on) => Daily(g, w, on, Site, Metrics.Conversions, 3)),

        // 12.50 on each of seven days: 87.50.
        ["revenue"] = new(ObjectiveKind.Sales, 87.5, 0, (g, w, on) => Daily(g, w, on, Site, Metrics.Revenue, 12.5).ChangeWeek(Site, w, reading => reading with { Currency = "EUR" })),

        // 3 of 12 conversions: 0.25.
        ["social-conversion-share"] = new(ObjectiveKind.Sales, 0.25, null, (g, w, on) => g.Visits(Site, w, Slice(Channel.PaidSocial, "instagram", 20, 3 * on), Slice(Channel.Email, "news", 30, 9 * on))),

        // 21 conversions of 700 visits: 0.03.
        ["conversion-rate"] = new(ObjectiveKind.Sales, 0.03, null, (g, w, on) => Daily(Daily(g, w, on, Site, Metrics.Conversions, 3), w, on, Site, Metrics.Sessions, 100)),

        // 2 on each of seven days: 14.
        ["assisted-by-social"] = new(ObjectiveKind.Sales, 14, 0, (g, w, on) => Daily(g, w, on, Site, Metrics.ConversionsAssistedBySocial, 2)),

        // 1 on each of seven days: 7.
        ["posts"] = new(ObjectiveKind.Awareness, 7, 0, (g, w, on) => Daily(g, w, on, Facebook, Metrics.Posts, 1)),

        // 14 saves − 35 shares = −21, by 7 posts: −3.
        [Custom] = new(ObjectiveKind.Custom, -3, null, (g, w, on) =>
            Daily(Daily(Daily(g.HasOwn ? g : g.Own("(saves - shares) / posts"), w, on, Facebook, Metrics.Saves, 2), w, on, Facebook, Metrics.Shares, 5), w, on, Facebook, Metrics.Posts, 1)),
    };

    private const string Custom = "custom";

    public static readonly TheoryData<string> All = [.. Cases.Keys];

    /// <summary>All but those that posts alone make: a post has no day that could be missing, no series and is settled.</summary>
    public static readonly TheoryData<string> OfDays = [.. Cases.Where(each => !each.Value.IsOfPosts).Select(each => each.Key)];

    [Fact]
    public void No_figure_is_left_out() => Objectives.Figures.Keys.Append(Custom).Except(Cases.Keys).ShouldBeEmpty();

    [Theory]
    [MemberData(nameof(All))]
    public void It_is_what_the_arithmetic_says_in_weeks_of_every_kind(string key)
    {
        // An ordinary one, those in which Paris puts its clocks forward and back, and a year's 53rd.
        foreach (var week in (string[])[Ordinary, "2026-W13", "2026-W43", "2026-W53", "2027-W01"])
            Figure(key, week).Value.Value!.Value.ShouldBe(Cases[key].Value, 1e-9, week);
    }

    [Theory]
    [MemberData(nameof(All))]
    public void A_first_week_has_its_figure_and_no_verdict(string key)
    {
        var kpi = Figure(key, Ordinary);
        kpi.Verdict.ShouldBe(key is "followers" or "public-views" ? KpiVerdict.Unknown : KpiVerdict.TooEarly);
        (kpi.Expected, kpi.Evidence).ShouldBe((null, null));
        if (key != "followers") kpi.Previous.Value.ShouldBeNull();
    }

    [Theory]
    [MemberData(nameof(All))]
    public void Weeks_that_are_alike_are_steady(string key)
    {
        var kpi = Figure(key, Ordinary, weeks: 6);
        kpi.Previous.Value!.Value.ShouldBe(kpi.Value.Value!.Value - (key == "followers" ? 14 : 0), 1e-9);
        kpi.Verdict.ShouldBe(key is "followers" or "public-views" ? KpiVerdict.Unknown : KpiVerdict.Steady);
    }

    [Theory]
    [MemberData(nameof(All))]
    public void Zeros_are_zeros_and_what_is_divided_by_them_is_nothing(string key)
    {
        var figure = Figure(key, Ordinary, on: 0).Value;
        figure.Value.ShouldBe(Cases[key].Zero);
        if (Cases[key].Zero is null) figure.Gap.ShouldBe(Cases[key].GapOfZero);
    }

    [Theory]
    [MemberData(nameof(OfDays))]
    public void A_week_without_its_Sunday_is_not_compared_with_whole_ones(string key)
    {
        var given = Fed(key, Ordinary, weeks: 6);
        foreach (var account in (AccountRef[])[Facebook, Site]) given.Forget(account, given.Week.Sunday);
        var kpi = Of(given, key);
        kpi.Value.ShouldBe(Pipeline.Kpis.Figure.Unknown(Gap.PartialWeek));
        kpi.Verdict.ShouldBe(KpiVerdict.Unknown);
        kpi.Completeness.ShouldNotBeNull().Known.ShouldBeLessThan(kpi.Completeness!.Due);
    }

    [Theory]
    [MemberData(nameof(OfDays))]
    public void A_week_of_which_nothing_came_has_no_figure_and_is_no_zero(string key)
    {
        var given = Fed(key, Ordinary, weeks: 6);
        foreach (var day in given.Week.Days.Each())
            foreach (var account in (AccountRef[])[Facebook, Site]) given.Forget(account, day);
        Of(given, key).Value.ShouldBe(Pipeline.Kpis.Figure.Unknown(Gap.NoData));
    }

    [Theory]
    [MemberData(nameof(OfDays))]
    public void Days_that_may_still_move_make_it_provisional(string key)
    {
        var given = Fed(key, Ordinary, weeks: 6);
        foreach (var account in (AccountRef[])[Facebook, Site]) given.ChangeWeek(account, given.Week, reading => reading with { Settled = false });
        var kpi = Of(given, key);
        kpi.Value.ShouldBe(Pipeline.Kpis.Figure.Known(kpi.Value.Value!.Value, provisional: true));
        kpi.Completeness!.Provisional.ShouldBeGreaterThan(0);
    }

    [Theory]
    [MemberData(nameof(OfDays))]
    public void Nothing_is_compared_across_a_change_of_definition(string key)
    {
        // Visits by origin have no definition of the platform's own.
        if (key is "google-share" or "effective-sources" or "social-share" or "social-conversion-share") return;
        var given = Fed(key, Ordinary, weeks: 6);
        foreach (var account in (AccountRef[])[Facebook, Site])
            given.ChangeWeek(account, given.Week, reading => reading with { Series = reading.Values.Keys.ToDictionary(metric => metric, _ => "2026-11-09") });
        var kpi = Of(given, key);

        // A change of a level cannot be taken across the break at all.
        if (key == "follower-growth") kpi.Value.Gap.ShouldBe(Gap.SeriesBreak);
        else kpi.Value.Value!.Value.ShouldBe(Cases[key].Value + (key == "followers" ? 5 * 14 : 0), 1e-9);
        kpi.Previous.Gap.ShouldBe(key == "follower-growth" ? null : Gap.SeriesBreak);
        kpi.Verdict.ShouldBeOneOf(KpiVerdict.TooEarly, KpiVerdict.Unknown);
    }

    [Theory]
    [MemberData(nameof(All))]
    public void It_tells_what_it_was_made_from(string key)
    {
        var kpi = Figure(key, Ordinary);
        kpi.Inputs.ShouldNotBeEmpty();
        kpi.Completeness.ShouldNotBeNull();
        kpi.Completeness!.Known.ShouldBe(kpi.Completeness.Due);
    }

    private static Kpi Figure(string key, string week, int weeks = 1, double on = 1) => Of(Fed(key, week, weeks, on), key);

    private static Kpi Of(Given given, string key)
    {
        var result = given.Result();
        return result.Primary.Concat(result.Explaining).First(kpi => kpi.Traits.Name == key || (key == Custom && kpi.Custom is not null));
    }

    private static Given Fed(string key, string week, int weeks = 1, double on = 1)
    {
        var each = Cases[key];
        var given = new Given(each.Kind) { Week = IsoWeek.Parse(week) };
        for (var i = 1 - weeks; i <= 0; i++) given = each.Feed(given, given.Week.Plus(i), on);
        return given;
    }

    private static Given Daily(Given given, IsoWeek week, double on, AccountRef account, Metric metric, double value)
    {
        foreach (var day in week.Days.Each()) given.Day(account, day, (metric, value * on));
        return given;
    }

    private static Given Discussions(Given given, IsoWeek week, double on) =>
        Daily(Daily(Daily(Daily(given, week, on, Facebook, Metrics.Comments, 2), week, on, Facebook, Metrics.Replies, 1), week, on, Facebook, Metrics.Messages, 1), week, on, Facebook, Metrics.Mentions, 1);

    /// <summary>14 more on Sunday than on the Sunday before, and views on each day, so that every day is due.</summary>
    private static Given Level(Given given, IsoWeek week, double on)
    {
        var before = given.Known(Facebook, week.Monday.AddDays(-1))?[Metrics.Followers] ?? 1000;
        foreach (var day in week.Days.Each().Prepend(week.Monday.AddDays(-1))) given.Day(Facebook, day, (Metrics.Followers, before), (Metrics.Views, 1));
        return given.Day(Facebook, week.Sunday, (Metrics.Followers, before + 14 * on));
    }

    private static string At(IsoWeek week, int day) => $"{week.Monday.AddDays(day):yyyy-MM-dd}T12:00Z";

    /// <param name="Value">What the feed comes to.</param>
    /// <param name="Zero">What it comes to when everything is 0; null where that is no figure.</param>
    /// <param name="Feed">A week's input; the number is 1, or 0 for a week of zeros.</param>
    private sealed record Case(ObjectiveKind Kind, double Value, double? Zero, Func<Given, IsoWeek, double, Given> Feed)
    {
        public Gap GapOfZero { get; init; } = Gap.Undefined;

        public bool IsOfPosts { get; init; }
    }
}
