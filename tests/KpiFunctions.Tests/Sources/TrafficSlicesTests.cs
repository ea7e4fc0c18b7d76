using CsCheck;
using KpiFunctions.Pipeline.Readings;
using KpiFunctions.Pipeline.Sources;

namespace KpiFunctions.Tests.Sources;

public sealed class TrafficSlicesTests
{
    private static readonly Gen<TrafficSlice> AnySlice = Gen.Select(
        Gen.Enum<Channel>(),
        Gen.Int[0, 120],
        Gen.Int[0, 2],
        Gen.Int[0, 90],
        Gen.Int[0, 500],
        Gen.Int[0, 20],
        (channel, source, medium, campaign, sessions, conversions) => new TrafficSlice(
            channel, source == 0 ? "(other)" : $"s{source}", medium == 0 ? null : $"m{medium}", campaign < 10 ? null : $"c{campaign}", sessions, conversions, conversions * 9.5));

    [Fact]
    public void No_visit_conversion_or_amount_is_lost() =>
        Gen.Select(AnySlice.List[0, 400], Gen.Int[0, 100]).Sample((slices, more) =>
        {
            var sessions = slices.Sum(slice => slice.Sessions) + more;
            var bound = TrafficSlices.Bound(slices, sessions, slices.Sum(slice => slice.Conversions), slices.Sum(slice => slice.Revenue));

            bound.Sum(slice => slice.Sessions).ShouldBe(sessions);
            bound.Sum(slice => slice.Conversions ?? 0).ShouldBe(slices.Sum(slice => slice.Conversions ?? 0));
            bound.Sum(slice => slice.Revenue ?? 0).ShouldBe(slices.Sum(slice => slice.Revenue ?? 0), 0.01);
        });

    [Fact]
    public void A_day_stays_small_and_every_channel_whole() =>
        AnySlice.List[0, 400].Sample(slices =>
        {
            var bound = TrafficSlices.Bound(slices, 0, null, null);

            bound.Where(slice => slice.Source != TrafficSlices.Rest).Select(slice => (slice.Channel, slice.Source, slice.Medium)).Distinct().Count()
                .ShouldBeLessThanOrEqualTo(TrafficSlices.MaxPairs);
            bound.Select(slice => slice.Campaign).OfType<string>().Distinct().Count().ShouldBeLessThanOrEqualTo(TrafficSlices.MaxCampaigns);
            foreach (var channel in Enum.GetValues<Channel>())
            {
                bound.Where(slice => slice.Channel == channel).Sum(slice => slice.Sessions)
                    .ShouldBe(slices.Where(slice => slice.Channel == channel).Sum(slice => slice.Sessions));
            }
        });

    [Fact]
    public void The_order_in_which_a_platform_lists_its_rows_changes_nothing() =>
        AnySlice.List[0, 200].Sample(slices =>
        {
            var reversed = slices.AsEnumerable().Reverse().ToList();

            TrafficSlices.Bound(reversed, 0, null, null).Select(slice => slice with { Revenue = null })
                .ShouldBe(TrafficSlices.Bound(slices, 0, null, null).Select(slice => slice with { Revenue = null }));
        });

    [Fact]
    public void The_largest_pairs_keep_their_names()
    {
        var slices = Enumerable.Range(1, 60).Select(i => new TrafficSlice(Channel.Referral, $"s{i:00}", "referral", null, i, 0, null));

        var bound = TrafficSlices.Bound(slices, 0, null, null);

        bound[0].Source.ShouldBe("s60");
        bound[^1].ShouldBe(new(Channel.Referral, "(other)", null, null, Enumerable.Range(1, 10).Sum(), 0, null));
    }
}
