using KpiFunctions.Pipeline.Readings;
using KpiFunctions.Pipeline.Runs.Fetching;

namespace KpiFunctions.Tests.Runs.Fetching;

/// <summary>An answer that says of fewer visits where they came from does not replace one that said it.</summary>
public sealed class KnownOriginsTests
{
    private static readonly Reading Stored = Of(google: 60, direct: 39, unknown: 1) with { Settled = true };

    [Fact]
    public void Origins_that_were_known_stay_while_they_are_worked_out_again()
    {
        var kept = KnownOrigins.Kept(Of(google: 0, direct: 39, unknown: 62), Stored);
        (kept.Traffic, kept[Metrics.Sessions], kept.Settled).ShouldBe((null, 101, true));
    }

    [Fact]
    public void A_restatement_that_knows_as_much_replaces_them() => KnownOrigins.Kept(Of(google: 40, direct: 58, unknown: 3), Stored).Traffic.ShouldNotBeNull();

    [Fact]
    public void A_day_whose_visits_were_restated_is_another_day() => KnownOrigins.Kept(Of(google: 0, direct: 39, unknown: 162), Stored).Traffic.ShouldNotBeNull();

    [Fact]
    public void Origins_that_were_never_known_are_stored() => KnownOrigins.Kept(Of(google: 0, direct: 39, unknown: 62), Stored with { Traffic = null }).Traffic.ShouldNotBeNull();

    private static Reading Of(double google, double direct, double unknown) => new()
    {
        Account = new("google-analytics", "properties/1"),
        Day = new(2026, 11, 16),
        Values = new Dictionary<Metric, double> { [Metrics.Sessions] = google + direct + unknown },
        Traffic =
        [
            new(Channel.OrganicSearch, "google", null, null, google, 0, 0), new(Channel.Direct, "(direct)", null, null, direct, 0, 0), new(Channel.Unknown, "(unknown)", null, null, unknown, 0, 0),
        ],
        Settled = false,
        FetchedAt = DateTimeOffset.UnixEpoch,
    };
}
