using Azure;
using Azure.Data.Tables;

namespace KpiFunctions.StorageTwin.Suite;

/// <summary>Entity-group transactions.</summary>
public abstract class TransactionBehaviours(SuiteStorage storage) : SuiteTests(storage)
{
    [Fact]
    public async Task A_transaction_does_each_kind_of_action()
    {
        var table = await Storage.NewTableAsync();
        foreach (var key in "bcdef") await table.AddEntityAsync(Two(key.ToString(), 1, 1), Token);
        await table.SubmitTransactionAsync(
        [
            new(TableTransactionActionType.Add, Two("a", 2, null)),
            new(TableTransactionActionType.UpdateReplace, Two("b", 2, null), ETag.All),
            new(TableTransactionActionType.UpdateMerge, Two("c", 2, null), ETag.All),
            new(TableTransactionActionType.Delete, Two("d", null, null), ETag.All),
            new(TableTransactionActionType.UpsertReplace, Two("e", 2, null)),
            new(TableTransactionActionType.UpsertMerge, Two("f", 2, null)),
        ], Token);
        var rows = await table.QueryAsync<TableEntity>(cancellationToken: Token).ToListAsync(Token);
        rows.Select(row => $"{row.RowKey}{row.GetInt32("A")}{row.GetInt32("B")}").ShouldBe(["a2", "b2", "c21", "e2", "f21"]);
    }

    [Fact]
    public async Task A_transaction_answers_the_versions_of_its_rows()
    {
        var table = await Storage.NewTableAsync();
        var answers = (await table.SubmitTransactionAsync([Adding("a"), Adding("b")], Token)).Value;
        var rows = await table.QueryAsync<TableEntity>(cancellationToken: Token).ToListAsync(Token);
        answers.Select(answer => answer.Headers.ETag).ShouldBe(rows.Select(row => (ETag?)row.ETag));
    }

    [Fact]
    public async Task One_refused_insert_refuses_the_whole()
    {
        var table = await Storage.NewTableAsync();
        await table.AddEntityAsync(Row("p", "b"), Token);
        (await OutcomeOf(() => table.SubmitTransactionAsync([Adding("a"), Adding("b"), Adding("c")], Token))).ShouldBe("409 EntityAlreadyExists at 1");
        (await KeysAsync(table)).ShouldBe("b");
    }

    [Fact]
    public async Task One_stale_version_refuses_the_whole()
    {
        var table = await Storage.NewTableAsync();
        var stale = (await table.AddEntityAsync(Row("p", "b"), Token)).Headers.ETag!.Value;
        await table.UpsertEntityAsync(Row("p", "b"), TableUpdateMode.Replace, Token);
        var actions = new[] { Adding("a"), new(TableTransactionActionType.UpdateReplace, Row("p", "b"), stale) };
        (await OutcomeOf(() => table.SubmitTransactionAsync(actions, Token))).ShouldBe("412 UpdateConditionNotSatisfied at 1");
        (await KeysAsync(table)).ShouldBe("b");
    }

    [Fact]
    public async Task One_missing_row_refuses_the_whole()
    {
        var table = await Storage.NewTableAsync();
        var actions = new[] { Adding("a"), new(TableTransactionActionType.UpdateMerge, Row("p", "b"), ETag.All) };
        (await OutcomeOf(() => table.SubmitTransactionAsync(actions, Token))).ShouldBe("404 ResourceNotFound at 1");
        (await KeysAsync(table)).ShouldBe("");
    }

    [Fact]
    public async Task Deleting_a_missing_row_refuses_the_whole()
    {
        var table = await Storage.NewTableAsync();
        var actions = new[] { Adding("a"), new(TableTransactionActionType.Delete, Row("p", "b"), ETag.All) };
        (await OutcomeOf(() => table.SubmitTransactionAsync(actions, Token))).ShouldBe("404 ResourceNotFound at 1");
        (await KeysAsync(table)).ShouldBe("");
    }

    [Fact]
    public async Task A_delete_in_a_transaction_heeds_the_version()
    {
        var table = await Storage.NewTableAsync();
        var version = (await table.AddEntityAsync(Row("p", "b"), Token)).Headers.ETag!.Value;
        await table.SubmitTransactionAsync([Adding("a"), new(TableTransactionActionType.Delete, Row("p", "b"), version)], Token);
        (await KeysAsync(table)).ShouldBe("a");
    }

