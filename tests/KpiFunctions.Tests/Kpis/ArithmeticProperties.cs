using CsCheck;
using KpiFunctions.Pipeline.Clients;
using KpiFunctions.Pipeline.History;
using KpiFunctions.Pipeline.Kpis;
using KpiFunctions.Pipeline.Kpis.Engine;
using KpiFunctions.Pipeline.Kpis.Judging;
using KpiFunctions.Pipeline.Readings;
using static KpiFunctions.Tests.Kpis.Given;

namespace KpiFunctions.Tests.Kpis;

public sealed class ArithmeticProperties
{
    private static readonly ObjectiveKind[] Kinds = [ObjectiveKind.Awareness, ObjectiveKind.Image, ObjectiveKind.GoogleIndependence, ObjectiveKind.Offers, ObjectiveKind.Sales];

    /// <summary>Ten weeks of two networks and a site, of any size.</summary>
    private static readonly Gen<double[]> GenWeeks = Gen.Int[0, 500].Select(value => (double)value).Array[10];

    private static readonly Gen<(ObjectiveKind Kind, double[] One, double[] Other)> GenClient = Gen.Select(OneOf(Kinds), GenWeeks, GenWeeks);

    [Fact]
    public void Neither_the_order_of_the_input_nor_a_post_told_twice_changes_anything() => GenClient.SelectMany(client =>
    {
        var given = ClientOf(client);
        var history = given.History();
        return Gen.Select(Gen.Const(given), Shuffled(history.Readings), Shuffled([.. history.Posts, .. history.Posts]), (g, readings, posts) =>
            (Given: g, History: history with { Readings = readings, Posts = posts }));
    }).Sample(
        sample => Written(KpiEngine.Compute(sample.Given.Client(), sample.History, sample.Given.Week)) == Written(sample.Given.Compute()),
        iter: 60,
        print: sample => sample.Given.Client().Objectives[0].Kind.ToString());

    [Fact]
    public void A_weeks_count_is_the_sum_of_its_days() => Gen.Int[0, 1_000_000].Array[7].Sample(days =>
        new Given(ObjectiveKind.Sales).Days(Site, Metrics.Conversions, [.. days.Select(day => (double)day)]).Kpi("conversions").Value.Value == days.Sum(day => (double)day));

    [Fact]
    public void Shares_lie_between_0_and_1_and_the_number_of_sources_between_1_and_their_count() => GenWeeks.Sample(sessions =>
    {
        var given = new Given(ObjectiveKind.GoogleIndependence);
        given.Visits(Site, given.Week, [.. sessions.Select((count, i) => Slice(i % 2 == 0 ? Channel.OrganicSocial : Channel.Direct, i == 0 ? "google" : $"source {i}", count))]);
        var shares = (string[])["google-share", "social-share"];
        return shares.All(key => given.Kpi(key).Value is { Value: null or (>= 0 and <= 1) })
            && given.Kpi("effective-sources").Value.Value is null or (>= 1 - 1e-9 and <= 10 + 1e-9)
            && given.Result().Traffic.Sum(row => row.Share) is var sum && (sum == 0 || Math.Abs(sum - 1) < 1e-9);
    });

    [Fact]
    public void The_usual_range_holds_its_centre_and_grows_no_narrower_than_chance() => GenWeeks.Sample(weeks =>
        Baseline.Expect([.. weeks[..8].Select(week => new KnownWeek(week))], VarianceModel.Count, floor: 0) is { } usual
        && usual.Range!.Low <= usual.Centre && usual.Centre <= usual.Range.High && usual.Range.High - usual.Centre >= Math.Sqrt(usual.Centre));

