using KpiFunctions.Calibration.Worlds;
using KpiFunctions.Pipeline.Clients;
using KpiFunctions.Pipeline.History;
using KpiFunctions.Pipeline.Kpis;
using KpiFunctions.Pipeline.Periods;
using KpiFunctions.Pipeline.Readings;

namespace KpiFunctions.Calibration.Trials;

/// <summary>Weeks of posts that go on gathering: each post has so much when its week is reported, and so many times that in the end.</summary>
/// <param name="Posts">How many are published each week.</param>
/// <param name="Sigma">Standard deviation of a post's logarithm.</param>
/// <param name="Growth">How many times as much it has in the end.</param>
internal sealed record GrowingPosts(int Posts, double Sigma, double Growth)
{
    private const double Median = 3000;

    /// <summary>An account whose posts go on growing.</summary>
    public static readonly AccountRef Slow = new("tiktok", "page");

    /// <summary>One of which that is not known: there today's figures are compared.</summary>
    private static readonly AccountRef Unknown = new("network", "page");

    private static readonly IsoWeek Reported = IsoWeek.Parse("2026-W40");

    public string Name => $"{Posts} posts a week, logarithm ± {Sigma:0.00}, that grow to {Growth:0.0} × after the report";

    /// <summary>Whether a quiet week is told to have changed, by figures at equal age and by today's.</summary>
    /// <param name="size">What the reported week's posts are multiplied by.</param>
    public (bool AtEqualAge, bool Today) IsTold(int history, double size, Random random)
    {
        var posts = Enumerable.Range(-history, history + 1).SelectMany(week => Enumerable.Range(0, Posts).Select(post => PostOf(week, post, week == 0 ? size : 1, random))).ToList();
        return (IsTold([.. posts], Slow), IsTold([.. posts.Select(post => post with { Account = Unknown, AsReported = null })], Unknown));
    }

    private static bool IsTold(IReadOnlyList<Post> posts, AccountRef account)
    {
        var history = new ClientHistory
        {
            Days = new(IsoWeek.Of(DateOnly.FromDateTime(posts[0].Published.UtcDateTime)).Monday, Reported.Sunday),
            Readings = [],
            Posts = posts,
            Accounts = [new(account, AtReport(Reported), null)],
        };
        return SimulatedClient.Judge(new ReachOfWeeks(Median, 0), history, Reported).Primary.Single(kpi => kpi.Traits.Name == "reach").Verdict is KpiVerdict.Better or KpiVerdict.Worse;
    }

    private Post PostOf(int week, int number, double size, Random random)
    {
        var first = Math.Round(Median * size * Math.Exp(Sigma * Draw.Normal(random)));
        var published = new DateTimeOffset(Reported.Plus(week).Monday.AddDays(2 * number % 7), new(9, 0), TimeSpan.Zero);
        Dictionary<Metric, double> Reach(double people) => new() { [Metrics.Reach] = people };
        return new()
        {
            Account = Slow,
            Id = $"{week}.{number}",
            Published = published,
            Values = Reach(week == 0 ? first : Math.Round(Growth * first)),
            FetchedAt = AtReport(Reported),
            AsReported = week == 0 ? null : new(AtReport(Reported.Plus(week)), Reach(first)),
        };
    }

    /// <summary>On the Monday after it.</summary>
    private static DateTimeOffset AtReport(IsoWeek week) => new(week.Plus(1).Monday, new(8, 0), TimeSpan.Zero);
}
