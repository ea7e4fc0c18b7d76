using Azure;
using Azure.Data.Tables;
using KpiFunctions.Pipeline.Tables;
using KpiFunctions.StorageTwin;
using KpiFunctions.StorageTwin.Faults;
using KpiFunctions.Testing;
using Microsoft.Extensions.Time.Testing;

namespace KpiFunctions.Tests.Tables;

public sealed class ConditionalWritesTests
{
    private readonly TwinAccount twin = new(new FakeTimeProvider());

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [MemberData(nameof(TwinTables.Losses), MemberType = typeof(TwinTables))]
    public async Task A_write_whose_answer_is_lost_is_known_to_have_taken_effect(FaultKind loss)
    {
        var (table, writes) = await TableAsync();
        twin.LoseNext(loss);
        var inserted = await writes.TryInsertAsync(Row("first"), Token);
        inserted.ShouldBe(await VersionAsync(table));

        twin.LoseNext(loss);
        var replaced = await writes.TryReplaceAsync(Row("second"), inserted!.Value, Token);
        replaced.ShouldBe(await VersionAsync(table));
        (await table.GetEntityAsync<TableEntity>("p", "r", cancellationToken: Token)).Value.GetString("Text").ShouldBe("second");
    }

    [Fact]
    public async Task A_write_that_another_one_came_before_is_refused()
    {
        var (_, writes) = await TableAsync();
        var version = (await writes.TryInsertAsync(Row("theirs"), Token)).ShouldNotBeNull();
        (await writes.TryInsertAsync(Row("ours"), Token)).ShouldBeNull();

        (await writes.TryReplaceAsync(Row("theirs again"), version, Token)).ShouldNotBeNull();
        (await writes.TryReplaceAsync(Row("ours"), version, Token)).ShouldBeNull();
    }

    [Fact]
    public async Task A_row_that_was_deleted_is_not_replaced_and_a_table_that_is_missing_is_no_lost_race()
    {
        var (table, writes) = await TableAsync();
        var version = (await writes.TryInsertAsync(Row("first"), Token)).ShouldNotBeNull();
        await table.DeleteEntityAsync("p", "r", cancellationToken: Token);
        (await writes.TryReplaceAsync(Row("second"), version, Token)).ShouldBeNull();

        await table.DeleteAsync(Token);
        (await Should.ThrowAsync<RequestFailedException>(writes.TryReplaceAsync(Row("third"), version, Token))).Status.ShouldBe(404);
        (await Should.ThrowAsync<RequestFailedException>(writes.TryInsertAsync(Row("third"), Token))).Status.ShouldBe(404);
    }

    [Fact]
    public async Task A_version_that_another_writer_has_followed_is_not_returned_as_the_current_one()
    {
        var (table, writes) = await TableAsync();
        var version = (await writes.TryInsertAsync(Row("first"), Token)).ShouldNotBeNull();
        using var lost = twin.LoseNext(FaultKind.LoseAnswer);
        using var secondLook = twin.Gate.Hold(request => request.Method == "GET", times: 1);
        var ours = writes.TryReplaceAsync(Row("ours"), version, Token);
        await secondLook.Arrived(Token);

        var read = (await table.QueryAsync<TableEntity>(cancellationToken: Token).ToListAsync(Token)).Single();
        read["Text"] = "theirs";
        (await writes.TryReplaceAsync(read, read.ETag, Token)).ShouldNotBeNull();
        secondLook.Release();
        (await ours).ShouldBeNull();
    }

    [Fact]
    public async Task A_change_counts_once_although_its_answer_is_lost_and_others_follow_before_the_second_look()
    {
        var (table, writes) = await TableAsync();
        await writes.TryInsertAsync(Row("first"), Token);
        var read = (await table.GetEntityAsync<TableEntity>("p", "r", cancellationToken: Token)).Value;
        using var lost = twin.LoseNext(FaultKind.LoseAnswer);
        using var secondLook = twin.Gate.Hold(request => request.Method == "GET", times: 1);
        var ours = writes.TryChangeAsync(read, read.ETag, Token);
        await secondLook.Arrived(Token);

        for (var i = 0; i < 5; i++)
        {
            var theirs = (await table.QueryAsync<TableEntity>(cancellationToken: Token).ToListAsync(Token)).Single();
            (await writes.TryChangeAsync(theirs, theirs.ETag, Token)).ShouldBeTrue();
        }

        secondLook.Release();
        (await ours).ShouldBeTrue();
    }

    [Fact]
    public async Task A_write_that_is_not_refused_costs_one_request()
    {
        var (_, writes) = await TableAsync();
        twin.ClearRequests();
        var version = (await writes.TryInsertAsync(Row("first"), Token)).ShouldNotBeNull();
        await writes.TryReplaceAsync(Row("second"), version, Token);
        twin.Requests.Count.ShouldBe(2);
    }

    private static TableEntity Row(string text) => new("p", "r") { ["Text"] = text };

    private static async Task<ETag?> VersionAsync(TableClient table) => (await table.GetEntityAsync<TableEntity>("p", "r", cancellationToken: Token)).Value.ETag;

    private async Task<(TableClient Table, ConditionalWrites Writes)> TableAsync()
    {
        var table = (await twin.AccountAsync()).Table(TableNames.Runs);
        return (table, new(table));
    }
}