    /// <summary>Whatever an account does not tell of the reported week, from one day to all of it.</summary>
    [Fact]
    public void A_source_that_falls_silent_never_makes_a_week_worse() => Gen.Select(GenClient, OneOf(Facebook, Instagram, Site), Gen.Int[0, 6]).Sample((client, account, from) =>
    {
        var given = ClientOf(client);
        var whole = given.Result();
        var silence = given.Week.Monday.AddDays(from);
        var history = given.History();
        var silent = KpiEngine.Compute(
            given.Client(),
            history with
            {
                Readings = [.. history.Readings.Where(reading => reading.Account != account || reading.Day < silence)],
                Posts = [.. history.Posts.Where(post => post.Account != account || DateOnly.FromDateTime(post.Published.DateTime) < silence)],
                Accounts = [.. history.Accounts.Select(state => state.Account == account ? state with { LastSuccess = new(silence, TimeOnly.MinValue, TimeSpan.Zero) } : state)],
            },
            given.Week).Objectives[0];
        var stayed = silent.Primary.Join(whole.Primary, kpi => (kpi.Traits.Name, kpi.Account), kpi => (kpi.Traits.Name, kpi.Account), (now, before) => (now, before));
        return stayed.All(pair => pair.now.Verdict != KpiVerdict.Worse || pair.before.Verdict == KpiVerdict.Worse)
            && (silent.Verdict != ObjectiveVerdict.Worse || whole.Verdict is ObjectiveVerdict.Worse or ObjectiveVerdict.Mixed);
    });

    /// <summary>A source in the config of which nothing ever came: its figures are not known, and no other one's verdict turns.</summary>
    [Fact]
    public void A_source_that_never_answered_changes_no_other_figures_verdict() => GenClient.Sample(client =>
    {
        var with = ClientOf(client).Account(new("mastodon", "@shop@example.social")).Result();
        var without = ClientOf(client).Result();
        return with.Verdict == without.Verdict && without.Primary.Concat(without.Explaining).All(kpi =>
            with.Primary.Concat(with.Explaining).Single(same => (same.Traits.Name, same.Account) == (kpi.Traits.Name, kpi.Account)) is var same
            && (same.Verdict, same.Value.Value) == (kpi.Verdict, kpi.Value.Value));
    });

    private static Given ClientOf((ObjectiveKind Kind, double[] One, double[] Other) client)
    {
        var given = new Given(client.Kind)
            .Weeks(Facebook, Metrics.Comments, client.One).Weeks(Facebook, Metrics.Mentions, client.Other).Weeks(Facebook, Metrics.Posts, client.One)
            .Sundays(Facebook, Metrics.Reach7Days, client.Other).Sundays(Facebook, Metrics.Followers, client.One)
            .Weeks(Instagram, Metrics.Comments, client.Other).Weeks(Instagram, Metrics.Reach, client.One).Sundays(Instagram, Metrics.Followers, client.Other)
            .Weeks(Site, Metrics.Conversions, client.One).Weeks(Site, Metrics.Revenue, client.Other)
            .Asked(Facebook, "2026-11-16T08:00Z").Asked(Instagram, "2026-11-16T08:00Z").Asked(Site, "2026-11-16T08:00Z");
        for (var i = 0; i < client.One.Length; i++)
        {
            var week = given.Week.Plus(i - client.One.Length + 1);
            given.Visits(Site, week, Slice(Channel.OrganicSearch, "google", client.One[i], client.Other[i]), Slice(Channel.OrganicSocial, "facebook.com", client.Other[i], client.One[i]));
            for (var post = 0; post < (int)client.Other[i] % 4; post++)
                given.Post(Instagram, $"{week.Monday.AddDays(post):yyyy-MM-dd}T12:00+01:00", (Metrics.Reach, client.One[i]), (Metrics.Reactions, post));
        }

        return given;
    }

    private static Gen<T> OneOf<T>(params T[] choices) => Gen.Int[0, choices.Length - 1].Select(i => choices[i]);

    private static Gen<T[]> Shuffled<T>(IReadOnlyList<T> items) => Gen.Shuffle(items.ToArray());

    /// <summary>Everything that a set says, as text.</summary>
    private static string Written(WeekReport set) => string.Join('\n',
    [
        .. set.Objectives.SelectMany(objective => objective.Primary.Concat(objective.Explaining)).Select(kpi =>
            $"{kpi.Traits.Name} {kpi.Account} {kpi.Value} {kpi.Previous} {kpi.Expected} {kpi.Verdict} {kpi.RelativeChange} {string.Join(' ', kpi.History)}"),
        .. set.Objectives.SelectMany(objective => objective.Traffic).Select(row => row.ToString()),
        .. set.Objectives.SelectMany(objective => objective.Posts).Select(post => $"{post.Post.Id} {post.Metric} {post.Value}"),
        .. set.Objectives.Select(objective => objective.Verdict.ToString()),
        .. set.Notes.Select(note => note.ToString()),
    ]);
}
