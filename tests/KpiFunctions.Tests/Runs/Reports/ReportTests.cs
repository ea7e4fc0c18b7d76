using Azure.Data.Tables;
using KpiFunctions.Pipeline.Delivery;
using KpiFunctions.Pipeline.Periods;
using KpiFunctions.Pipeline.Runs.State;
using KpiFunctions.Pipeline.Tables;
using KpiFunctions.StorageTwin;
using KpiFunctions.StorageTwin.Faults;
using KpiFunctions.Testing;
using KpiFunctions.Tests.Runs.Digests;

namespace KpiFunctions.Tests.Runs.Reports;

/// <summary>The mails to consultants: one a week, and at once what cannot wait; none lost, none doubled, none to the wrong one.</summary>
public sealed class ReportTests
{
    private const string Page = "201100000000002";

    /// <summary>Monday 30 November 2026, eight in the morning in Paris.</summary>
    private static readonly DateTimeOffset NextMonday = Given.Monday.AddDays(7).AddHours(-1);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Each_Monday_at_eight_a_consultant_with_nothing_to_do_reads_so_in_two_lines()
    {
        await using var test = await TestPipeline.StartAsync(Given.Monday);
        await test.DropConfigAsync("shop.json", Given.Client("shop"));
        await test.LeapToAsync(NextMonday.AddMinutes(-1));
        test.Simulator.SentToConsultants.ShouldBeEmpty();
        await test.LeapToAsync(NextMonday.AddDays(7));

        var mails = Mails(test);
        mails.Select(mail => mail.At).ShouldBe([NextMonday, NextMonday.AddDays(7)]);
        mails.ShouldAllBe(mail => mail.To == "studio@agency.example" && mail.Subject.StartsWith("Rien à faire", StringComparison.Ordinal));
        var text = mails[0].Text.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        text.ShouldContain("Rien à faire");
        text.ShouldContain("1 client. 1 bilan parti. Toutes les sources répondent, et rien ne vous attend.");
    }

    [Fact]
    public async Task A_refused_config_is_told_at_the_next_tick_and_again_only_on_Monday()
    {
        await using var test = await TestPipeline.StartAsync(Given.Monday.AddMinutes(1));
        await test.DropConfigAsync("shop.json", Given.Client("shop"));
        await test.DropConfigAsync("shop.json", Given.Client("shop").Replace("awareness", "awarness", StringComparison.Ordinal));
        await test.LeapToAsync(Given.Monday.AddMinutes(15));
        var mail = Mails(test).ShouldHaveSingleItem();
        mail.Subject.ShouldBe("Une chose à faire sans attendre : Client shop");
        mail.Text.ShouldContain("awarness");

        // Another refused version is the same trouble.
        await test.DropConfigAsync("shop.json", Given.Client("shop").Replace("awareness", "awarnes", StringComparison.Ordinal));
        await test.LeapToAsync(NextMonday.AddHours(-1));
        Mails(test).Count.ShouldBe(1);
        await test.LeapToAsync(NextMonday);
        Mails(test)[^1].Subject.ShouldContain("1 chose à faire", Case.Insensitive);

        await test.DropConfigAsync("shop.json", Given.Client("shop"));
        await test.LeapToAsync(NextMonday.AddDays(7));
        Mails(test).Count.ShouldBe(3);
        Mails(test)[^1].Subject.ShouldContain("rien à faire", Case.Insensitive);
    }

    [Fact]
    public async Task What_comes_until_the_tick_goes_into_one_mail_and_a_dead_access_of_many_clients_is_one_line()
    {
        await using var test = await TestPipeline.StartAsync(Given.Monday.AddMinutes(1));
        test.Simulator.Faults.Add(new(KpiFunctions.Simulator.Faults.FaultKind.ExpiredToken) { At = "facebook" });
        for (var i = 0; i < 12; i++) await test.DropConfigAsync($"client-{i:00}.json", Given.Client($"client-{i:00}", page: $"2011000000000{i:00}"));
        await test.LeapToAsync(Given.Monday.AddHours(1));

        var mail = Mails(test).ShouldHaveSingleItem();
        mail.Subject.ShouldBe("Une chose à faire sans attendre");
        mail.Text.ShouldContain("Accès « meta-agency » (Facebook) : l’accès a expiré".Replace("« ", "«\u00a0", StringComparison.Ordinal).Replace(" »", "\u00a0»", StringComparison.Ordinal).Replace(" :", "\u00a0:", StringComparison.Ordinal));
        mail.Text.ShouldContain("12 clients");
    }

