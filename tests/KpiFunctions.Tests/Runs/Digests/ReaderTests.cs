using System.Text.Json;
using System.Text.RegularExpressions;
using KpiFunctions.Pipeline.Delivery;
using KpiFunctions.Pipeline.Delivery.Links;
using KpiFunctions.Pipeline.Periods;
using KpiFunctions.Pipeline.Runs.State;
using KpiFunctions.Pipeline.Runs.Web;
using KpiFunctions.Pipeline.Tables;
using KpiFunctions.Testing;

namespace KpiFunctions.Tests.Runs.Digests;

/// <summary>Each recipient reads the digest in their own language, and sees whose it is where they read of several clients.</summary>
public sealed partial class ReaderTests
{
    private static readonly IsoWeek Reported = IsoWeek.Parse("2026-W47");
    private static readonly Dictionary<string, string?> Reached = new() { [PublicAddress.Setting] = "https://kpi.example" };
    private const string TwoLanguages = "\"owner@client.example\", { \"email\": \"head@client.example\", \"language\": \"en\" }";

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_recipient_with_another_language_reads_mail_page_and_notices_in_it()
    {
        await using var test = await TestPipeline.StartAsync(Given.Monday, Reached);
        await test.DropConfigAsync("shop.json", Given.Client("shop", recipients: TwoLanguages));
        await test.LeapToAsync(Given.Monday.AddHours(4));

        foreach (var (address, language, stop) in new[] { ("owner@client.example", "fr", "Se désabonner"), ("head@client.example", "en", "Unsubscribe") })
        {
            var mail = MailTo(test, address);
            mail.Html.ShouldContain($"<html lang=\"{language}\"");
            mail.Text.ShouldContain("kpi.example");

            var page = await test.Jobs.AnswerAsync("ViewDigest", "GET", TokenIn(mail.Html, "digests"), Token);
            page.Status.ShouldBe(200);
            page.Body.ShouldContain($"<html lang=\"{language}\"");

            var notice = await test.Jobs.AnswerAsync("Unsubscribe", "GET", TokenIn(mail.Html, "unsubscribe"), Token);
            notice.Body.ShouldContain($"<html lang=\"{language}\"");
            notice.Body.ShouldContain(stop);
        }
    }

    [Fact]
    public async Task The_figures_are_the_same_in_both_languages()
    {
        await using var test = await TestPipeline.StartAsync(Given.Monday, Reached);
        await test.DropConfigAsync("shop.json", Given.Client("shop", recipients: TwoLanguages));
        await test.LeapToAsync(Given.Monday.AddHours(4));

        var archive = test.Get<DigestArchive>();
        var (own, other) = ((await archive.FindAsync("shop", Reported, null, Token))!, (await archive.FindAsync("shop", Reported, "en", Token))!);
        (own.Language, other.Language).ShouldBe(("fr", "en"));
        own.Page.ShouldNotBe(other.Page);
        Digits(own.Text).ShouldBe(Digits(other.Text));
        (await test.Account.Container(ContainerNames.Digests).GetBlobClient($"shop/{Reported}.en.trace.json").ExistsAsync(Token)).Value.ShouldBeFalse();

        // Who wants a language in which the digest was not built gets the client's.
        (await archive.FindAsync("shop", Reported, "xx", Token))!.Language.ShouldBe("fr");
    }

    [Fact]
    public async Task A_note_is_marked_with_its_language_where_the_digest_is_in_another()
    {
        await using var test = await TestPipeline.StartAsync(Given.Monday, Reached);
        await test.DropConfigAsync("shop.json", Given.Client("shop", recipients: TwoLanguages));
        await test.DropAsync(ContainerNames.Notes, $"shop/{Reported}.md", "Une belle semaine.");
        await test.LeapToAsync(Given.Monday.AddHours(4));

        MailTo(test, "head@client.example").Html.ShouldMatch("lang=\"fr\"[^>]*>\\s*Une belle semaine");
        MailTo(test, "head@client.example").Html.ShouldContain("<html lang=\"en\"");
    }

