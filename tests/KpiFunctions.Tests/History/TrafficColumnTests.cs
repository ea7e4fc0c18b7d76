using CsCheck;
using KpiFunctions.Pipeline.History;
using KpiFunctions.Pipeline.Readings;

namespace KpiFunctions.Tests.History;

public sealed class TrafficColumnTests
{
    private static readonly Gen<double?> Amount = Gen.Int[0, 100_000].Select(value => value % 7 == 0 ? (double?)null : value / 100.0);

    private static readonly Gen<TrafficSlice> Slice = Gen.Select(
        Gen.Enum<Channel>(), Gen.String[0, 40], Gen.String[0, 20], Amount, Amount,
        (channel, source, medium, conversions, revenue) => new TrafficSlice(channel, source, medium.Length == 0 ? null : medium, null, 12, conversions, revenue));

    [Fact]
    public void What_is_packed_comes_out_again() => Slice.Array[0, 51].Sample(slices =>
    {
        TrafficSlice[] wellFormed = [.. slices.Where(slice => IsWellFormed(slice.Source) && IsWellFormed(slice.Medium))];
        TrafficColumn.Unpack(TrafficColumn.Pack(wellFormed)).ShouldBe(wellFormed);
    });

    [Fact]
    public void Fifty_slices_with_the_longest_names_fit_into_a_column()
    {
        var name = new string('é', 300);
        var slices = Enumerable.Range(0, 51).Select(i => new TrafficSlice(Channel.OrganicSearch, i + name, name, name, 1e6 + i, 1e5, 12345.678)).ToList();
        TrafficColumn.Pack(slices).Length.ShouldBeLessThan(32 * 1024);
    }

    /// <summary>JSON text cannot hold half of a surrogate pair.</summary>
    private static bool IsWellFormed(string? text) => text is null || !text.Any(char.IsSurrogate);
}