    [Fact]
    public async Task A_source_that_fails_three_times_in_a_row_is_told_at_once_and_one_that_fails_twice_is_not()
    {
        await using var test = await TestPipeline.StartAsync(Given.Monday.AddMinutes(1));
        test.Simulator.Faults.Add(new(KpiFunctions.Simulator.Faults.FaultKind.ServerError) { At = "facebook", Account = Page });
        await test.DropConfigAsync("shop.json", Given.Client("shop"));
        while ((await test.Get<AlertTable>().ReadAsync("shop", Token)).Single().Count < 3)
        {
            Mails(test).ShouldBeEmpty();
            await test.LeapToAsync(test.Clock.GetUtcNow().AddMinutes(15));
        }

        await test.LeapToAsync(test.Clock.GetUtcNow().AddMinutes(20));
        Mails(test).ShouldHaveSingleItem().Text.ShouldContain("l’outil de mesure ne répond pas");
    }

    [Fact]
    public async Task A_consultants_mail_never_has_another_ones_client()
    {
        await using var test = await TestPipeline.StartAsync(Given.Monday.AddMinutes(1));
        test.Simulator.Faults.Add(new(KpiFunctions.Simulator.Faults.FaultKind.ExpiredToken) { At = "facebook" });
        for (var i = 0; i < 6; i++)
            await test.DropConfigAsync($"client-{i}.json", Given.Client($"client-{i}").Replace("studio@agency.example", i % 2 == 0 ? "even@agency.example" : "odd@agency.example", StringComparison.Ordinal));
        await test.LeapToAsync(NextMonday);

        foreach (var mail in Mails(test))
            for (var i = 0; i < 6; i++)
                mail.Text.Contains($"client-{i}", StringComparison.Ordinal).ShouldBe(mail.To == (i % 2 == 0 ? "even@agency.example" : "odd@agency.example"), $"{mail.To}: client-{i}");
        Mails(test).GroupBy(mail => mail.To).Count().ShouldBe(2);
    }

    [Fact]
    public async Task A_client_that_changes_its_consultant_is_in_the_mail_of_the_new_one_alone()
    {
        await using var test = await TestPipeline.StartAsync(Given.Monday.AddMinutes(1));
        await test.DropConfigAsync("shop.json", Given.Client("shop").Replace("studio@agency.example", "before@agency.example", StringComparison.Ordinal));
        await test.DropConfigAsync("shop.json", Given.Client("shop").Replace("studio@agency.example", "after@agency.example", StringComparison.Ordinal));
        await test.LeapToAsync(NextMonday);
        Mails(test).ShouldHaveSingleItem().To.ShouldBe("after@agency.example");
    }

    [Fact]
    public async Task Who_is_away_gets_no_mail_and_the_others_do()
    {
        await using var test = await TestPipeline.StartAsync(Given.Monday.AddMinutes(1));
        var several = "\"consultants\": [ { \"name\": \"Anne\", \"email\": \"anne@agency.example\", \"awayUntil\": \"2026-12-01\" }, { \"name\": \"Omar\", \"email\": \"omar@agency.example\", \"language\": \"en\" } ]";
        await test.DropConfigAsync("shop.json", Given.Client("shop").Replace("\"consultant\": { \"name\": \"Studio\", \"email\": \"studio@agency.example\" }", several, StringComparison.Ordinal));
        await test.LeapToAsync(NextMonday.AddDays(7));

        Mails(test).Select(mail => (mail.At, mail.To)).ShouldBe([(NextMonday, "omar@agency.example"), (NextMonday.AddDays(7), "anne@agency.example"), (NextMonday.AddDays(7), "omar@agency.example")], ignoreOrder: true);
        Mails(test).First(mail => mail.To == "omar@agency.example").Subject.ShouldContain("Nothing to do", Case.Insensitive);
    }

