using System.Text;
using System.Text.Json;
using Azure.Storage.Blobs.Models;
using KpiFunctions.Pipeline.Runs.Intake;
using KpiFunctions.Pipeline.Runs.State;
using KpiFunctions.Pipeline.Tables;
using KpiFunctions.Simulator.SendGrid;

using KpiFunctions.Testing;

namespace KpiFunctions.Tests.Runs.Intake;

/// <summary>A brand's face and templates that are dropped: what is told of them, and what digests show.</summary>
public sealed class BrandTests
{
    private const string Html = "atelier/digest.html";
    private const string Face = "atelier/brand.json";

    /// <summary>Only a digest of the sample's template has it.</summary>
    private const string Mark = "background-color:#f6f1ea";

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_brands_digest_has_its_face_and_its_template_until_they_are_deleted()
    {
        await using var test = await StartAsync();
        foreach (var file in BrandFiles.All) await DropAsync(test, $"atelier/{file}", Sample(file));
        foreach (var file in BrandFiles.All)
        {
            var status = await StatusAsync(test, $"atelier/{file}");
            status.GetProperty("accepted").GetBoolean().ShouldBeTrue(status.ToString());
            status.GetProperty("inForce").GetString().ShouldBe("this version");
        }

        (await test.Get<BlobReconciler>().RunAsync(Token)).ShouldBe(0, "what was looked at is not looked at again");
        await test.LeapToAsync(Given.Monday.AddHours(4));
        var mail = Written(test.Simulator.Sent.ShouldHaveSingleItem());
        mail.ShouldContain(Mark);
        mail.ShouldContain("Atelier Nord");
        mail.ShouldContain("bilan@atelier-nord.example");
        (await test.Get<AlertTable>().ReadAsync("shop", Token)).ShouldBeEmpty();

        foreach (var file in BrandFiles.All) await DeleteAsync(test, $"atelier/{file}");
        await test.LeapToAsync(Given.Monday.AddDays(7).AddHours(4));
        test.Simulator.Sent.Count.ShouldBe(2);
        Written(test.Simulator.Sent[^1]).ShouldNotContain(Mark);
        Written(test.Simulator.Sent[^1]).ShouldNotContain("Atelier Nord");
        (await test.Get<BrandDirectory>().FindAsync("atelier", Token)).Brand.ShouldBeNull();
    }

    [Fact]
    public async Task A_bad_face_leaves_the_last_good_one_in_force()
    {
        await using var test = await StartAsync();
        await DropAsync(test, Face, "{ \"color\": \"#123456\" }");
        (await StatusAsync(test, Face)).GetProperty("inForce").GetString().ShouldBe("nothing: digests show what the clients' configs say");

        await DropAsync(test, Face, Sample(BrandFiles.Face));
        (await RefusalAsync(test, Face)).ShouldBeNull();
        await DropAsync(test, Face, "{ \"colour\": \"blue\" }");

        var status = await StatusAsync(test, Face);
        status.GetProperty("accepted").GetBoolean().ShouldBeFalse();
        status.GetProperty("inForce").GetString().ShouldBe("the last good version");
        (await RefusalAsync(test, Face)).ShouldNotBeNull().Reason.ShouldBe($"{Face}:1:13: error: colour: \"blue\" is not a colour; write it like #0b6e4f");
        (await test.Get<BrandDirectory>().FindAsync("atelier", Token)).Brand!.Colour.ShouldBe("#8a2c4d");
        (await KeptAsync(test)).Count(name => name.StartsWith($"templates/{Face}/", StringComparison.Ordinal)).ShouldBe(2);
    }

    [Theory]
    [InlineData("forbidden", "{{ while true }}x{{ end }}", "'while' is not allowed")]
    [InlineData("script", "<script>alert(1)</script>", "<script> has no place here")]
    [InlineData("throwing", "{{ provisional }}", "it has to ask first")]
    [InlineData("unknown", "{{ nobody }}", "nobody")]
    [InlineData("looping", "{{ for a in objectives }}{{ for b in objectives }}{{ for c in objectives }}{{ for d in objectives }}{{ for e in objectives }}{{ for f in objectives }}x{{ end }}{{ end }}{{ end }}{{ end }}{{ end }}{{ end }}", "steps")]
    [InlineData("oversized", "", "at its shortest")]
    public async Task A_bad_template_is_refused_and_digests_go_on_with_the_last_good_one(string kind, string body, string message)
    {
        await using var test = await StartAsync();
        await DropAsync(test, Html, Sample(BrandFiles.Html));
        await DropAsync(test, Html, Sample(BrandFiles.Html).Replace("<p class=\"agency word\">", $"{(kind == "oversized" ? new string('x', 90_000) : body)}<p class=\"agency word\">", StringComparison.Ordinal));

        var status = await StatusAsync(test, Html);
        status.GetProperty("accepted").GetBoolean().ShouldBeFalse();
        status.GetProperty("inForce").GetString().ShouldBe("the last good version");
        status.GetProperty("problems").EnumerateArray().Select(problem => problem.GetProperty("text").GetString()!).ShouldContain(text => text.Contains(message, StringComparison.Ordinal));
        (await RefusalAsync(test, Html)).ShouldNotBeNull().Reason.ShouldContain(message);
        (await KeptAsync(test)).ShouldContain(name => name.StartsWith($"templates/{Html}/", StringComparison.Ordinal));

        await test.LeapToAsync(Given.Monday.AddHours(4));
        Written(test.Simulator.Sent.ShouldHaveSingleItem()).ShouldContain(Mark);

        await DeleteAsync(test, Html);
        (await RefusalAsync(test, Html)).ShouldBeNull();
    }

