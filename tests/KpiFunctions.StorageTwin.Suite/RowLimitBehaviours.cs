using Azure.Data.Tables;

namespace KpiFunctions.StorageTwin.Suite;

/// <summary>What the table service refuses in a row.</summary>
public abstract class RowLimitBehaviours(SuiteStorage storage) : SuiteTests(storage)
{
    [Theory]
    [InlineData("|:@%+= .,;!&()[]{}~$-_^`*<>\"")]
    [InlineData("it's 'quoted'")]
    [InlineData("ÄÖÜ é 日本語 🙂")]
    [InlineData("")]
    [InlineData("100%25")]
    [InlineData("a,RowKey='b'")]
    public async Task A_key_may_have(string key)
    {
        var table = await Storage.NewTableAsync();
        await table.AddEntityAsync(Row(key, key + "r", "one"), Token);
        await table.UpdateEntityAsync(Row(key, key + "r", "two"), Azure.ETag.All, TableUpdateMode.Replace, Token);
        (await table.GetEntityAsync<TableEntity>(key, key + "r", cancellationToken: Token)).Value["Text"].ShouldBe("two");
        var filter = TableClient.CreateQueryFilter($"PartitionKey eq {key} and RowKey eq {key + "r"}");
        (await table.QueryAsync<TableEntity>(filter, cancellationToken: Token).SingleAsync(Token)).PartitionKey.ShouldBe(key);
        (await table.DeleteEntityAsync(key, key + "r", cancellationToken: Token)).Status.ShouldBe(204);
    }

    [Fact]
    public async Task A_key_has_no_slash() => ShouldBe(Differences.SlashInKey, await InsertAsync(Row("p", "a/b")));

    [Fact]
    public async Task A_key_has_no_backslash() => ShouldBe(Differences.BackslashInKey, await InsertAsync(Row("p", "a\\b")));

    [Fact]
    public async Task A_key_has_no_hash() => ShouldBe(Differences.HashInKey, await InsertAsync(Row("p", "a#b")));

    [Fact]
    public async Task A_key_has_no_question_mark() => ShouldBe(Differences.QuestionMarkInKey, await InsertAsync(Row("p", "a?b")));

    [Fact]
    public async Task A_key_has_no_control_characters() => ShouldBe(Differences.ControlCharacterInKey, await InsertAsync(Row("p", "a\u0001b")));

    [Fact]
    public async Task A_key_may_have_1_KiB() => (await InsertAsync(Row(new('p', 512), new('r', 512)))).ShouldBe(Done);

    [Fact]
    public async Task A_key_has_at_most_1_KiB() => ShouldBe(Differences.LongKey, await InsertAsync(Row("p", new('r', 513))));

    [Fact]
    public async Task A_text_may_have_64_KiB() => (await InsertAsync(Row("p", "r", new('x', 32 * 1024)))).ShouldBe(Done);

    [Fact]
    public async Task A_text_has_at_most_64_KiB() => ShouldBe(Differences.LongText, await InsertAsync(Row("p", "r", new('x', (32 * 1024) + 1))));

    [Fact]
    public async Task A_binary_may_have_64_KiB() => (await InsertAsync(new("p", "r") { ["Bytes"] = new byte[64 * 1024] })).ShouldBe(Done);

    [Fact]
    public async Task A_binary_has_at_most_64_KiB() =>
        ShouldBe(Differences.LongBinary, await InsertAsync(new("p", "r") { ["Bytes"] = new byte[(64 * 1024) + 1] }));

    [Fact]
    public async Task A_row_may_have_252_properties() => (await InsertAsync(Wide(252))).ShouldBe(Done);

    [Fact]
    public async Task A_row_has_at_most_252_properties() => ShouldBe(Differences.ManyProperties, await InsertAsync(Wide(253)));

    [Fact]
    public async Task A_merge_is_measured_by_what_it_makes()
    {
        var table = await Storage.NewTableAsync();
        await table.AddEntityAsync(Wide(252), Token);
        ShouldBe(Differences.ManyPropertiesByMerge, await OutcomeOf(() => table.UpsertEntityAsync(new TableEntity("p", "r") { ["Another"] = 1 }, TableUpdateMode.Merge, Token)));
    }

    [Fact]
    public async Task A_row_may_have_almost_1_MiB() => (await InsertAsync(Large(15))).ShouldBe(Done);

    [Fact]
    public async Task A_row_has_at_most_1_MiB() => ShouldBe(Differences.LargeRow, await InsertAsync(Large(16)));

    [Fact]
    public async Task A_property_may_have_any_identifier_as_its_name() => (await InsertAsync(new("p", "r") { ["_Größe2"] = 1 })).ShouldBe(Done);

    [Fact]
    public async Task A_propertys_name_is_an_identifier() => ShouldBe(Differences.PropertyName, await InsertAsync(new("p", "r") { ["a-b"] = 1 }));

    [Fact]
    public async Task A_propertys_name_has_at_most_255_characters() => ShouldBe(Differences.LongPropertyName, await InsertAsync(new("p", "r") { [new('a', 256)] = 1 }));

    [Fact]
    public async Task An_instant_lies_after_1600() =>
        ShouldBe(Differences.EarlyInstant, await InsertAsync(new("p", "r") { ["At"] = new DateTimeOffset(1600, 12, 31, 0, 0, 0, TimeSpan.Zero) }));

    private async Task<string> InsertAsync(TableEntity row)
    {
        var table = await Storage.NewTableAsync();
        return await OutcomeOf(() => table.AddEntityAsync(row, Token));
    }

    private static TableEntity Wide(int properties)
    {
        var row = new TableEntity("p", "r");
        for (var index = 0; index < properties; index++) row[$"P{index}"] = index;
        return row;
    }

    private static TableEntity Large(int texts)
    {
        var row = new TableEntity("p", "r");
        for (var index = 0; index < texts; index++) row[$"P{index}"] = new string('x', 32 * 1024);
        return row;
    }
}
