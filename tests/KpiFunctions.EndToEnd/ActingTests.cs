using System.Diagnostics;
using KpiFunctions.Pipeline.Delivery;
using KpiFunctions.Pipeline.Delivery.Links;
using KpiFunctions.Pipeline.Periods;
using KpiFunctions.Pipeline.Runs.Actions;
using KpiFunctions.Pipeline.Runs.State;
using KpiFunctions.Testing;

namespace KpiFunctions.EndToEnd;

/// <summary>What people do by commands, in processes of their own, on an Azurite that the pipeline works on.</summary>
public sealed class ActingTests
{
    private static readonly DateTimeOffset Due = Given.Monday.AddHours(2);
    private static readonly IsoWeek Occurrence = IsoWeek.Parse("2026-W48");

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_digest_is_looked_at_held_released_approved_sent_again_and_accounted_for()
    {
        await using var test = await StartAsync();
        await test.LeapToAsync(Due.AddHours(1));
        var subject = System.Text.Json.JsonDocument.Parse(await test.ReadBlobAsync(Pipeline.Tables.ContainerNames.Digests, "shop/2026-W47.json")).RootElement.GetProperty("Subject").GetString();

        (await KpiAsync(test, 0, "status")).ShouldBe($"""
            shop (Client shop)
              next digest: 2026-11-30 10:00 UTC
              2026-W47: It is built and waits for approval until 2026-11-24 10:00 UTC.
                possible: approve, hold, miss
              digest-waits, 2026-11-23 10:00 UTC: The digest of 2026-W47 waits for approval: "{subject}". Without one, it is sent all the same at 2026-11-24 10:00 UTC.
                to do: Look at it, then `approve`, `hold` or `miss` it; unless somebody does, `digest.withoutAnswer` decides when `holdHours` have passed.
            0 clients have nothing to look at.

            """);

        (await KpiAsync(test, 0, "hold", "shop", "2026-W47", "--as", "Marie", "--why", "Tuesday looks wrong")).ShouldBe("The digest is held.\n");
        (await KpiAsync(test, 0, "hold", "shop", "2026-W47", "--as", "Paul")).ShouldBe(
            "Marie had done this before.\nMarie holds it until somebody releases it.\nPossible now: hold, release and miss.\n");
        (await KpiAsync(test, 1, "approve", "shop", "2026-W47", "--as", "Paul")).ShouldBe(
            "A person holds the digest.\nMarie holds it until somebody releases it.\nPossible now: hold, release and miss.\n");
        (await KpiAsync(test, 0, "release", "shop", "2026-W47", "--as", "Marie")).ShouldBe("The digest goes on.\n");
        (await KpiAsync(test, 0, "send", "shop", "2026-W47", "--test", "--as", "Marie", "--why", "how it looks")).ShouldBe("1 mail is queued.\nIt goes to studio@agency.example.\n");
        await test.Pipeline.Host.DrainAsync(Token);
        test.Simulator.Sent.ShouldHaveSingleItem().Subject.ShouldBe($"[Test] Client shop · {subject}");

        (await KpiAsync(test, 0, "approve", "shop", "2026-W47", "--as", "Marie")).ShouldBe("The digest is approved and leaves within a minute.\n");
        await test.Pipeline.Host.DrainAsync(Token);
        test.Simulator.Sent.Count.ShouldBe(2);
        (await KpiAsync(test, 0, "approve", "shop", "2026-W47", "--as", "Paul")).ShouldBe(
            "Marie had done this: 2026-11-23 11:00 UTC.\nIt has been sent.\nPossible now: send.\n");
        (await KpiAsync(test, 0, "send", "shop", "2026-W47", "--recipient", "OWNER@client.example", "--why", "it never came", "--as", "Paul")).ShouldBe("1 mail is queued.\n");
        await test.Pipeline.Host.DrainAsync(Token);
        test.Simulator.Sent.Count.ShouldBe(3);

        // Those of one instant are in the order of their ids.
        string[] expected =
        [
            "shop (Client shop)",
            "  next digest: 2026-11-30 10:00 UTC",
            "  2026-W47: It has been sent.",
            "  2026-11-23 11:00 UTC: hold 2026-W47 by Marie (command): done. Why: Tuesday looks wrong",
            "  2026-11-23 11:00 UTC: hold 2026-W47 by Paul (command): already-done",
            "  2026-11-23 11:00 UTC: approve 2026-W47 by Paul (command): not-possible",
            "  2026-11-23 11:00 UTC: release 2026-W47 by Marie (command): done",
            "  2026-11-23 11:00 UTC: send 2026-W47 by Marie (command): done. Why: how it looks",
            "  2026-11-23 11:00 UTC: approve 2026-W47 by Marie (command): done",
            "  2026-11-23 11:00 UTC: approve 2026-W47 by Paul (command): already-done",
            "  2026-11-23 11:00 UTC: send 2026-W47 by Paul (command): done. Why: it never came",
        ];
        (await KpiAsync(test, 0, "status", "shop")).Split('\n', StringSplitOptions.RemoveEmptyEntries).ShouldBe(expected, ignoreOrder: true);
    }

