using CsCheck;
using KpiFunctions.Simulator.World;

namespace KpiFunctions.Tests.Simulator;

public sealed class WorldTests
{
    private static readonly Gen<string> Pages = Gen.OneOf(
        Gen.Int[0, 2].Select(index => new[] { SimulatedPlatforms.Brand, SimulatedPlatforms.Confectioner, SimulatedPlatforms.Shop }[index]),
        Gen.Long[100_000, 999_999_999_999].Select(id => id.ToString()));

    private static readonly Gen<TrafficProfile> Sites = Gen.OneOf(
        Gen.Bool.Select(first => NamedSites.Property(first ? "310000001" : "310000003")),
        Gen.Long[100_000, 999_999_999].Select(id => NamedSites.Property(id.ToString())),
        Gen.Int[1, 50].Select(site => NamedSites.Site(SimulatedPlatforms.MatomoHost, site.ToString())));

    private static readonly Gen<DateOnly> Days = Gen.Int[0, 1000].Select(age => new DateOnly(2027, 3, 1).AddDays(-age));

    [Fact]
    public void The_same_day_is_the_same_whatever_was_asked_before() => Gen.Select(Gen.Int[0, 1000], Pages, Days).Sample((seed, id, day) =>
    {
        var once = Page(seed, id).On(day);
        var page = Page(seed, id);
        for (var other = day.AddDays(4); other >= day.AddDays(-3); other = other.AddDays(-1)) page.On(other);
        return page.On(day) == once && page.Feed.PostsOn(day).SequenceEqual(Page(seed, id).Feed.PostsOn(day));
    }, iter: 200);

    [Fact]
    public void Another_seed_is_another_world() => Page(1, SimulatedPlatforms.Brand).On(new(2026, 11, 10)).ShouldNotBe(Page(2, SimulatedPlatforms.Brand).On(new(2026, 11, 10)));

    [Fact]
    public void Followers_are_those_of_the_day_before_and_who_came_less_who_left() => Gen.Select(Gen.Int[0, 50], Pages, Days).Sample((seed, id, day) =>
    {
        var page = Page(seed, id);
        var (before, after, figures) = (page.FollowersAt(day.AddDays(-1)), page.FollowersAt(day), page.On(day));
        return after == before + figures.Gained - figures.Lost && before > 0;
    }, iter: 60);

    [Fact]
    public void Reach_over_a_window_lies_between_its_best_day_and_its_sum() => Gen.Select(Gen.Int[0, 50], Pages, Days).Sample((seed, id, day) =>
    {
        var page = Page(seed, id);
        var reach = Enumerable.Range(0, 28).ToDictionary(age => day.AddDays(-age), age => page.On(day.AddDays(-age)).Reach);
        var week = page.ReachOver(7, day, known => reach[known]);
        var month = page.ReachOver(28, day, known => reach[known]);
        var lastWeek = reach.Where(known => known.Key > day.AddDays(-7)).Select(known => known.Value).ToList();
        return week >= lastWeek.Max() && week <= lastWeek.Sum() && month >= reach.Values.Max() && month >= week && month <= reach.Values.Sum();
    }, iter: 60);

    [Fact]
    public void A_page_and_its_posts_never_reach_more_people_than_displays() => Gen.Select(Gen.Int[0, 50], Pages, Days).Sample((seed, id, day) =>
    {
        var page = Page(seed, id);
        var figures = page.On(day);
        return figures.Views >= figures.Reach && figures.VideoViews <= figures.Views && figures.Reach >= 0
            && page.Feed.PostsOn(day).All(post => post.Views >= post.Reach && post.Reactions <= post.Reach && post.Comments <= post.Reach && post.Clicks <= post.Reach && post.Shares <= post.Reach);
    }, iter: 300);

    [Fact]
    public void A_post_is_found_again_by_its_number() => Gen.Select(Pages, Days).Sample((id, day) =>
    {
        var feed = Page(3, id).Feed;
        return feed.PostsOn(day).All(post => feed.Find(post.Id) == post && feed.CommentsOf(post).Count == post.Comments);
    }, iter: 100);