    [Fact]
    public async Task Who_gets_the_digests_of_several_clients_reads_the_clients_name_first()
    {
        await using var test = await TestPipeline.StartAsync(Given.Monday);
        await test.DropConfigAsync("one.json", Given.Client("one", recipients: "\"both@client.example\", \"one@client.example\""));
        await test.DropConfigAsync("two.json", Given.Client("two", recipients: "\"both@client.example\""));
        await test.LeapToAsync(Given.Monday.AddHours(4));

        var subjects = test.Simulator.Sent.Select(mail => (To: To(mail.Body), Subject: JsonDocument.Parse(mail.Body).RootElement.GetProperty("subject").GetString()!)).ToList();
        subjects.Where(mail => mail.To == "both@client.example").Select(mail => mail.Subject.Split(" · ")[0]).Order().ShouldBe(["Client one", "Client two"]);
        subjects.Single(mail => mail.To == "one@client.example").Subject.ShouldNotContain("Client one");
    }

    [Fact]
    public async Task A_client_that_has_gone_or_no_longer_names_the_recipient_does_not_count()
    {
        await using var test = await TestPipeline.StartAsync(Given.Monday);
        await test.DropConfigAsync("stays.json", Given.Client("stays"));
        await test.DropConfigAsync("changes.json", Given.Client("changes"));
        await test.DropConfigAsync("goes.json", Given.Client("goes"));
        var (recipients, owner) = (test.Get<RecipientTable>(), RecipientHash.Of("owner@client.example"));
        (await recipients.GetsSeveralAsync("stays", owner, Token)).ShouldBeTrue();

        await test.DropConfigAsync("changes.json", Given.Client("changes", recipients: "\"other@client.example\""));
        await test.Account.Container(ContainerNames.Clients).GetBlobClient("goes.json").DeleteAsync(cancellationToken: Token);
        await test.Jobs.RunTimerAsync("ReconcileBlobs", Token);
        await test.Pipeline.Host.DrainAsync(Token);

        (await recipients.GetsSeveralAsync("stays", owner, Token)).ShouldBeFalse();
    }

    [Fact]
    public async Task A_config_that_an_earlier_release_accepted_is_found_once_its_mail_has_left()
    {
        await using var test = await TestPipeline.StartAsync(Given.Monday);
        await test.DropConfigAsync("old.json", Given.Client("old"));
        var (table, owner) = (test.Account.Table(TableNames.Recipients), RecipientHash.Of("owner@client.example"));
        await table.DeleteEntityAsync(owner, "old", cancellationToken: Token);

        (await test.Get<RecipientTable>().GetsSeveralAsync("old", owner, Token)).ShouldBeFalse();
        (await table.GetEntityIfExistsAsync<Azure.Data.Tables.TableEntity>(owner, "old", cancellationToken: Token)).HasValue.ShouldBeTrue();
    }

    private static (string Html, string Text) MailTo(TestPipeline test, string address)
    {
        var mail = test.Simulator.Sent.Single(mail => To(mail.Body) == address);
        var parts = JsonDocument.Parse(mail.Body).RootElement.GetProperty("content").EnumerateArray().ToDictionary(part => part.GetProperty("type").GetString()!, part => part.GetProperty("value").GetString()!);
        return (parts["text/html"], parts["text/plain"]);
    }

    private static string To(ReadOnlyMemory<byte> body) => JsonDocument.Parse(body).RootElement.GetProperty("personalizations")[0].GetProperty("to")[0].GetProperty("email").GetString()!;

    private static string TokenIn(string html, string route) => html.Split($"/{route}/", 2)[1].Split('"', '#', '?')[0];

    /// <summary>The numbers of a text, without the signs that part their digits.</summary>
    private static IReadOnlyList<string> Digits(string text) =>
        [.. Number().Matches(Address().Replace(text, "")).Select(number => new string([.. number.Value.Where(char.IsAsciiDigit)])).Order(StringComparer.Ordinal)];

    [GeneratedRegex(@"\d+(?:[.,\u00A0\u202F]\d+)*", RegexOptions.None, 60_000)]
    private static partial Regex Number();

    [GeneratedRegex(@"https?://\S+", RegexOptions.None, 60_000)]
    private static partial Regex Address();
}
