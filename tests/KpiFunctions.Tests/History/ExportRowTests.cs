using CsCheck;
using KpiFunctions.Pipeline.History;
using KpiFunctions.Pipeline.Readings;

namespace KpiFunctions.Tests.History;

/// <summary>What several exports say of one day or post, without a storage.</summary>
public sealed class ExportRowTests
{
    private static readonly AccountRef Page = new("files", "page");
    private static readonly DateOnly Day = new(2026, 11, 15);
    private static readonly DateTimeOffset Noon = new(2026, 11, 28, 12, 0, 0, TimeSpan.Zero);

    /// <summary>Exports that end on one of a few days, and tell some of a few figures, some of which are impossible beside others.</summary>
    private static readonly Gen<ExportRow[]> GenExports = Gen.Select(Gen.Int[0, 3], Gen.Int[0, 3], Gen.Int[-1, 3], Gen.Int[-1, 3], Gen.Int[-1, 3], Gen.Bool, (end, hour, reach, views, revenue, settled) =>
        (End: end, Hour: hour, Values: new (Metric Metric, double Value)[] { (Metrics.Reach, reach), (Metrics.Views, views), (Metrics.Revenue, revenue) }, Settled: settled))
        .Array[2, 6].Select(exports => exports.Select((export, i) => Row(
            new(Day.AddDays(export.End), Noon.AddHours(export.Hour), $"file-{i}"),
            export.Values.Where(value => value.Value >= 0).ToDictionary(value => value.Metric, value => value.Value),
            export.Settled,
            $"CUR{i}")).ToArray());

    [Fact]
    public void Whatever_the_order_and_however_often_each_is_read_the_same_is_stored() =>
        GenExports.SelectMany(exports => Gen.Select(Gen.Const(exports), Gen.Shuffle(exports), Gen.Shuffle(exports.Concat(exports).ToArray()))).Sample((given, shuffled, twice) =>
        {
            var stored = Stored(given);
            return Stored(shuffled) == stored && Stored(twice) == stored && Stored([.. given, .. given]) == stored;
        }, iter: 3000);

    [Fact]
    public void Joining_goes_by_any_grouping() => GenExports.Sample(exports =>
    {
        var left = exports.Aggregate(ExportRow.Empty, (said, each) => said.Join(each));
        var right = exports.Reverse().Aggregate(ExportRow.Empty, (said, each) => each.Join(said));
        return left.IsSameAs(right);
    }, iter: 3000);

    /// <summary>Stored after each export and read back, as hosts do one after the other.</summary>
    [Fact]
    public void What_was_stored_in_between_changes_nothing() => GenExports.Sample(exports =>
    {
        var said = ExportRow.Empty;
        foreach (var export in exports)
        {
            said = said.Join(export);
            if (said.Cells.Count == 0) continue;
            var row = ReadingTable.ToRow("client", new() { Account = Page, Day = Day, Values = new Dictionary<Metric, double>(), Settled = true, FetchedAt = Noon });
            var from = said.WriteTo(row);
            var back = ExportRow.Stored(row, from);
            if (!back.IsSameAs(said)) return false;
            said = back;
        }

        return Written(said) == Stored(exports);
    }, iter: 3000);

    [Fact]
    public void A_figure_that_the_newer_export_leaves_empty_keeps_what_an_older_one_said()
    {
        var older = Row(new(Day, Noon, "a"), new() { [Metrics.Reach] = 95, [Metrics.Views] = 300 });
        var newer = Row(new(Day.AddDays(1), Noon.AddHours(-1), "b"), new() { [Metrics.Reach] = 100 });
        Stored([older, newer]).ShouldBe("m_reach=100 m_views=300");
        Stored([newer, older]).ShouldBe("m_reach=100 m_views=300");
    }

    [Fact]
    public void At_the_same_end_the_export_that_was_dropped_later_is_the_newer_one()
    {
        var first = Row(new(Day, Noon, "b"), new() { [Metrics.Reach] = 95 });
        var second = Row(new(Day, Noon.AddSeconds(1), "a"), new() { [Metrics.Reach] = 100 });
        Stored([second, first]).ShouldBe("m_reach=100");
    }

    [Fact]
    public void A_zero_that_cannot_be_true_replaces_no_figure()
    {
        var older = Row(new(Day, Noon, "a"), new() { [Metrics.Reach] = 50, [Metrics.Views] = 64 });
        var newer = Row(new(Day.AddDays(1), Noon, "b"), new() { [Metrics.Reach] = 50, [Metrics.Views] = 0 });
        Stored([older, newer]).ShouldBe("m_reach=50 m_views=64 x_views=0");
        Stored([newer, older]).ShouldBe("m_reach=50 m_views=64 x_views=0");
    }

    [Fact]
    public void A_figure_of_an_earlier_release_gives_way_to_any_export()
    {
        var row = ReadingTable.ToRow("client", new() { Account = Page, Day = Day, Values = new Dictionary<Metric, double> { [Metrics.Reach] = 1, [Metrics.Views] = 7 }, Settled = true, FetchedAt = Noon.AddYears(1) });
        Written(ExportRow.Stored(row, null).Join(Row(new(Day, Noon, "a"), new() { [Metrics.Reach] = 2 }))).ShouldBe("m_reach=2 m_views=7");
    }

    [Fact]
    public void The_origins_of_a_row_are_short_where_one_export_told_all_of_it()
    {
        var row = ReadingTable.ToRow("client", Reading(new() { [Metrics.Reach] = 2, [Metrics.Views] = 9 }, true, null));
        ExportRow.Given(row, new(Day, Noon, "abc")).WriteTo(row).ShouldBe("""[["2026-11-15","2026-11-28T12:00:00.0000000Z","abc",true]]""");
    }

    private static ExportRow Row(ExportStamp stamp, Dictionary<Metric, double> values, bool settled = true, string? currency = null) =>
        ExportRow.Given(ReadingTable.ToRow("client", Plausibility.Of(Reading(values, settled, values.ContainsKey(Metrics.Revenue) ? currency : null))), stamp);

    private static Reading Reading(Dictionary<Metric, double> values, bool settled, string? currency) =>
        new() { Account = Page, Day = Day, Values = values, Currency = currency, Settled = settled, FetchedAt = Noon };

    private static string Stored(IEnumerable<ExportRow> exports) => Written(exports.Aggregate(ExportRow.Empty, (said, each) => said.Join(each)));

    private static string Written(ExportRow row) => string.Join(
        ' ', row.Cells.OrderBy(cell => cell.Key, StringComparer.Ordinal).Select(cell => FormattableString.Invariant($"{cell.Key}={cell.Value.Value}{cell.Value.Beside}")));
}
