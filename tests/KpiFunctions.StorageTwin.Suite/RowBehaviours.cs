using Azure;
using Azure.Data.Tables;

namespace KpiFunctions.StorageTwin.Suite;

/// <summary>Inserts, updates, upserts and deletes of single rows, with their versions.</summary>
public abstract class RowBehaviours(SuiteStorage storage) : SuiteTests(storage)
{
    [Fact]
    public async Task An_inserted_row_is_read_back()
    {
        var table = await Storage.NewTableAsync();
        var added = await table.AddEntityAsync(Row("p", "r", "one"), Token);
        var read = (await table.GetEntityAsync<TableEntity>("p", "r", cancellationToken: Token)).Value;
        (read.PartitionKey, read.RowKey, read["Text"]).ShouldBe(("p", "r", "one"));
        read.ETag.ShouldBe(added.Headers.ETag!.Value);
        read.Timestamp.ShouldNotBeNull();
    }

    [Fact]
    public async Task A_row_is_inserted_once()
    {
        var table = await Storage.NewTableAsync();
        await table.AddEntityAsync(Row("p", "r", "one"), Token);
        (await OutcomeOf(() => table.AddEntityAsync(Row("p", "r", "two"), Token))).ShouldBe("409 EntityAlreadyExists");
        (await ReadAsync(table))!["Text"].ShouldBe("one");
    }

    [Fact]
    public async Task A_missing_row_is_not_found()
    {
        var table = await Storage.NewTableAsync();
        (await OutcomeOf(() => table.GetEntityAsync<TableEntity>("p", "r", cancellationToken: Token))).ShouldBe("404 ResourceNotFound");
        (await ReadAsync(table)).ShouldBeNull();
    }

    [Fact]
    public async Task Every_write_gives_another_version()
    {
        var table = await Storage.NewTableAsync();
        var versions = new HashSet<ETag>();
        for (var write = 0; write < 20; write++)
            versions.Add((await table.UpsertEntityAsync(Row("p", "r", "same"), TableUpdateMode.Replace, Token)).Headers.ETag!.Value);
        versions.Count.ShouldBe(20);
    }

    [Fact]
    public async Task A_replacement_drops_properties_that_it_does_not_have()
    {
        var table = await Storage.NewTableAsync();
        await table.AddEntityAsync(new TableEntity("p", "r") { ["A"] = 1, ["B"] = 2 }, Token);
        await table.UpsertEntityAsync(new TableEntity("p", "r") { ["A"] = 3 }, TableUpdateMode.Replace, Token);
        var read = await ReadAsync(table);
        (read!["A"], read.ContainsKey("B")).ShouldBe((3, false));
    }

    [Fact]
    public async Task A_merge_keeps_properties_that_it_does_not_have()
    {
        var table = await Storage.NewTableAsync();
        await table.AddEntityAsync(new TableEntity("p", "r") { ["A"] = 1, ["B"] = 2 }, Token);
        await table.UpsertEntityAsync(new TableEntity("p", "r") { ["A"] = 3 }, TableUpdateMode.Merge, Token);
        var read = await ReadAsync(table);
        (read!["A"], read["B"]).ShouldBe((3, 2));
    }

    [Fact]
    public async Task A_null_in_a_merge_changes_nothing()
    {
        var table = await Storage.NewTableAsync();
        await table.AddEntityAsync(new TableEntity("p", "r") { ["A"] = 1 }, Token);
        await table.UpsertEntityAsync(new TableEntity("p", "r") { ["A"] = null }, TableUpdateMode.Merge, Token);
        (await ReadAsync(table))!["A"].ShouldBe(1);
    }

    [Fact]
    public async Task A_merge_may_change_a_propertys_type()
    {
        var table = await Storage.NewTableAsync();
        await table.AddEntityAsync(new TableEntity("p", "r") { ["A"] = 1 }, Token);
        await table.UpsertEntityAsync(new TableEntity("p", "r") { ["A"] = "one" }, TableUpdateMode.Merge, Token);
        (await ReadAsync(table))!["A"].ShouldBe("one");
    }

    [Theory]
    [InlineData(TableUpdateMode.Replace)]
    [InlineData(TableUpdateMode.Merge)]
    public async Task An_upsert_inserts_what_is_missing(TableUpdateMode mode)
    {
        var table = await Storage.NewTableAsync();
        await table.UpsertEntityAsync(Row("p", "r", "one"), mode, Token);
        (await ReadAsync(table))!["Text"].ShouldBe("one");
    }

    [Theory]
    [InlineData(TableUpdateMode.Replace)]
    [InlineData(TableUpdateMode.Merge)]
    public async Task An_update_of_the_version_read_succeeds_once(TableUpdateMode mode)
    {
        var table = await Storage.NewTableAsync();
        var read = (await table.AddEntityAsync(Row("p", "r", "one"), Token)).Headers.ETag!.Value;
        (await OutcomeOf(() => table.UpdateEntityAsync(Row("p", "r", "two"), read, mode, Token))).ShouldBe(Done);
        (await OutcomeOf(() => table.UpdateEntityAsync(Row("p", "r", "three"), read, mode, Token))).ShouldBe("412 UpdateConditionNotSatisfied");
        (await ReadAsync(table))!["Text"].ShouldBe("two");
    }

