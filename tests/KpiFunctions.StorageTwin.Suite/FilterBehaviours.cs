using Azure.Data.Tables;

namespace KpiFunctions.StorageTwin.Suite;

/// <summary>Filters, on five rows of which the last has other properties than the rest.</summary>
public abstract class FilterBehaviours(SuiteStorage storage) : SuiteTests(storage)
{
    private static readonly DateTimeOffset Day = new(2026, 11, 23, 0, 0, 0, TimeSpan.Zero);
    private static readonly Guid Id = new("01234567-89ab-cdef-0123-456789abcdef");

    [Theory]
    [InlineData("", "abcdz")]
    [InlineData("PartitionKey eq 'p'", "abcd")]
    [InlineData("PartitionKey ne 'p'", "z")]
    [InlineData("RowKey eq 'b'", "b")]
    [InlineData("RowKey gt 'b'", "cdz")]
    [InlineData("RowKey ge 'b'", "bcdz")]
    [InlineData("RowKey lt 'b'", "a")]
    [InlineData("RowKey le 'b'", "ab")]
    [InlineData("PartitionKey eq 'p' and RowKey ge 'b' and RowKey lt 'd'", "bc")]
    [InlineData("PartitionKey eq 'p' and RowKey ge 'b' and RowKey ge 'c'", "cd")]
    [InlineData("RowKey eq 'a' or RowKey eq 'c'", "ac")]
    [InlineData("RowKey eq 'a' or RowKey eq 'b' and Number eq 9", "a")]
    [InlineData("(RowKey eq 'a' or RowKey eq 'b') and Number eq 2", "b")]
    [InlineData("not (RowKey eq 'a')", "bcdz")]
    [InlineData("not (RowKey eq 'a' or RowKey eq 'b') and PartitionKey eq 'p'", "cd")]
    [InlineData("Text eq 'it''s'", "a")]
    [InlineData("Text eq 'IT''S'", "")]
    [InlineData("Text ge 'm' and Text lt 'n'", "b")]
    [InlineData("Text eq ''", "c")]
    [InlineData("Text eq 'a and b'", "d")]
    [InlineData("Number eq 1", "a")]
    [InlineData("Number ge 2 and Number le 3", "bc")]
    [InlineData("Number gt -1", "abcd")]
    [InlineData("Number lt 0", "")]
    [InlineData("Long eq 10000000002L", "b")]
    [InlineData("Long gt 10000000002L", "cd")]
    [InlineData("Double eq 1.5", "a")]
    [InlineData("Double gt 2.0", "bcd")]
    [InlineData("Double lt 1e1", "abcd")]
    [InlineData("Flag eq true", "ac")]
    [InlineData("Flag eq false", "bd")]
    [InlineData("Flag ne true", "bd")]
    [InlineData("At eq datetime'2026-11-23T00:00:00Z'", "a")]
    [InlineData("At gt datetime'2026-11-24T00:00:00.0000000Z'", "cd")]
    [InlineData("At ge datetime'2026-11-24T00:00:00Z' and At lt datetime'2026-11-25T00:00:00Z'", "b")]
    [InlineData("Id eq guid'01234567-89ab-cdef-0123-456789abcdef'", "a")]
    [InlineData("Id ne guid'01234567-89ab-cdef-0123-456789abcdef'", "bcd")]
    [InlineData("Other eq 'only here'", "z")]
    [InlineData("Missing eq 'x'", "")]
    public async Task A_filter_finds(string filter, string expected) => (await FoundAsync(filter)).ShouldBe(expected);

    [Fact]
    public async Task A_filter_on_a_property_of_bytes_finds() => ShouldBe(Differences.BinaryFilter, await FoundAsync("Bytes eq X'01FF'"));

    [Fact]
    public async Task A_row_without_the_property_is_not_found_by_not_equal() => ShouldBe(Differences.NotEqualOfMissing, await FoundAsync("Other ne 'x'"));

    [Fact]
    public async Task An_Int64_is_not_found_by_an_Int32() => ShouldBe(Differences.Int64ByInt32, await FoundAsync("Small eq 5"));

    [Fact]
    public async Task A_number_is_not_found_by_a_text() => ShouldBe(Differences.NumberByText, await FoundAsync("Number eq '1'"));

    [Theory]
    [InlineData("RowKey is 'a'")]
    [InlineData("RowKey eq")]
    [InlineData("(RowKey eq 'a'")]
    [InlineData("RowKey eq 'a' and")]
    public async Task A_filter_that_is_none_is_refused(string filter)
    {
        var outcome = await OutcomeOf(async () => await FoundAsync(filter));
        outcome.ShouldStartWith("400");
    }

    [Fact]
    public async Task Filters_made_by_the_SDK_find_what_they_say()
    {
        (await FoundAsync(TableClient.CreateQueryFilter($"Text eq {"it's"} and Number eq {1}"))).ShouldBe("a");
        (await FoundAsync(TableClient.CreateQueryFilter($"Long ge {10000000003L}"))).ShouldBe("cd");
        (await FoundAsync(TableClient.CreateQueryFilter($"Double lt {2.0}"))).ShouldBe("a");
        (await FoundAsync(TableClient.CreateQueryFilter($"At eq {Day}"))).ShouldBe("a");
        (await FoundAsync(TableClient.CreateQueryFilter($"Id eq {Id}"))).ShouldBe("a");
        (await FoundAsync(TableClient.CreateQueryFilter($"Flag eq {true}"))).ShouldBe("ac");
        (await FoundAsync(TableClient.CreateQueryFilter<TableEntity>(row => row.PartitionKey == "p" && row.RowKey.CompareTo("c") >= 0))).ShouldBe("cd");
    }

    private async Task<string> FoundAsync(string filter)
    {
        var table = await Storage.NewTableAsync();
        var rows = "abcd".Select((key, index) => new TableEntity("p", key.ToString())
        {
            ["Text"] = new[] { "it's", "mm", "", "a and b" }[index],
            ["Number"] = index + 1,
            ["Long"] = 10000000001L + index,
            ["Small"] = 5L,
            ["Double"] = 1.5 + index,
            ["Flag"] = index % 2 == 0,
            ["At"] = Day.AddDays(index),
            ["Id"] = index == 0 ? Id : new Guid(index, 0, 0, new byte[8]),
            ["Bytes"] = new byte[] { 1, (byte)(255 - index) },
        });
        await table.SubmitTransactionAsync(rows.Select(row => new TableTransactionAction(TableTransactionActionType.Add, row)), Token);
        await table.AddEntityAsync(new TableEntity("q", "z") { ["Other"] = "only here" }, Token);
        return string.Concat(await table.QueryAsync<TableEntity>(filter, cancellationToken: Token).Select(row => row.RowKey).ToListAsync(Token));
    }
}
