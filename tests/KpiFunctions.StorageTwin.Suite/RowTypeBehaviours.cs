using Azure.Data.Tables;

namespace KpiFunctions.StorageTwin.Suite;

/// <summary>Values as they are read back.</summary>
public abstract class RowTypeBehaviours(SuiteStorage storage) : SuiteTests(storage)
{
    public static TheoryData<string, object> Values => new()
    {
        { "an empty text", "" },
        { "a text with quotes, lines and other scripts", "\"it's\"\r\n\ttwo lines, ÄÖ, 日本語, 🙂 & <b>" },
        { "a text that looks like an instant", "2026-11-23T09:00:00Z" },
        { "a text that looks like a number", "5" },
        { "an Int32", 5 },
        { "the least Int32", int.MinValue },
        { "an Int64 that would fit an Int32", 5L },
        { "the greatest Int64", long.MaxValue },
        { "a double", 0.1 },
        { "a whole double", 5.0 },
        { "a large double", 1.7976931348623157E+308 },
        { "a small negative double", -4.9406564584124654E-324 },
        { "true", true },
        { "false", false },
        { "a GUID", new Guid("01234567-89ab-cdef-0123-456789abcdef") },
        { "bytes", new byte[] { 0, 255, 128 } },
        { "no bytes", Array.Empty<byte>() },
        { "an instant", new DateTimeOffset(2026, 11, 23, 9, 0, 0, TimeSpan.Zero) },
    };

    [Theory]
    [MemberData(nameof(Values))]
    public async Task A_value_keeps_its_type(string what, object value)
    {
        var read = await WrittenAndReadAsync(value);
        read.ShouldBe(value, what);
        read!.GetType().ShouldBe(value.GetType(), what);
    }

    [Fact]
    public async Task A_double_that_is_no_number_is_read_back() => (await WrittenAndReadAsync(double.NaN)).ShouldBe(double.NaN);

    [Fact]
    public async Task An_instant_keeps_its_ticks()
    {
        var instant = new DateTimeOffset(2026, 11, 23, 9, 0, 0, TimeSpan.Zero).AddTicks(1234567);
        ((DateTimeOffset)(await WrittenAndReadAsync(instant))!).UtcTicks.ShouldBe(instant.UtcTicks);
    }

    [Fact]
    public async Task An_instant_is_read_back_in_UTC() =>
        (await WrittenAndReadAsync(new DateTimeOffset(2026, 11, 23, 9, 0, 0, TimeSpan.FromHours(2)))).ShouldBe(new DateTimeOffset(2026, 11, 23, 7, 0, 0, TimeSpan.Zero));

    [Fact]
    public async Task A_null_is_no_property()
    {
        var table = await Storage.NewTableAsync();
        await table.AddEntityAsync(new TableEntity("p", "r") { ["A"] = null, ["B"] = 1 }, Token);
        var read = (await table.GetEntityAsync<TableEntity>("p", "r", cancellationToken: Token)).Value;
        (read.ContainsKey("A"), read.ContainsKey("B")).ShouldBe((false, true));
    }

    private async Task<object?> WrittenAndReadAsync(object value)
    {
        var table = await Storage.NewTableAsync();
        await table.AddEntityAsync(new TableEntity("p", "r") { ["Value"] = value }, Token);
        return (await table.GetEntityAsync<TableEntity>("p", "r", cancellationToken: Token)).Value["Value"];
    }
}
