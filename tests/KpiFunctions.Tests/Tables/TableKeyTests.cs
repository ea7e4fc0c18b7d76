using CsCheck;
using KpiFunctions.Pipeline.Tables;

namespace KpiFunctions.Tests.Tables;

public sealed class TableKeyTests
{
    private static readonly Gen<string> Part = Gen.Char.Array[0, 30].Select(chars => new string(chars));

    [Fact]
    public void A_key_holds_nothing_that_the_service_refuses() => Part.Array[1, 4].Sample(parts =>
    {
        var key = TableKey.Of(parts);
        key.ShouldAllBe(c => c != '/' && c != '\\' && c != '#' && c != '?' && !char.IsControl(c) && !char.IsSurrogate(c));
    });

    [Fact]
    public void Different_parts_never_make_the_same_key() => Gen.Select(Part.Array[1, 4], Part.Array[1, 4]).Sample((one, other) =>
    {
        if (!one.SequenceEqual(other) && one.Length == other.Length) TableKey.Of(one).ShouldNotBe(TableKey.Of(other));
    });

    [Theory]
    [InlineData("a|b", "c")]
    [InlineData("a", "b|c")]
    [InlineData("a=007Cb", "c")]
    public void The_separator_within_a_part_is_not_taken_for_one(string first, string second) =>
        TableKey.Of(first, second).ShouldNotBe(TableKey.Of("a", "b", "c"));

    [Fact]
    public void Parts_that_are_too_long_for_a_key_stay_different()
    {
        var one = TableKey.Of(new string('x', 5000) + "1");
        one.Length.ShouldBe(200);
        one.ShouldNotBe(TableKey.Of(new string('x', 5000) + "2"));
    }

    [Fact]
    public void Keys_that_begin_with_a_day_sort_by_day() => Gen.Select(Gen.DateOnly, Gen.DateOnly, Part, Part).Sample((day, otherDay, part, otherPart) =>
    {
        var (one, other) = ($"{TableKey.Of(day)}|{TableKey.Of(part)}", $"{TableKey.Of(otherDay)}|{TableKey.Of(otherPart)}");
        if (day != otherDay) Math.Sign(string.CompareOrdinal(one, other)).ShouldBe(Math.Sign(day.CompareTo(otherDay)));
    });
}