    /// <summary>The trial knows weeks of every kind, but not every client's: what fails all the same costs the digest its looks alone.</summary>
    [Fact]
    public async Task A_template_that_fails_on_a_digest_costs_it_nothing_but_its_looks()
    {
        await using var test = await StartAsync();
        var faulty = Sample(BrandFiles.Html).Replace("{{ header }}", "{{ header }}{{ if client == \"Client shop\" }}{{ correction }}{{ end }}", StringComparison.Ordinal);
        await DropAsync(test, Html, faulty);
        (await StatusAsync(test, Html)).GetProperty("accepted").GetBoolean().ShouldBeTrue("no sample is that client");

        await test.LeapToAsync(Given.Monday.AddHours(4));
        Written(test.Simulator.Sent.ShouldHaveSingleItem()).ShouldNotContain(Mark);
        var failure = (await test.Get<AlertTable>().FindAsync("shop", "template-failed", "atelier", Token)).ShouldNotBeNull();
        failure.Reason.ShouldStartWith($"templates/{Html}:");
        failure.Reason.ShouldContain("it has to ask first");

        await DropAsync(test, Html, Sample(BrandFiles.Html));
        await test.LeapToAsync(Given.Monday.AddDays(7).AddHours(4));
        Written(test.Simulator.Sent[^1]).ShouldContain(Mark);
        (await test.Get<AlertTable>().FindAsync("shop", "template-failed", "atelier", Token)).ShouldBeNull();
    }

    [Fact]
    public async Task What_cannot_be_kept_or_is_no_brands_file_is_refused()
    {
        await using var test = await StartAsync();

        // Hardly anything of it can be packed.
        var noise = new StringBuilder();
        for (uint i = 1, state = 1; i < 60_000; i++) noise.Append((char)(0x4E00 + (int)((state = (state * 1664525) + 1013904223) >> 18)));
        await DropAsync(test, "atelier/digest.txt", $"{{{{ client }}}}{{{{ if client == \"x\" }}}}{noise}{{{{ end }}}}");
        (await RefusalAsync(test, "atelier/digest.txt")).ShouldNotBeNull().Reason.ShouldContain("has more than 65536 bytes when it is packed");

        await DropAsync(test, "atelier/mail.html", "x");
        (await RefusalAsync(test, "atelier/mail.html")).ShouldNotBeNull().Reason.ShouldContain("name it digest.html");
        (await StatusAsync(test, "atelier/mail.html")).GetProperty("inForce").GetString().ShouldBe("nothing: no brand has such a file");
        await DropAsync(test, "digest.html", "x");
        (await test.Get<AlertTable>().FindAsync(AlertTable.NoClient, "template-refused", "digest.html", Token)).ShouldNotBeNull();
        await DeleteAsync(test, "digest.html");
        (await test.Get<AlertTable>().FindAsync(AlertTable.NoClient, "template-refused", "digest.html", Token)).ShouldBeNull();
    }

    /// <summary>Sender and contents.</summary>
    private static string Written(ReceivedMail mail)
    {
        using var request = JsonDocument.Parse(mail.Body);
        return string.Join('\n', request.RootElement.GetProperty("content").EnumerateArray().Select(part => part.GetProperty("value").GetString()).Prepend(request.RootElement.GetProperty("from").ToString()));
    }

    private static string Sample(string file) => File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "samples", "templates", "atelier", file));

    private static async Task<TestPipeline> StartAsync()
    {
        var test = await TestPipeline.StartAsync(Given.Monday);
        await test.DropConfigAsync("shop.json", Given.Client("shop").Replace("\"brand\": { \"name\": \"Studio\", \"colour\": \"#0b6e4f\" }", "\"brand\": { \"id\": \"atelier\" }", StringComparison.Ordinal));
        return test;
    }

    private static Task DropAsync(TestPipeline test, string name, string content) => test.DropAsync(ContainerNames.Templates, name, content);

    private static async Task DeleteAsync(TestPipeline test, string name)
    {
        await test.Account.Container(ContainerNames.Templates).GetBlobClient(name).DeleteAsync(cancellationToken: Token);
        await test.Jobs.RunTimerAsync("ReconcileBlobs", Token);
        await test.Pipeline.Host.DrainAsync(Token);
    }

    private static async Task<JsonElement> StatusAsync(TestPipeline test, string name) =>
        JsonDocument.Parse(await test.ReadBlobAsync(ContainerNames.ClientStatus, DroppedBlobs.StatusNameOf(ContainerNames.Templates, name))).RootElement;

    private static Task<Alert?> RefusalAsync(TestPipeline test, string name) => test.Get<AlertTable>().FindAsync("brand:atelier", "template-refused", name, Token);

    private static async Task<IReadOnlyList<string>> KeptAsync(TestPipeline test) =>
        [.. (await test.Account.Container(ContainerNames.Quarantine).GetBlobsAsync(new GetBlobsOptions(), Token).ToListAsync(Token)).Select(blob => blob.Name)];
}
