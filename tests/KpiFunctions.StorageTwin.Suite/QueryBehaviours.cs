using Azure.Data.Tables;

namespace KpiFunctions.StorageTwin.Suite;

/// <summary>Order, pages and selections of a query.</summary>
public abstract class QueryBehaviours(SuiteStorage storage) : SuiteTests(storage)
{
    [Fact]
    public async Task Rows_come_in_the_order_of_their_keys()
    {
        var table = await Storage.NewTableAsync();
        foreach (var (partition, key) in new[] { ("b", "1"), ("a", "2"), ("a", "10"), ("a", "1"), ("B", "9"), ("a", "a"), ("a", "Z") })
            await table.AddEntityAsync(Row(partition, key), Token);
        (await KeysAsync(table)).ShouldBe(["B9", "a1", "a10", "a2", "aZ", "aa", "b1"]);
    }

    [Fact]
    public async Task An_empty_table_gives_one_empty_page()
    {
        var table = await Storage.NewTableAsync();
        var page = (await table.QueryAsync<TableEntity>(cancellationToken: Token).AsPages().ToListAsync(Token)).ShouldHaveSingleItem();
        (page.Values.Count, page.ContinuationToken).ShouldBe((0, null));
    }

    [Fact]
    public async Task A_page_has_at_most_1000_rows()
    {
        var table = await FilledAsync(1001);
        var pages = await table.QueryAsync<TableEntity>(cancellationToken: Token).AsPages().ToListAsync(Token);
        pages.Select(page => page.Values.Count).ShouldBe([1000, 1]);
    }

    [Fact]
    public async Task A_thousand_rows_are_one_page()
    {
        var table = await FilledAsync(1000);
        var pages = await table.QueryAsync<TableEntity>(cancellationToken: Token).AsPages().ToListAsync(Token);
        pages.Select(page => page.Values.Count).ShouldBe([1000]);
    }

    [Fact]
    public async Task Pages_as_small_as_asked_for_give_every_row_once()
    {
        var table = await FilledAsync(25);
        var pages = await table.QueryAsync<TableEntity>(maxPerPage: 10, cancellationToken: Token).AsPages().ToListAsync(Token);
        pages.Select(page => page.Values.Count).ShouldBe([10, 10, 5]);
        pages.SelectMany(page => page.Values).Select(row => row.RowKey).Distinct().Count().ShouldBe(25);
    }

    [Fact]
    public async Task A_query_goes_on_from_a_continuation_token()
    {
        var table = await FilledAsync(25);
        var first = await table.QueryAsync<TableEntity>("RowKey ge '0010'", maxPerPage: 10, cancellationToken: Token).AsPages().FirstAsync(Token);
        var rest = await table.QueryAsync<TableEntity>("RowKey ge '0010'", maxPerPage: 10, cancellationToken: Token).AsPages(first.ContinuationToken).ToListAsync(Token);
        rest.SelectMany(page => page.Values).Select(row => row.RowKey).ShouldBe(["0020", "0021", "0022", "0023", "0024"]);
    }

    [Fact]
    public async Task A_query_goes_on_over_partitions_and_any_key()
    {
        var table = await Storage.NewTableAsync();
        foreach (var partition in new[] { "ÄÖ|1", "it's", "日本" })
            foreach (var key in new[] { "x y", "z%" }) await table.AddEntityAsync(Row(partition, key), Token);
        var pages = await table.QueryAsync<TableEntity>(maxPerPage: 1, cancellationToken: Token).AsPages().ToListAsync(Token);
        pages.SelectMany(page => page.Values).Select(row => row.PartitionKey + row.RowKey).Distinct().Count().ShouldBe(6);
    }

    [Fact]
    public async Task Rows_written_behind_the_continuation_are_seen()
    {
        var table = await FilledAsync(10);
        var query = table.QueryAsync<TableEntity>(maxPerPage: 5, cancellationToken: Token).AsPages();
        await using var pages = query.GetAsyncEnumerator(Token);
        await pages.MoveNextAsync();
        await table.AddEntityAsync(Row("p", "9999"), Token);
        await table.AddEntityAsync(Row("p", "0000a"), Token);
        await pages.MoveNextAsync();
        var rest = pages.Current.Values.Select(row => row.RowKey).ToList();
        while (await pages.MoveNextAsync()) rest.AddRange(pages.Current.Values.Select(row => row.RowKey));
        rest.ShouldBe(["0005", "0006", "0007", "0008", "0009", "9999"]);
    }

    [Fact]
    public async Task A_page_larger_than_1000_is_refused()
    {
        var table = await Storage.NewTableAsync();
        ShouldBe(Differences.LargePage, await OutcomeOf(async () => await table.QueryAsync<TableEntity>(maxPerPage: 1001, cancellationToken: Token).CountAsync(Token)));
    }

    [Fact]
    public async Task A_query_gives_the_selected_properties()
    {
        var table = await Storage.NewTableAsync();
        await table.AddEntityAsync(new TableEntity("p", "r") { ["A"] = 1, ["B"] = 2L, ["C"] = "x" }, Token);
        var row = await table.QueryAsync<TableEntity>(select: ["RowKey", "B"], cancellationToken: Token).SingleAsync(Token);
        (row.RowKey, row["B"], row.ContainsKey("A"), row.ContainsKey("C"), row.PartitionKey).ShouldBe(("r", 2L, false, false, null));
    }

    [Fact]
    public async Task A_get_gives_the_selected_properties()
    {
        var table = await Storage.NewTableAsync();
        await table.AddEntityAsync(new TableEntity("p", "r") { ["A"] = 1, ["B"] = 2 }, Token);
        var row = (await table.GetEntityAsync<TableEntity>("p", "r", ["A"], Token)).Value;
        (row["A"], row.ContainsKey("B")).ShouldBe((1, false));
    }

    [Fact]
    public async Task A_selected_property_that_a_row_does_not_have_is_absent()
    {
        var table = await Storage.NewTableAsync();
        await table.AddEntityAsync(new TableEntity("p", "r") { ["A"] = 1 }, Token);
        var row = await table.QueryAsync<TableEntity>(select: ["A", "Missing"], cancellationToken: Token).SingleAsync(Token);
        (row["A"], row.GetString("Missing")).ShouldBe((1, null));
    }

    [Fact]
    public async Task A_listed_row_has_the_version_that_its_write_gave()
    {
        var table = await Storage.NewTableAsync();
        var written = (await table.AddEntityAsync(Row("p", "r"), Token)).Headers.ETag;
        (await table.QueryAsync<TableEntity>(cancellationToken: Token).SingleAsync(Token)).ETag.ShouldBe(written!.Value);
    }

    private static async Task<string[]> KeysAsync(TableClient table) =>
        [.. (await table.QueryAsync<TableEntity>(cancellationToken: Token).ToListAsync(Token)).Select(row => row.PartitionKey + row.RowKey)];

    private async Task<TableClient> FilledAsync(int rows)
    {
        var table = await Storage.NewTableAsync();
        foreach (var batch in Enumerable.Range(0, rows).Select(index => Row("p", $"{index:D4}")).Chunk(100))
            await table.SubmitTransactionAsync(batch.Select(row => new TableTransactionAction(TableTransactionActionType.Add, row)), Token);
        return table;
    }
}