    [Fact]
    public async Task What_concerns_no_client_and_clients_without_a_consultant_go_to_the_agencys_address()
    {
        await using var test = await TestPipeline.StartAsync(Given.Monday.AddMinutes(1), new() { ["Agency:Address"] = "desk@agency.example" });
        await test.DropConfigAsync("shop.json", Given.Client("shop"));
        await test.DropConfigAsync("new.json", Given.Client("new").Replace("awareness", "awarness", StringComparison.Ordinal));
        await test.LeapToAsync(Given.Monday.AddMinutes(30));
        var urgent = Mails(test).ShouldHaveSingleItem();
        (urgent.To, urgent.Text.Contains("new", StringComparison.Ordinal)).ShouldBe(("desk@agency.example", true));

        await test.Get<AlertTable>().RecordAsync(AlertTable.NoClient, AlertKinds.LinkKeysUnreadable, "link-keys", "The keys are no JSON.", Token);
        await test.LeapToAsync(NextMonday);
        var weekly = Mails(test).Where(mail => mail.At == NextMonday).ToList();
        weekly.Single(mail => mail.To == "desk@agency.example").Text.ShouldContain("The keys are no JSON.");
        weekly.Single(mail => mail.To == "studio@agency.example").Text.ShouldNotContain("The keys are no JSON.");
    }

    [Fact]
    public async Task The_agency_hears_where_nothing_is_fetched_for_a_day_and_where_it_is_fetched_again()
    {
        await using var test = await TestPipeline.StartAsync(Given.Monday.AddMinutes(1), new() { ["Agency:Address"] = "desk@agency.example" });
        await test.DropConfigAsync("shop.json", Given.Client("shop"));
        await test.LeapToAsync(Given.Monday.AddHours(3));
        test.Clock.LeapTo(Given.Monday.AddHours(28));
        await test.Jobs.RunTimerAsync("PlanReports", Token);
        var alert = (await test.Get<AlertTable>().ReadAsync(AlertTable.NoClient, Token)).ShouldHaveSingleItem();
        (alert.Kind, alert.Subject).ShouldBe((AlertKinds.PipelineSilent, "fetches"));

        await test.LeapToAsync(Given.Monday.AddHours(29));
        (await test.Get<AlertTable>().ReadAsync(AlertTable.NoClient, Token)).ShouldBeEmpty();
    }

    [Theory]
    [InlineData("2027-03-29T06:00:00+00:00")]
    [InlineData("2026-10-26T07:00:00+00:00")]
    public async Task On_the_Monday_after_the_clocks_changed_the_mail_comes_at_eight_too(string monday)
    {
        var due = DateTimeOffset.Parse(monday, System.Globalization.CultureInfo.InvariantCulture);
        await using var test = await TestPipeline.StartAsync(due.AddDays(-3));
        await test.DropConfigAsync("shop.json", Given.Client("shop"));
        await test.LeapToAsync(due.AddHours(3));
        Mails(test).ShouldHaveSingleItem().At.ShouldBe(due);
    }

    [Fact]
    public async Task A_consultant_whose_clients_move_to_another_zone_gets_one_mail_a_week()
    {
        await using var test = await TestPipeline.StartAsync(NextMonday.AddHours(-30));
        await test.DropConfigAsync("shop.json", Given.Client("shop"));
        await test.LeapToAsync(NextMonday.AddHours(1));
        await test.DropConfigAsync("shop.json", Given.Client("shop").Replace("Europe/Paris", "America/New_York", StringComparison.Ordinal));
        await test.LeapToAsync(NextMonday.AddDays(7).AddHours(7));

        Mails(test).Select(mail => mail.At).ShouldBe([NextMonday, NextMonday.AddDays(7).AddHours(6)]);
    }

    [Fact]
    public async Task A_message_that_comes_twice_and_two_hosts_at_once_send_one_mail()
    {
        await using var test = await TestPipeline.StartAsync(Given.Monday.AddMinutes(1));
        await test.DropConfigAsync("shop.json", Given.Client("shop"));
        await test.LeapToAsync(Given.Monday.AddDays(1));
        test.Clock.LeapTo(NextMonday);
        var other = await test.StartAnotherAsync();
        var message = MessageJson.Write(new ReportMessage(RecipientHash.Of("studio@agency.example"), "2026-W49"));
        await Task.WhenAll(Enumerable.Range(0, 6).Select(i => (i % 2 == 0 ? test.Jobs : other.Jobs).RunMessageAsync("SendReport", message, Token)));
        await test.LeapToAsync(NextMonday.AddHours(2));

        test.Simulator.SentToConsultants.ShouldHaveSingleItem().IsDuplicate.ShouldBeFalse();
    }

