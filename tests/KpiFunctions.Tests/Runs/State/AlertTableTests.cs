using Azure.Data.Tables;
using KpiFunctions.Pipeline.Runs.State;
using KpiFunctions.Pipeline.Tables;
using KpiFunctions.StorageTwin;
using KpiFunctions.StorageTwin.Faults;
using KpiFunctions.Testing;
using Microsoft.Extensions.Time.Testing;

namespace KpiFunctions.Tests.Runs.State;

/// <summary>An alert is opened once, counted while it lasts, and closed by what resolves it.</summary>
public sealed class AlertTableTests
{
    private readonly FakeTimeProvider time = new(Given.Monday);
    private readonly TwinAccount twin;

    public AlertTableTests() => twin = new(time);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task An_alert_that_is_recorded_again_keeps_its_beginning_and_is_counted()
    {
        var alerts = await AlertsAsync();
        for (var i = 0; i < 3; i++)
        {
            await alerts.RecordAsync("shop", AlertKinds.SourceInTrouble, "facebook:1", $"reason {i}", Token, isFinal: i > 0, cause: AlertCauses.Credential("meta"));
            time.Advance(TimeSpan.FromHours(4));
        }

        var alert = (await alerts.FindAsync("shop", AlertKinds.SourceInTrouble, "facebook:1", Token)).ShouldNotBeNull();
        (alert.Since, alert.At, alert.Count).ShouldBe((Given.Monday, Given.Monday.AddHours(8), 3));
        (alert.Reason, alert.IsFinal, alert.Cause).ShouldBe(("reason 2", true, "credential:meta"));
    }

    [Fact]
    public async Task An_alert_that_was_closed_begins_anew()
    {
        var alerts = await AlertsAsync();
        await alerts.RecordAsync("shop", AlertKinds.DigestHeld, "2026-W48", "no figures", Token);
        await alerts.ClearAsync("shop", AlertKinds.DigestHeld, "2026-W48", Token);
        time.Advance(TimeSpan.FromDays(1));
        await alerts.RecordAsync("shop", AlertKinds.DigestHeld, "2026-W48", "no figures", Token);

        var alert = (await alerts.ReadAsync("shop", Token)).ShouldHaveSingleItem();
        (alert.Since, alert.Count).ShouldBe((Given.Monday.AddDays(1), 1));
    }

    [Fact]
    public async Task Many_writers_at_once_lose_neither_the_beginning_nor_the_count()
    {
        var first = await AlertsAsync();
        await first.RecordAsync("shop", AlertKinds.JobFailed, "fetch {}", "first", Token);
        time.Advance(TimeSpan.FromMinutes(1));
        var writers = await Task.WhenAll(Enumerable.Range(0, 8).Select(host => AlertsAsync($"host-{host}")));
        await Task.WhenAll(writers.Select(writer => Task.Run(async () =>
        {
            for (var i = 0; i < 5; i++) await writer.RecordAsync("shop", AlertKinds.JobFailed, "fetch {}", "again", Token);
        })));

        var alert = (await first.ReadAsync("shop", Token)).ShouldHaveSingleItem();
        (alert.Since, alert.Count).ShouldBe((Given.Monday, 41));
    }

    [Theory]
    [MemberData(nameof(TwinTables.Losses), MemberType = typeof(TwinTables))]
    public async Task A_write_whose_answer_is_lost_counts_once(FaultKind loss)
    {
        var alerts = await AlertsAsync();
        for (var i = 0; i < 2; i++)
        {
            using var lost = twin.LoseNext(loss);
            await alerts.RecordAsync("shop", AlertKinds.DigestMissed, "2026-W48", "nothing ran", Token);
        }

        (await alerts.ReadAsync("shop", Token)).ShouldHaveSingleItem().Count.ShouldBe(2);
    }

    [Fact]
    public async Task A_row_of_an_earlier_release_is_read_and_goes_on()
    {
        var account = await twin.AccountAsync();
        var alerts = account.Alerts(time);
        await alerts.RecordAsync("shop", AlertKinds.ConfigRefused, "shop.json", "a mistake", Token);
        var table = account.Table(TableNames.Failures);
        var row = await table.QueryAsync<TableEntity>(cancellationToken: Token).SingleAsync(Token);
        foreach (var column in new[] { "Since", "Count", "Cause", "Urgency", "WriteMarks" }) row.Remove(column);
        await table.UpdateEntityAsync(row, row.ETag, TableUpdateMode.Replace, Token);

        var before = (await alerts.ReadAsync("shop", Token)).ShouldHaveSingleItem();
        (before.Since, before.Count, before.Cause).ShouldBe((Given.Monday, 1, "client:shop"));
        time.Advance(TimeSpan.FromHours(1));
        await alerts.RecordAsync("shop", AlertKinds.ConfigRefused, "shop.json", "a mistake", Token);
        var after = (await alerts.ReadAsync("shop", Token)).ShouldHaveSingleItem();
        (after.Since, after.Count).ShouldBe((Given.Monday, 2));
    }

    [Fact]
    public async Task An_alert_that_was_recorded_again_since_it_was_read_is_not_closed()
    {
        var alerts = await AlertsAsync();
        await alerts.RecordAsync("shop", AlertKinds.WorkWoken, "shop", "a row was missing", Token);
        var read = (await alerts.ReadAsync("shop", Token)).ShouldHaveSingleItem();
        await alerts.RecordAsync("shop", AlertKinds.WorkWoken, "shop", "another one", Token);
        await alerts.ClearAsync(read, Token);
        var again = (await alerts.ReadAsync("shop", Token)).ShouldHaveSingleItem();
        await alerts.ClearAsync(again, Token);
        await alerts.ClearAsync(again, Token);

        (await alerts.ReadAsync("shop", Token)).ShouldBeEmpty();
    }

    [Theory]
    [InlineData("shop", AlertKinds.ConfigRefused, "shop.json", "client:shop")]
    [InlineData("shop", AlertKinds.MetricRefused, "facebook:1 reach", "platform:facebook")]
    [InlineData("shop", AlertKinds.TemplateFailed, "atelier", "brand:atelier")]
    [InlineData("brand:atelier", AlertKinds.TemplateRefused, "atelier/digest.html", "brand:atelier")]
    [InlineData("-", AlertKinds.LinkKeysUnreadable, "link-keys", "pipeline")]
    [InlineData("-", AlertKinds.ApiVersionEnds, "x 2", "platform:x")]
    public async Task What_one_remedy_fixes_follows_from_the_kind_where_nobody_says_it(string client, string kind, string subject, string cause)
    {
        var alerts = await AlertsAsync();
        await alerts.RecordAsync(client, kind, subject, "reason", Token);
        (await alerts.ReadAsync(client, Token)).ShouldHaveSingleItem().Cause.ShouldBe(cause);
    }

    private async Task<AlertTable> AlertsAsync(string host = "") => (await twin.AccountAsync(host)).Alerts(time);
}
