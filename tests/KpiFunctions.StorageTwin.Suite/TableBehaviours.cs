using Azure.Data.Tables;

namespace KpiFunctions.StorageTwin.Suite;

/// <summary>Tables themselves.</summary>
public abstract class TableBehaviours(SuiteStorage storage) : SuiteTests(storage)
{
    [Fact]
    public async Task A_table_is_created_once()
    {
        var table = Storage.Tables.GetTableClient(SuiteStorage.NewName());
        (await OutcomeOf(() => table.CreateAsync(Token))).ShouldBe(Done);
        (await OutcomeOf(() => table.CreateAsync(Token))).ShouldBe("409 TableAlreadyExists");
    }

    [Fact]
    public async Task Creating_if_missing_leaves_the_rows()
    {
        var table = await Storage.NewTableAsync();
        await table.AddEntityAsync(Row("p", "r"), Token);
        (await OutcomeOf(() => table.CreateIfNotExistsAsync(Token))).ShouldBe(Done);
        (await table.QueryAsync<TableEntity>(cancellationToken: Token).CountAsync(Token)).ShouldBe(1);
    }

    [Fact]
    public async Task A_tables_name_is_the_same_in_any_case()
    {
        var table = await Storage.NewTableAsync();
        var other = Storage.Tables.GetTableClient(table.Name.ToUpperInvariant());
        ShouldBe(Differences.TableNameCase, await OutcomeOf(() => other.CreateAsync(Token)));
    }

    [Theory]
    [InlineData("ab")]
    [InlineData("1abc")]
    [InlineData("with-hyphen")]
    public async Task A_tables_name_has_letters_and_digits(string name) =>
        (await OutcomeOf(() => Storage.Tables.GetTableClient(name).CreateAsync(Token))).ShouldStartWith("400");

    [Fact]
    public async Task A_deleted_table_is_gone_with_its_rows()
    {
        var table = await Storage.NewTableAsync();
        await table.AddEntityAsync(Row("p", "r"), Token);
        await table.DeleteAsync(Token);
        (await OutcomeOf(() => table.GetEntityAsync<TableEntity>("p", "r", cancellationToken: Token))).ShouldBe("404 TableNotFound");
    }

    [Fact]
    public async Task Deleting_a_missing_table_succeeds_through_the_SDK() =>
        (await OutcomeOf(() => Storage.Tables.GetTableClient(SuiteStorage.NewName()).DeleteAsync(Token))).ShouldBe(Done);

    [Fact]
    public async Task Tables_are_listed_by_name()
    {
        var table = await Storage.NewTableAsync();
        var found = await Storage.Tables.QueryAsync(one => one.Name == table.Name, cancellationToken: Token).ToListAsync(Token);
        found.ShouldHaveSingleItem().Name.ShouldBe(table.Name);
    }

    [Fact]
    public async Task A_row_is_not_inserted_into_a_missing_table() =>
        (await OutcomeOf(() => Missing.AddEntityAsync(Row("p", "r"), Token))).ShouldBe("404 TableNotFound");

    [Fact]
    public async Task A_row_is_not_upserted_into_a_missing_table() =>
        (await OutcomeOf(() => Missing.UpsertEntityAsync(Row("p", "r"), TableUpdateMode.Replace, Token))).ShouldBe("404 TableNotFound");

    [Fact]
    public async Task A_missing_table_is_not_queried() =>
        (await OutcomeOf(async () => await Missing.QueryAsync<TableEntity>(cancellationToken: Token).CountAsync(Token))).ShouldBe("404 TableNotFound");

    [Fact]
    public async Task A_transaction_fails_on_a_missing_table()
    {
        var outcome = await OutcomeOf(() => Missing.SubmitTransactionAsync([new(TableTransactionActionType.Add, Row("p", "r"))], Token));
        ShouldBe(Differences.TransactionOnMissingTable, outcome);
    }

    private TableClient Missing => Storage.Tables.GetTableClient(SuiteStorage.NewName());
}