    [Fact]
    public async Task A_transaction_is_of_one_partition()
    {
        var table = await Storage.NewTableAsync();
        var outcome = await OutcomeOf(() => table.SubmitTransactionAsync([Adding("a"), new(TableTransactionActionType.Add, Row("q", "b"))], Token));
        ShouldBe(Differences.MixedPartitions, outcome);
    }

    [Fact]
    public async Task A_transaction_has_each_row_once()
    {
        var table = await Storage.NewTableAsync();
        var actions = new TableTransactionAction[] { new(TableTransactionActionType.UpsertMerge, Row("p", "a")), new(TableTransactionActionType.UpsertMerge, Row("p", "a")) };
        ShouldBe(Differences.RowTwice, await OutcomeOf(() => table.SubmitTransactionAsync(actions, Token)));
    }

    [Fact]
    public async Task A_transaction_may_have_100_actions()
    {
        var table = await Storage.NewTableAsync();
        var answers = await table.SubmitTransactionAsync(Enumerable.Range(0, 100).Select(index => Adding($"{index:D3}")), Token);
        answers.Value.Count.ShouldBe(100);
        answers.Value.ShouldAllBe(answer => answer.Status == 204);
    }

    [Fact]
    public async Task A_transaction_has_at_most_100_actions()
    {
        var table = await Storage.NewTableAsync();
        ShouldBe(Differences.ManyActions, await OutcomeOf(() => table.SubmitTransactionAsync(Enumerable.Range(0, 101).Select(index => Adding($"{index:D3}")), Token)));
    }

    [Fact]
    public async Task A_transaction_may_have_almost_4_MiB()
    {
        var table = await Storage.NewTableAsync();
        (await OutcomeOf(() => table.SubmitTransactionAsync(Large(120), Token))).ShouldBe(Done);
    }

    [Fact]
    public async Task A_transaction_has_at_most_4_MiB()
    {
        var table = await Storage.NewTableAsync();
        ShouldBe(Differences.LargeTransaction, await OutcomeOf(() => table.SubmitTransactionAsync(Large(130), Token)));
    }

    [Fact]
    public async Task A_rows_limits_hold_within_a_transaction()
    {
        var table = await Storage.NewTableAsync();
        var outcome = await OutcomeOf(() => table.SubmitTransactionAsync([Adding("a"), new(TableTransactionActionType.Add, Row("p", "b", new('x', (32 * 1024) + 1)))], Token));
        ShouldBe(Differences.LongTextInTransaction, outcome);
    }

    [Fact]
    public async Task Values_and_keys_keep_their_characters_within_a_transaction()
    {
        var table = await Storage.NewTableAsync();
        const string text = "\"it's\"\r\n\r\n--changeset 日本語 🙂";
        await table.SubmitTransactionAsync([new(TableTransactionActionType.UpsertReplace, Row("it's p|q %", "日本 r'", text))], Token);
        (await table.GetEntityAsync<TableEntity>("it's p|q %", "日本 r'", cancellationToken: Token)).Value["Text"].ShouldBe(text);
    }

    [Fact]
    public async Task Of_concurrent_transactions_on_one_version_one_succeeds()
    {
        var table = await Storage.NewTableAsync();
        var version = (await table.AddEntityAsync(Row("p", "r"), Token)).Headers.ETag!.Value;
        var outcomes = await Task.WhenAll(Enumerable.Range(0, 6).Select(index => OutcomeOf(() => table.SubmitTransactionAsync(
            [Adding($"a{index}"), new(TableTransactionActionType.UpdateReplace, Row("p", "r"), version)], Token))));
        outcomes.Count(outcome => outcome == Done).ShouldBe(1);
        (await table.QueryAsync<TableEntity>(cancellationToken: Token).CountAsync(Token)).ShouldBe(2);
    }

    private static TableTransactionAction Adding(string key) => new(TableTransactionActionType.Add, Row("p", key));

    private static IEnumerable<TableTransactionAction> Large(int texts) => Enumerable.Range(0, texts).Select(index => index % 10)
        .GroupBy(row => row, (row, all) => (Row: row, Count: all.Count()))
        .Select(one =>
        {
            var row = new TableEntity("p", $"{one.Row}");
            for (var index = 0; index < one.Count; index++) row[$"P{index}"] = new string('x', 32 * 1024);
            return new TableTransactionAction(TableTransactionActionType.Add, row);
        });

    private static TableEntity Two(string key, int? a, int? b) => new("p", key) { ["A"] = a, ["B"] = b };

    private static async Task<string> KeysAsync(TableClient table) =>
        string.Concat((await table.QueryAsync<TableEntity>(cancellationToken: Token).ToListAsync(Token)).Select(row => row.RowKey));
}