    [Theory]
    [InlineData("work|")]
    [InlineData("due|")]
    [InlineData("")]
    public async Task A_mail_whose_rows_in_Due_are_lost_is_sent_by_the_daily_sweep(string rows)
    {
        await using var test = await TestPipeline.StartAsync(Given.Monday.AddMinutes(1));
        await test.DropConfigAsync("shop.json", Given.Client("shop"));
        await test.LeapToAsync(NextMonday.AddMinutes(-10));
        await LoseRowsAsync(test, rows);
        await test.LeapToAsync(NextMonday.AddDays(1).AddHours(1));
        test.Simulator.SentToConsultants.ShouldHaveSingleItem();
        await test.LeapToAsync(NextMonday.AddDays(7));
        test.Simulator.SentToConsultants.Count.ShouldBe(2);
    }

    [Theory]
    [InlineData("work|")]
    [InlineData("due|")]
    [InlineData("")]
    public async Task What_cannot_wait_is_told_by_the_daily_sweep_where_its_rows_in_Due_are_lost(string rows)
    {
        await using var test = await TestPipeline.StartAsync(Given.Monday.AddDays(1).AddMinutes(1));
        await test.DropConfigAsync("shop.json", Given.Client("shop"));
        await test.DropConfigAsync("shop.json", Given.Client("shop").Replace("awareness", "awarness", StringComparison.Ordinal));
        await LoseRowsAsync(test, rows);
        await test.LeapToAsync(Given.Monday.AddDays(2).AddHours(1));
        test.Simulator.SentToConsultants.ShouldHaveSingleItem();
    }

    [Theory]
    [InlineData("Deliveries")]
    [InlineData("Consultants")]
    [InlineData("Due")]
    public async Task A_process_that_dies_at_any_write_sends_each_mail_once(string table)
    {
        for (var nth = 1; nth <= 2; nth++)
        {
            await using var test = await TestPipeline.StartAsync(Given.Monday.AddMinutes(1));
            await test.DropConfigAsync("shop.json", Given.Client("shop"));
            await test.DropConfigAsync("shop.json", Given.Client("shop").Replace("awareness", "awarness", StringComparison.Ordinal));
            test.Clock.LeapTo(Given.Monday.AddMinutes(15));
            var (writes, isDead) = (0, false);
            using (test.Storage.Twin.Faults.Add(new(FaultKind.LoseRequest) { Times = int.MaxValue, When = request => isDead |= request.Writes && IsOf(request, table) && ++writes == nth }))
            {
                await DieAsync(() => test.Jobs.RunTimerAsync("PlanReports", Token));
                await DieAsync(() => test.Pipeline.Host.DrainAsync(Token));
            }

            await test.RestartAsync();
            await test.LeapToAsync(Given.Monday.AddHours(2));
            var mails = test.Simulator.SentToConsultants;
            mails.Count.ShouldBeLessThanOrEqualTo(1, $"{table}, write {nth}");
            if (mails.Count == 0) (await test.Get<DeliveryTable>().ReadAsync(ReportMessage.DeliveryClientOf(RecipientHash.Of("studio@agency.example")), IsoWeek.Parse("2026-W48"), Token)).ShouldHaveSingleItem().State.ShouldBe(DeliveryState.Unknown);
        }
    }

    private static bool IsOf(TwinRequest request, string table) =>
        request.PathAndQuery.Contains(table, StringComparison.Ordinal) || request.Body?.Contains($"/{table}", StringComparison.Ordinal) == true;

    /// <summary>Deletes the rows in <c>Due</c> of mails to consultants: those by the work's name, those by instant, or all.</summary>
    private static async Task LoseRowsAsync(TestPipeline test, string beginning)
    {
        var table = test.Account.Table(TableNames.Due);
        List<TableEntity> lost = [];
        await foreach (var row in table.QueryAsync<TableEntity>(cancellationToken: Token))
            if (row.RowKey.StartsWith(beginning, StringComparison.Ordinal) && row.GetString("Queue") == QueueNames.Report) lost.Add(row);
        lost.ShouldNotBeEmpty();
        foreach (var row in lost) await table.DeleteEntityAsync(row.PartitionKey, row.RowKey, cancellationToken: Token);
    }

    private static async Task DieAsync(Func<Task> work)
    {
        try
        {
            await work();
        }
        catch (Exception exception) when (exception is Azure.RequestFailedException or AggregateException or HttpRequestException)
        {
            // The storage is out of reach from then on, as for a process that is gone.
        }
    }

    private static IReadOnlyList<SentMail> Mails(TestPipeline test) => [.. test.Simulator.SentToConsultants.Select(SentMail.Of)];
}
