using KpiFunctions.Pipeline.Readings;
using KpiFunctions.Pipeline.Sources;
using KpiFunctions.Pipeline.Sources.All;
using KpiFunctions.Simulator.Faults;

namespace KpiFunctions.EndToEnd.Sources;

/// <summary>The same days fetched twice, and once more after the platform counted anew: the tables hold its last answer, and nothing else.</summary>
public sealed class RestatedTests(LabStorage storage) : IClassFixture<LabStorage>
{
    public static TheoryData<string> Types => [.. AllSources.Traits.Values.Where(traits => traits.IsFetched).Select(traits => traits.Type)];

    [Theory]
    [MemberData(nameof(Types))]
    public async Task The_rows_equal_the_last_answer_with_nothing_stale_and_nothing_twice(string type)
    {
        var subject = LabSubject.All.First(subject => subject.Type == type);
        await using var lab = await SourceLab.StartAsync(storage.Connection);
        var (twice, fresh) = ($"twice-{type}", $"fresh-{type}");
        await lab.FetchAsync(twice, subject.Config);
        var first = await WrittenAsync(lab, twice);
        first.ShouldNotBeEmpty();

        await lab.FetchAsync(twice, subject.Config);
        (await WrittenAsync(lab, twice)).ShouldBe(first, "the same answer again changes nothing");

        lab.Simulator.Faults.Add(new(FaultKind.Restated) { At = subject.Platform });
        (await lab.FetchAsync(twice, subject.Config)).Failure.ShouldBeNull();
        (await lab.FetchAsync(fresh, subject.Config)).Failure.ShouldBeNull();

        var restated = await WrittenAsync(lab, twice);
        restated.ShouldNotBe(first, $"{type} restated nothing");
        restated.ShouldBe(await WrittenAsync(lab, fresh), "what is stored is what a store holds that knows the last answer only");
    }

    [Theory]
    [InlineData("google-analytics")]
    [InlineData("matomo")]
    public async Task Visits_that_moved_from_one_channel_to_another_are_in_the_new_one_only(string type)
    {
        var subject = LabSubject.All.First(subject => subject.Type == type);
        await using var lab = await SourceLab.StartAsync(storage.Connection);
        var client = $"moved-{type}";
        await lab.FetchAsync(client, subject.Config);
        var before = (await lab.StoredAsync(client)).Readings;
        before.ShouldContain(reading => Sessions(reading, Channel.Direct) > 0);

        lab.Simulator.Faults.Add(new(FaultKind.Restated) { At = subject.Platform });
        await lab.FetchAsync(client, subject.Config);
        var after = (await lab.StoredAsync(client)).Readings;

        after.ShouldAllBe(reading => Sessions(reading, Channel.Direct) == 0);
        foreach (var (was, now) in before.Zip(after))
        {
            now.Traffic!.Sum(slice => slice.Sessions).ShouldBe(was.Traffic!.Sum(slice => slice.Sessions), 0.001, $"{now.Day}: no visit is lost or counted twice");
            Sessions(now, Channel.OrganicSocial).ShouldBe(Sessions(was, Channel.OrganicSocial) + Sessions(was, Channel.Direct), 0.001);
        }
    }

    private static double Sessions(Reading reading, Channel channel) => (reading.Traffic ?? []).Where(slice => slice.Channel == channel).Sum(slice => slice.Sessions);

    /// <summary>Everything that is stored but for the time of fetching, by row.</summary>
    private static async Task<Dictionary<string, string>> WrittenAsync(SourceLab lab, string client)
    {
        var (readings, posts) = await lab.StoredAsync(client);
        return readings.Select(reading => ($"{reading.Day:yyyy-MM-dd} {reading.Account}", $"{Written(reading.Values)}; {string.Join(", ", (reading.Traffic ?? []).Select(slice => slice.ToString()).Order(StringComparer.Ordinal))}; {reading.Currency}; {reading.Settled}"))
            .Concat(posts.Select(post => ($"{post.Account} {post.Id}", $"{post.Published:O}; {post.Type}; {post.Excerpt}; {post.Link}; {post.IsMention}; {Written(post.Values)}")))
            .ToDictionary(row => row.Item1, row => row.Item2);
    }

    private static string Written(IReadOnlyDictionary<Metric, double> values) =>
        string.Join(", ", values.OrderBy(value => value.Key.Key, StringComparer.Ordinal).Select(value => $"{value.Key}={value.Value:R}"));
}
