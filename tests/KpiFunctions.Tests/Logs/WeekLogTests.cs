using KpiFunctions.Pipeline.Delivery;
using KpiFunctions.Simulator.Faults;
using KpiFunctions.Testing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace KpiFunctions.Tests.Logs;

/// <summary>What an operator reads of a week.</summary>
public sealed class WeekLogTests : IDisposable
{
    private const string Recipient = "owner@client.example";
    private readonly RecordedLog log = new();

    public void Dispose() => log.Dispose();

    [Fact]
    public async Task A_good_week_is_a_few_lines_of_progress()
    {
        await using var test = await StartAsync();
        await test.DropConfigAsync("shop.json", Given.Client("shop"));
        await test.LeapToAsync(Given.Monday.AddHours(10));
        test.Simulator.Sent.ShouldHaveSingleItem();

        var lines = LinesOf("shop");
        lines.Select(line => line.Level).Distinct().ShouldBe([LogLevel.Information], string.Join('\n', lines.Select(line => line.Text)));
        Events(lines, "BlobIntake", "FetchJob", "DigestPlanner", "DigestOrchestrator", "DigestSender").Distinct().ShouldBe(
        [
            "BlobIntake.Accepted", "FetchJob.Fetched", "DigestPlanner.Planned", "DigestOrchestrator.Built", "DigestOrchestrator.MailsQueued", "DigestSender.Accepted", "DigestOrchestrator.Sent",
        ]);
        lines.Count.ShouldBeLessThan(15, "the log of a week without trouble stays short");
        log.Lines.Select(line => line.Event).ShouldContain("FetchPlanner.Sent");
        log.Lines.Select(line => line.Event).ShouldContain("BlobReconciler.Queued");
    }

    [Fact]
    public async Task A_refused_config_and_a_refused_access_are_errors()
    {
        await using var test = await StartAsync();
        await test.DropConfigAsync("broken.json", "{ }");
        LinesOf("broken").ShouldContain(line => line.Event == "BlobIntake.Refused" && line.Level == LogLevel.Error);

        using (test.Simulator.Faults.Add(new(FaultKind.Unauthorized) { At = "facebook" })) await test.DropConfigAsync("locked.json", Given.Client("locked"));
        LinesOf("locked").ShouldContain(line => line.Event == "FetchJob.FetchBlocked" && line.Level == LogLevel.Error);
    }

    [Fact]
    public async Task A_mail_that_is_put_off_is_a_warning_and_one_with_an_unknown_outcome_an_error()
    {
        await using var test = await StartAsync();
        await test.DropConfigAsync("shop.json", Given.Client("shop"));
        using (test.Simulator.Faults.Add(new(FaultKind.Unavailable) { At = "sendgrid" })) await test.LeapToAsync(Given.Monday.AddHours(3));
        LinesOf("shop").ShouldContain(line => line.Event == "DigestSender.PutOff" && line.Level == LogLevel.Warning);

        using (test.Simulator.Faults.Add(new(FaultKind.ServerError) { At = "sendgrid" })) await test.LeapToAsync(Given.Monday.AddHours(12));
        LinesOf("shop").ShouldContain(line => line.Event == "DigestSender.Unknown" && line.Level == LogLevel.Error);
        LinesOf("shop").ShouldContain(line => line.Event == "DigestOrchestrator.Held" && line.Level == LogLevel.Error);
    }

    [Fact]
    public async Task No_line_holds_a_recipient()
    {
        await using var test = await StartAsync();
        await test.DropConfigAsync("shop.json", Given.Client("shop"));
        using (test.Simulator.Faults.Add(new(FaultKind.Unavailable) { At = "sendgrid" })) await test.LeapToAsync(Given.Monday.AddHours(5));
        await test.LeapToAsync(Given.Monday.AddHours(24));

        log.Lines.Count.ShouldBeGreaterThan(8);
        foreach (var line in log.Lines)
        {
            line.Text.ShouldNotContain(Recipient, Case.Insensitive);
            line.Text.ShouldNotContain(RecipientHash.Of(Recipient), Case.Insensitive);
        }
    }

    private Task<TestPipeline> StartAsync() => TestPipeline.StartAsync(
        Given.Monday,
        configure: services => services.AddLogging(logging => logging.AddProvider(log).AddFilter<RecordedLog>("KpiFunctions", LogLevel.Information)));

    private List<LogLine> LinesOf(string client) => [.. log.Lines.Where(line => line.Text.Contains(client, StringComparison.Ordinal))];

    private static IEnumerable<string> Events(IEnumerable<LogLine> lines, params string[] sources) => lines.Where(line => sources.Contains(line.Source)).Select(line => line.Event);
}
