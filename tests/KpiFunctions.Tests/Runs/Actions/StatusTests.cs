using KpiFunctions.Cli.Acting;
using KpiFunctions.Pipeline.Delivery.Links;
using KpiFunctions.Pipeline.Runs.Actions;
using KpiFunctions.Pipeline.Runs.State;
using KpiFunctions.Simulator.Faults;
using KpiFunctions.Testing;

namespace KpiFunctions.Tests.Runs.Actions;

/// <summary>What <c>kpi status</c> shows.</summary>
public sealed class StatusTests
{
    private static readonly DateTimeOffset Due = ActingPipeline.Due;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_first_config_that_is_refused_is_shown_with_its_problems_and_what_to_do()
    {
        await using var shop = await ActingPipeline.StartAsync();
        await shop.Test.DropConfigAsync("broken.json", Given.Client("broken").Replace("awareness", "awarness", StringComparison.Ordinal).Replace("Europe/Paris", "GMT+1", StringComparison.Ordinal));
        var all = await StatusAsync(shop);
        all[0].ShouldBe("broken: no config of it is in force");
        all[1].ShouldStartWith("  config-refused, 2026-11-23 08:00 UTC: broken.json:");
        all.ShouldContain(line => line.StartsWith("    broken.json:", StringComparison.Ordinal) && line.Contains("awarness", StringComparison.Ordinal));
        all.ShouldContain("    to do: Fix what the verdict names, and drop the file again.");
        all[^1].ShouldBe("1 client has nothing to look at.");

        var reader = shop.Test.Get<StatusReader>();
        (await reader.FindOtherAsync("broken", Token)).ShouldNotBeNull().Alerts.ShouldHaveSingleItem().Kind.ShouldBe(AlertKinds.ConfigRefused);
        (await reader.FindOtherAsync("unknown", Token)).ShouldBeNull();
    }

    [Fact]
    public async Task What_concerns_no_client_and_what_concerns_a_brand_are_shown_too()
    {
        await using var shop = await ActingPipeline.StartAsync();
        await shop.Test.Get<AlertTable>().RecordAsync(AlertTable.NoClient, AlertKinds.LinkKeysUnreadable, "keys", "no key", Token);
        await shop.Test.Get<AlertTable>().RecordAsync(AlertCauses.Brand("atelier"), AlertKinds.TemplateRefused, "atelier/digest.html", "line 3", Token);
        var all = await StatusAsync(shop);
        all.ShouldContain("link-keys-unreadable, 2026-11-23 08:00 UTC: no key");
        all.ShouldContain("the brand atelier");
        all.ShouldContain("  template-refused, 2026-11-23 08:00 UTC: line 3");
    }

    [Fact]
    public async Task Mails_of_several_recipients_are_told_apart_by_week_and_place()
    {
        await using var shop = await ActingPipeline.StartAsync(recipients: "\"one@client.example\", \"two@client.example\"");
        shop.Test.Simulator.Faults.Add(new(FaultKind.DropConnection) { At = "sendgrid" });
        await shop.Test.LeapToAsync(Due.AddHours(1));
        var all = await StatusAsync(shop);
        var held = all.Where(line => line.StartsWith("  mail-held", StringComparison.Ordinal)).ToList();
        held.Count.ShouldBe(2);
        foreach (var place in new[] { "recipients[0]", "recipients[1]" })
            held.ShouldContain(line => line.Contains($" UTC, 2026-W47, {place}: ", StringComparison.Ordinal));
        all.ShouldNotContain(line => line.Contains("@client.example", StringComparison.Ordinal));
    }

    [Fact]
    public async Task What_to_do_about_a_draft_that_a_person_holds_is_what_is_possible_then()
    {
        await using var shop = await ActingPipeline.StartAsync("\"review\": true");
        await shop.Test.LeapToAsync(Due.AddHours(1));
        await shop.DoAsync(ActionNames.Hold);
        var all = await StatusAsync(shop);
        all.ShouldContain("    to do: Marie holds it: `release` or `miss` it.");
        await shop.DoAsync(ActionNames.Release);
        (await StatusAsync(shop)).ShouldContain(line => line.Contains("to do: Look at it, then `approve`", StringComparison.Ordinal));
    }

    private static async Task<IReadOnlyList<string>> StatusAsync(ActingPipeline shop)
    {
        using var output = new StringWriter();
        var reader = shop.Test.Get<StatusReader>();
        var clients = await reader.ListAsync(Token);
        new StatusWriter(output, shop.Test.Clock.GetUtcNow()).Write(clients, await reader.ListOthersAsync(clients, Token));
        return output.ToString().ReplaceLineEndings("\n").Split('\n', StringSplitOptions.RemoveEmptyEntries);
    }
}