    [Fact]
    public void Users_are_at_most_sessions_and_at_least_the_largest_row() => Gen.Select(Gen.Int[0, 50], Sites, Days).Sample((seed, profile, day) =>
    {
        var rows = new TrafficLife(seed, profile).On(day);
        var users = TrafficLife.UsersOf(rows);
        return users <= rows.Sum(row => row.Sessions) && users <= rows.Sum(row => row.Users) && users >= rows.Max(row => row.Users)
            && rows.All(row => row.Sessions > 0 && row.Users <= row.Sessions && row.Engaged <= row.Sessions && row.Conversions <= row.Engaged && row.Revenue >= 0 && (row.Conversions > 0 || row.Revenue == 0));
    }, iter: 300);

    [Fact]
    public void A_small_row_takes_nothing_from_the_people_of_a_large_one()
    {
        var source = NamedSites.Property("310000001").Sources[0];
        TrafficRow Row(long users) => new(new(2026, 11, 10), source, "Direct", users, users, 0, 0, 0);
        TrafficLife.UsersOf([Row(1000), Row(1)]).ShouldBe(1000);
    }

    [Theory]
    [InlineData(SimulatedPlatforms.Brand, 250_000, 7, 400_000)]
    [InlineData(SimulatedPlatforms.Confectioner, 600, 3, 2_300)]
    [InlineData(SimulatedPlatforms.Shop, 5_200, 5, 18_200)]
    public void A_named_page_is_of_the_size_that_its_client_has(string id, double reach, double postsAWeek, double followers)
    {
        var page = Page(1, id);
        var days = Enumerable.Range(0, 140).Select(age => new DateOnly(2026, 11, 20).AddDays(-age)).ToList();
        days.Average(day => page.On(day).Reach).ShouldBeInRange(reach * 0.8, reach * 1.35);
        (days.Sum(day => page.Feed.PostsOn(day).Count) / 20.0).ShouldBeInRange(postsAWeek * 0.85, postsAWeek * 1.15);
        page.FollowersAt(new(2026, 11, 20)).ShouldBeInRange((long)(followers * 0.97), (long)(followers * 1.03));
    }

    [Theory]
    [InlineData(3)]
    [InlineData(30)]
    [InlineData(3000)]
    public void Counts_have_the_mean_they_are_given_and_vary_more_than_chance_alone(double mean)
    {
        var dice = new Dice(1, "account", "counts");
        var counts = Enumerable.Range(0, 20_000).Select(_ => (double)dice.Count(mean, 0.5)).ToList();
        var average = counts.Average();
        var variance = counts.Sum(count => (count - average) * (count - average)) / counts.Count;
        average.ShouldBeInRange(mean * 0.97, mean * 1.03);
        variance.ShouldBeInRange(mean + (0.2 * mean * mean), mean + (0.4 * mean * mean));
    }

    [Fact]
    public void A_part_of_a_whole_is_about_its_share_and_never_more_than_the_whole()
    {
        var dice = new Dice(1, "account", "parts");
        foreach (var total in new[] { 0L, 1, 40, 41, 10_000 })
        {
            var parts = Enumerable.Range(0, 2_000).Select(_ => dice.PartOf(total, 0.3)).ToList();
            parts.ShouldAllBe(part => part >= 0 && part <= total);
            parts.Average().ShouldBe(total * 0.3, (total * 0.03) + 0.001);
        }
    }

    [Fact]
    public void The_Advent_campaign_exists_in_its_weeks_alone()
    {
        var site = new TrafficLife(1, NamedSites.Site(SimulatedPlatforms.MatomoHost, "1"));
        long Visits(DateOnly day) => site.On(day).Where(row => row.Source.Campaign == "calendrier-avent").Sum(row => row.Sessions);
        Visits(new(2026, 11, 16)).ShouldBe(0);
        Enumerable.Range(0, 7).Sum(day => Visits(new DateOnly(2026, 11, 23).AddDays(day))).ShouldBeGreaterThan(50);
        Visits(new(2026, 12, 20)).ShouldBe(0);
    }

    [Fact]
    public void Some_texts_carry_what_careless_readers_break_on()
    {
        var feed = Page(1, SimulatedPlatforms.Confectioner).Feed;
        var texts = string.Concat(Enumerable.Range(0, 98).SelectMany(age => feed.PostsOn(new DateOnly(2026, 11, 22).AddDays(-age))).Select(post => post.Text));
        foreach (var awkward in new[] { "&", "<3", "\"", "«", "🍬" }) texts.ShouldContain(awkward);
    }

    private static PageLife Page(int seed, string id) => new(seed, NamedPages.Of(id));
}