    [Theory]
    [InlineData(TableUpdateMode.Replace)]
    [InlineData(TableUpdateMode.Merge)]
    public async Task An_update_of_any_version_succeeds(TableUpdateMode mode)
    {
        var table = await Storage.NewTableAsync();
        await table.AddEntityAsync(Row("p", "r", "one"), Token);
        (await OutcomeOf(() => table.UpdateEntityAsync(Row("p", "r", "two"), ETag.All, mode, Token))).ShouldBe(Done);
        (await ReadAsync(table))!["Text"].ShouldBe("two");
    }

    [Theory]
    [InlineData(TableUpdateMode.Replace, true)]
    [InlineData(TableUpdateMode.Replace, false)]
    [InlineData(TableUpdateMode.Merge, true)]
    [InlineData(TableUpdateMode.Merge, false)]
    public async Task A_missing_row_is_not_updated(TableUpdateMode mode, bool anyVersion)
    {
        var table = await Storage.NewTableAsync();
        var version = (await table.AddEntityAsync(Row("p", "r"), Token)).Headers.ETag!.Value;
        await table.DeleteEntityAsync("p", "r", cancellationToken: Token);
        (await OutcomeOf(() => table.UpdateEntityAsync(Row("p", "r"), anyVersion ? ETag.All : version, mode, Token))).ShouldBe("404 ResourceNotFound");
    }

    [Fact]
    public async Task A_row_that_was_inserted_again_has_another_version()
    {
        var table = await Storage.NewTableAsync();
        var version = (await table.AddEntityAsync(Row("p", "r"), Token)).Headers.ETag!.Value;
        await table.DeleteEntityAsync("p", "r", cancellationToken: Token);
        await table.AddEntityAsync(Row("p", "r"), Token);
        (await OutcomeOf(() => table.UpdateEntityAsync(Row("p", "r"), version, TableUpdateMode.Replace, Token))).ShouldBe("412 UpdateConditionNotSatisfied");
    }

    [Fact]
    public async Task A_delete_of_the_version_read_spares_a_newer_one()
    {
        var table = await Storage.NewTableAsync();
        var version = (await table.AddEntityAsync(Row("p", "r"), Token)).Headers.ETag!.Value;
        var newer = (await table.UpsertEntityAsync(Row("p", "r"), TableUpdateMode.Replace, Token)).Headers.ETag!.Value;
        (await OutcomeOf(() => table.DeleteEntityAsync("p", "r", version, Token))).ShouldBe("412 UpdateConditionNotSatisfied");
        (await OutcomeOf(() => table.DeleteEntityAsync("p", "r", newer, Token))).ShouldBe(Done);
        (await ReadAsync(table)).ShouldBeNull();
    }

    [Fact]
    public async Task A_missing_rows_delete_is_a_404_that_the_SDK_takes_for_success()
    {
        var table = await Storage.NewTableAsync();
        (await table.DeleteEntityAsync("p", "r", cancellationToken: Token)).Status.ShouldBe(404);
    }

    [Fact]
    public async Task Rows_of_other_partitions_are_others()
    {
        var table = await Storage.NewTableAsync();
        await table.AddEntityAsync(Row("p", "r", "one"), Token);
        await table.AddEntityAsync(Row("q", "r", "two"), Token);
        await table.AddEntityAsync(Row("P", "r", "three"), Token);
        (await ReadAsync(table))!["Text"].ShouldBe("one");
        (await table.QueryAsync<TableEntity>(cancellationToken: Token).CountAsync(Token)).ShouldBe(3);
    }

    [Fact]
    public async Task Of_concurrent_inserts_one_succeeds()
    {
        var table = await Storage.NewTableAsync();
        var outcomes = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => OutcomeOf(() => table.AddEntityAsync(Row("p", "r"), Token))));
        outcomes.Count(outcome => outcome == Done).ShouldBe(1);
        outcomes.Count(outcome => outcome == "409 EntityAlreadyExists").ShouldBe(7);
    }

    [Fact]
    public async Task Of_concurrent_replacements_of_one_version_one_succeeds()
    {
        var table = await Storage.NewTableAsync();
        var version = (await table.AddEntityAsync(Row("p", "r"), Token)).Headers.ETag!.Value;
        var outcomes = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => OutcomeOf(() => table.UpdateEntityAsync(Row("p", "r"), version, TableUpdateMode.Replace, Token))));
        outcomes.Count(outcome => outcome == Done).ShouldBe(1);
        outcomes.Count(outcome => outcome == "412 UpdateConditionNotSatisfied").ShouldBe(7);
    }

    private static async Task<TableEntity?> ReadAsync(TableClient table)
    {
        var found = await table.GetEntityIfExistsAsync<TableEntity>("p", "r", cancellationToken: Token);
        return found.HasValue ? found.Value : null;
    }
}