    [Fact]
    public async Task A_client_is_paused_and_resumed_and_a_recipient_is_written_to_again()
    {
        await using var test = await StartAsync();
        (await KpiAsync(test, 0, "pause", "shop", "--until", "2026-12-24", "--as", "Marie")).ShouldBe("The pause begins now.\n");
        (await KpiAsync(test, 0, "status", "shop")).ShouldContain("  paused by Marie since 2026-11-23 08:00 UTC, until 2026-12-23 23:00 UTC\n");
        (await KpiAsync(test, 0, "resume", "shop", "--as", "Marie")).ShouldBe("The pause has ended.\n");
        (await KpiAsync(test, 0, "resume", "shop", "--as", "Marie")).ShouldBe("There is no pause.\n");

        await test.Get<SuppressionTable>().AddAsync("shop", RecipientHash.Of("owner@client.example"), "unsubscribed", Token);
        (await KpiAsync(test, 0, "lift", "shop", "owner@client.example", "--as", "Marie")).ShouldBe("The recipient gets digests again.\n");
        (await KpiAsync(test, 1, "replay", "shop", "--as", "Marie")).ShouldBe("No message of a failed job is kept.\n");
    }

    [Theory]
    [InlineData("approve nobody 2026-W47", "No config of that client is in force.\nThere is: shop.")]
    [InlineData("approve shoop 2026-W47", "Did you mean \"shop\"?")]
    [InlineData("send shop 2026-W47 --why ", "--why: it is empty")]
    [InlineData("approve shop 2026-W40", "No digest that reports that week has fallen due.")]
    [InlineData("lift shop nobody@client.example", "The config has no such recipient.\nThere is: owner@client.example.")]
    [InlineData("approve shop 2026-47", "is not an ISO week")]
    [InlineData("send shop 2026-W47", "--why")]
    [InlineData("send shop 2026-W47 --why x --test --recipient owner@client.example", "give one of them")]
    [InlineData("hold shop 2026-W47 --until tomorrow", "is not an instant")]
    [InlineData("pause shop --until soon", "is not a day")]
    [InlineData("replay shop --queue mails", "allowed: blob-events, fetch, digest, send, sweep")]
    [InlineData("status nobody", "kpi add nobody.json")]
    public async Task A_wrong_call_says_what_there_is_and_exits_with_2(string arguments, string words)
    {
        await using var test = await StartAsync();
        (await KpiAsync(test, 2, arguments.Split(' '))).ShouldContain(words);
    }

    [Fact]
    public async Task Two_people_at_once_on_two_instances_approve_once_and_a_repeated_instruction_sends_once()
    {
        await using var test = await StartAsync();
        await test.LeapToAsync(Due.AddHours(1));
        var other = await test.StartAnotherAsync();
        ActionRunner[] runners = [test.Get<ActionRunner>(), other.Get<ActionRunner>()];
        var approved = await Task.WhenAll(Enumerable.Range(0, 4).Select(number => ActAsync(test, runners[number % 2], ActionNames.Approve, $"a{number}")));
        approved.Count(result => result.Outcome == ActionOutcome.Done).ShouldBe(1);
        approved.Count(result => result.Outcome == ActionOutcome.AlreadyDone).ShouldBe(3);
        await test.Pipeline.Host.DrainAsync(Token);
        await Task.WhenAll(Enumerable.Range(0, 4).Select(number => ActAsync(test, runners[number % 2], ActionNames.Send, "one")));
        await test.Pipeline.Host.DrainAsync(Token);
        test.Simulator.Sent.Count.ShouldBe(2);
    }

    private static Task<ActionResult> ActAsync(TestPipeline test, ActionRunner runner, string action, string id) =>
        runner.RunAsync(new(action, "shop") { Occurrence = Occurrence }, new(id, id, Instruction.Command, test.Clock.GetUtcNow()), Token);

    private static async Task<TestPipeline> StartAsync()
    {
        var test = await TestPipeline.StartAsync(Given.Monday);
        await test.DropConfigAsync("shop.json", Given.Client("shop").Replace("\"time\": \"11:00\"", "\"time\": \"11:00\", \"review\": true", StringComparison.Ordinal));
        return test;
    }

    /// <summary>What a command says, on either stream.</summary>
    private static async Task<string> KpiAsync(TestPipeline test, int exitCode, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo("dotnet", [Path.Combine(AppContext.BaseDirectory, "kpi.dll"), .. arguments, "--data", test.Storage.Directory, "--now", $"{test.Clock.GetUtcNow():O}"])
        {
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
        var (output, error) = (process.StandardOutput.ReadToEndAsync(Token), process.StandardError.ReadToEndAsync(Token));
        await process.WaitForExitAsync(Token);
        var said = await output + await error;
        process.ExitCode.ShouldBe(exitCode, said);
        return said;
    }
}
