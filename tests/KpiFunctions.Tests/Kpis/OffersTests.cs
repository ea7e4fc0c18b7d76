using KpiFunctions.Pipeline.Clients;
using KpiFunctions.Pipeline.Kpis;
using KpiFunctions.Pipeline.Readings;
using static KpiFunctions.Tests.Kpis.Given;

namespace KpiFunctions.Tests.Kpis;

public sealed class OffersTests
{
    private readonly Given given = new(ObjectiveKind.Offers);

    [Fact]
    public void Discussions_are_comments_replies_messages_and_mentions_and_say_what_is_missing()
    {
        // Facebook by day: 12 comments, 3 messages. The export by post: 5 + 2 comments. Together 22.
        given.Weeks(Facebook, Metrics.Comments, 12).Weeks(Facebook, Metrics.Messages, 3)
            .Post(Export, "2026-11-02T12:00+01:00", (Metrics.Comments, 100))
            .Post(Export, "2026-11-09T12:00+01:00", (Metrics.Comments, 5))
            .Post(Export, "2026-11-15T12:00+01:00", (Metrics.Comments, 2));
        var discussions = given.Kpi("discussions");
        discussions.Value.Value.ShouldBe(22);
        var basis = discussions.Basis.ShouldBeOfType<Basis.SumOfParts>();
        basis.Included.ShouldBe([Metrics.Comments, Metrics.Messages]);
        basis.Missing.ShouldBe([Metrics.Replies, Metrics.Mentions]);
        basis.OfPosts.ShouldBeTrue();
    }

    [Fact]
    public void Daily_comments_are_not_counted_again_from_posts()
    {
        given.Weeks(Facebook, Metrics.Comments, 12).Post(Facebook, "2026-11-09T12:00+01:00", (Metrics.Comments, 12));
        given.Kpi("discussions").Value.Value.ShouldBe(12);
        given.Kpi("discussions").Basis.ShouldBeOfType<Basis.SumOfParts>().OfPosts.ShouldBeFalse();
    }

    [Fact]
    public void Discussions_per_post_divide_by_the_weeks_posts()
    {
        // (5 + 2) comments over 2 posts = 3.5.
        given.Post(Export, "2026-11-09T12:00+01:00", (Metrics.Comments, 5)).Post(Export, "2026-11-15T12:00+01:00", (Metrics.Comments, 2));
        given.Kpi("discussions-per-post").Value.Value.ShouldBe(3.5);
    }

    [Fact]
    public void Without_a_post_there_is_nothing_per_post_and_never_an_infinite_figure()
    {
        given.Weeks(Facebook, Metrics.Comments, 12).Weeks(Facebook, Metrics.Posts, 0);
        given.Kpi("discussions").Value.Value.ShouldBe(12);
        given.Kpi("discussions-per-post").Value.ShouldBe(Figure.Unknown(Gap.NoPosts));
        given.Kpi("posts").Value.Value.ShouldBe(0);
    }

    [Fact]
    public void What_an_account_without_posts_is_told_is_not_put_on_anothers_posts()
    {
        given.Weeks(Facebook, Metrics.Comments, 12).Weeks(Facebook, Metrics.Posts, 4).Weeks(Instagram, Metrics.Messages, 100);
        given.Kpi("discussions-per-post").Value.Value.ShouldBe(3);
    }

    [Fact]
    public void A_message_day_that_is_absent_makes_the_sum_partial()
    {
        given.Weeks(Facebook, Metrics.Comments, 12).Days(Facebook, Metrics.Messages, 1, 1, 1, 1, 1, 1);
        given.Kpi("discussions").Value.Gap.ShouldBe(Gap.PartialWeek);
    }
}
