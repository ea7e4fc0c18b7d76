using System.Text.Json;
using KpiFunctions.Cli.Hosting;
using KpiFunctions.Pipeline.Delivery;
using KpiFunctions.Pipeline.Delivery.Links;
using KpiFunctions.Pipeline.Periods;
using KpiFunctions.Pipeline.Runs;
using KpiFunctions.Pipeline.Runs.State;
using KpiFunctions.Pipeline.Runs.Web;
using KpiFunctions.Pipeline.Sources.Credentials;
using KpiFunctions.Pipeline.Tables;
using KpiFunctions.Simulator.Hosting;
using KpiFunctions.Testing;
using Microsoft.Extensions.DependencyInjection;

namespace KpiFunctions.Tests.Runs.Web;

/// <summary>What the links of a mail do: they show a digest, and they end the digests to one recipient.</summary>
public sealed class WebTests
{
    private const string Page = "<!DOCTYPE html><html lang=\"fr\"><title>La semaine</title><p>Image : mieux que d’habitude</p></html>";
    private static readonly IsoWeek Occurrence = IsoWeek.Parse("2026-W48");
    private static readonly IsoWeek Reported = Occurrence.Plus(-1);
    private static readonly Dictionary<string, string?> Reached = new() { [PublicAddress.Setting] = "https://kpi.example" };

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_link_shows_the_archived_digest_and_nothing_that_can_be_kept_indexed_or_framed()
    {
        await using var test = await TestPipeline.StartAsync(Given.Monday, Reached);
        await KeepPageAsync(test, "shown");

        var reply = await test.Jobs.AnswerAsync("ViewDigest", "GET", await DigestTokenAsync(test, "shown"), Token);
        (reply.Status, reply.ContentType, reply.Body).ShouldBe((200, "text/html; charset=utf-8", Page));
        reply.Headers["Cache-Control"].ShouldBe("private, no-store");
        reply.Headers["X-Robots-Tag"].ShouldBe("noindex, nofollow, noarchive");
        reply.Headers["Referrer-Policy"].ShouldBe("no-referrer");
        reply.Headers["X-Content-Type-Options"].ShouldBe("nosniff");
        reply.Headers["Content-Security-Policy"].ShouldBe(
            "default-src 'none'; style-src 'unsafe-inline'; img-src https: data:; form-action 'none'; base-uri 'none'; frame-ancestors 'none'");
    }

    [Fact]
    public async Task A_link_that_has_expired_says_so_in_the_clients_language_and_shows_no_digest()
    {
        await using var test = await TestPipeline.StartAsync(Given.Monday, Reached);
        await test.DropConfigAsync("old.json", Given.Client("old"));
        await KeepPageAsync(test, "old");
        var token = await DigestTokenAsync(test, "old");
        test.Clock.LeapTo(new DateTimeOffset(Reported.Monday.AddDays(SignedLinks.DaysOpen + 1), default, TimeSpan.Zero));

        var reply = await test.Jobs.AnswerAsync("ViewDigest", "GET", token, Token);
        reply.Status.ShouldBe(410);
        reply.Body.ShouldContain("Client old");
        reply.Body.ShouldNotContain("lang=\"en\"");
        reply.Body.ShouldNotContain("mieux que d’habitude");
        reply.Headers["Cache-Control"].ShouldBe("private, no-store");
    }

    [Fact]
    public async Task A_link_of_one_client_opens_nothing_of_another()
    {
        await using var test = await TestPipeline.StartAsync(Given.Monday, Reached);
        await KeepPageAsync(test, "mine");
        var (mine, theirs) = (await DigestTokenAsync(test, "mine"), await DigestTokenAsync(test, "theirs"));

        (await test.Jobs.AnswerAsync("ViewDigest", "GET", theirs, Token)).Status.ShouldBe(404);
        var (own, other) = (mine.Split('.'), theirs.Split('.'));
        (await test.Jobs.AnswerAsync("ViewDigest", "GET", $"{own[0]}.{own[1]}.{other[2]}", Token)).Status.ShouldBe(404);
    }

    [Fact]
    public async Task A_link_that_is_none_of_ours_is_told_to_in_both_languages_french_first()
    {
        await using var test = await TestPipeline.StartAsync(Given.Monday, Reached);
        await KeepPageAsync(test, "forged");
        var unsubscribe = await UnsubscribeTokenAsync(test, "forged", "owner@client.example");
        var digest = await DigestTokenAsync(test, "forged");
        WebReply[] replies =
        [
            await test.Jobs.AnswerAsync("ViewDigest", "GET", digest[..^1], Token),
            await test.Jobs.AnswerAsync("ViewDigest", "GET", "nothing", Token),
            await test.Jobs.AnswerAsync("ViewDigest", "GET", unsubscribe, Token),
            await test.Jobs.AnswerAsync("Unsubscribe", "GET", digest, Token),
            await test.Jobs.AnswerAsync("Unsubscribe", "POST", digest, Token),
            await test.Jobs.AnswerAsync("Unsubscribe", "POST", new string('a', 5000), Token),
        ];
        foreach (var reply in replies)
        {
            reply.Status.ShouldBe(404);
            reply.Body.ShouldContain("<html lang=\"fr\">");
            reply.Body.ShouldContain("<section lang=\"en\">");
            reply.Headers["X-Robots-Tag"].ShouldContain("noindex");
        }

        (await test.Get<AlertTable>().ReadAsync("forged", Token)).ShouldBeEmpty();
    }

    [Fact]
    public async Task Whoever_looks_at_an_unsubscribe_link_changes_nothing()
    {
        await using var test = await TestPipeline.StartAsync(Given.Monday, Reached);
        await test.DropConfigAsync("looked-at.json", Given.Client("looked-at"));
        var token = await UnsubscribeTokenAsync(test, "looked-at", "owner@client.example");

        var reply = await test.Jobs.AnswerAsync("Unsubscribe", "GET", token, Token);
        reply.Status.ShouldBe(200);
        reply.Body.ShouldContain("<form method=\"post\">");
        reply.Body.ShouldContain("Client looked-at");
        reply.Headers["Content-Security-Policy"].ShouldContain("form-action 'self';");

        await test.LeapToAsync(Given.Monday.AddHours(4));
        test.Simulator.Sent.ShouldHaveSingleItem();
        (await test.Get<AlertTable>().ReadAsync("looked-at", Token)).ShouldBeEmpty();
    }

    [Fact]
    public async Task Whoever_posts_to_an_unsubscribe_link_gets_no_digest_any_more_and_the_others_do()
    {
        await using var test = await TestPipeline.StartAsync(Given.Monday, Reached);
        await test.DropConfigAsync("left.json", Given.Client("left", recipients: "\"stays@client.example\", \"leaves@client.example\""));
        var token = await UnsubscribeTokenAsync(test, "left", "leaves@client.example");

        // Some mail programs post twice, and at once.
        var replies = await Task.WhenAll(test.Jobs.AnswerAsync("Unsubscribe", "POST", token, Token), test.Jobs.AnswerAsync("Unsubscribe", "POST", token, Token));
        replies.ShouldAllBe(reply => reply.Status == 200 && !reply.Body.Contains("<form"));
        (await test.Jobs.AnswerAsync("Unsubscribe", "POST", token, Token)).Body.ShouldContain("Vous êtes désabonné");
        (await test.Jobs.AnswerAsync("Unsubscribe", "GET", token, Token)).Body.ShouldContain("Vous êtes désabonné");

        await test.LeapToAsync(Given.Monday.AddHours(4));
        test.Simulator.Sent.ShouldHaveSingleItem().To.ShouldBe(["stays@client.example"]);
        var delivery = (await test.Get<DeliveryTable>().ReadAsync("left", Occurrence, Token)).Single(record => record.Key.Recipient == RecipientHash.Of("leaves@client.example"));
        (delivery.State, delivery.Reason).ShouldBe((DeliveryState.Suppressed, "unsubscribed"));

        var told = (await test.Get<AlertTable>().ReadAsync("left", Token)).ShouldHaveSingleItem();
        (told.Kind, told.Subject, told.IsFinal).ShouldBe(("unsubscribed", RecipientHash.Of("leaves@client.example"), true));
        told.Reason.ShouldStartWith("recipients[1] unsubscribed and gets no more digests");
        told.Reason.ShouldNotContain("@");
    }

    [Fact]
    public async Task A_client_that_has_gone_leaves_its_links_behind()
    {
        await using var test = await TestPipeline.StartAsync(Given.Monday, Reached);
        await test.DropConfigAsync("gone.json", Given.Client("gone"));
        await KeepPageAsync(test, "gone");
        var (token, digest) = (await UnsubscribeTokenAsync(test, "gone", "owner@client.example"), await DigestTokenAsync(test, "gone"));
        await test.Account.Container(ContainerNames.Clients).GetBlobClient("gone.json").DeleteAsync(cancellationToken: Token);
        await test.Jobs.RunTimerAsync("ReconcileBlobs", Token);
        await test.Pipeline.Host.DrainAsync(Token);
        test.Clock.LeapTo(Given.Monday.AddDays(300));

        (await test.Jobs.AnswerAsync("ViewDigest", "GET", digest, Token)).Body.ShouldBe(Page);
        var asked = await test.Jobs.AnswerAsync("Unsubscribe", "GET", token, Token);
        asked.Body.ShouldContain("<html lang=\"fr\">");
        asked.Body.ShouldContain("<section lang=\"en\">");
        (await test.Jobs.AnswerAsync("Unsubscribe", "POST", token, Token)).Status.ShouldBe(200);

        // It comes back, and the recipient is still not written to.
        await test.DropConfigAsync("gone.json", Given.Client("gone"));
        await test.LeapToAsync(test.Clock.GetUtcNow().AddDays(8));
        test.Simulator.Sent.ShouldBeEmpty();
        (await test.Get<AlertTable>().ReadAsync("gone", Token)).ShouldContain(failure => failure.Kind == "unsubscribed");
    }

    [Fact]
    public async Task The_link_in_a_mails_header_unsubscribes_by_one_click_over_http()
    {
        await using var web = await LocalWeb.StartAsync(0, Token);
        await using var test = await TestPipeline.StartAsync(Given.Monday, new() { [PublicAddress.Setting] = web.Address.AbsoluteUri });
        web.Serve(test.Jobs);
        await test.DropConfigAsync("clicks.json", Given.Client("clicks"));
        await test.LeapToAsync(Given.Monday.AddHours(4));

        var headers = HeadersOf(test.Simulator.Sent.ShouldHaveSingleItem().Body);
        headers["List-Unsubscribe-Post"].ShouldBe("List-Unsubscribe=One-Click");
        var addresses = headers["List-Unsubscribe"].Split(", ");
        addresses.Length.ShouldBe(2);
        addresses[1].ShouldStartWith("<mailto:studio@agency.example");
        var link = addresses[0].Trim('<', '>');
        link.ShouldStartWith(web.Address.AbsoluteUri);

        using var reader = new HttpClient();
        var asked = await reader.GetAsync(link, Token);
        ((int)asked.StatusCode, asked.Content.Headers.ContentType!.ToString()).ShouldBe((200, "text/html; charset=utf-8"));
        asked.Headers.GetValues("Content-Security-Policy").Single().ShouldContain("form-action 'self'");
        asked.Headers.TryGetValues("Set-Cookie", out _).ShouldBeFalse();
        (await test.Get<SuppressionTable>().FindReasonAsync("clicks", RecipientHash.Of("owner@client.example"), Token)).ShouldBeNull();

        using var oneClick = new FormUrlEncodedContent([KeyValuePair.Create("List-Unsubscribe", "One-Click")]);
        ((int)(await reader.PostAsync(link, oneClick, Token)).StatusCode).ShouldBe(200);
        (await test.Get<SuppressionTable>().FindReasonAsync("clicks", RecipientHash.Of("owner@client.example"), Token)).ShouldBe("unsubscribed");

        await test.LeapToAsync(Given.Monday.AddDays(7).AddHours(4));
        test.Simulator.Sent.Count.ShouldBe(1);
    }

    [Theory]
    [InlineData("GET", "api/digests/nothing", 404)]
    [InlineData("POST", "api/digests/nothing", 405)]
    [InlineData("PUT", "api/unsubscribe/nothing", 405)]
    [InlineData("GET", "api/unsubscribe/a/b", 404)]
    [InlineData("GET", "api/sendgrid/events", 405)]
    [InlineData("POST", "api/sendgrid/events", 403)]
    [InlineData("POST", "api/sendgrid/events/x", 404)]
    [InlineData("GET", "", 404)]
    public async Task The_local_host_answers_the_routes_that_there_are(string method, string path, int status)
    {
        await using var web = await LocalWeb.StartAsync(0, Token);
        await using var test = await TestPipeline.StartAsync(Given.Monday);
        web.Serve(test.Jobs);
        using var reader = new HttpClient();
        using var request = new HttpRequestMessage(new(method), new Uri(web.Address, path));
        ((int)(await reader.SendAsync(request, Token)).StatusCode).ShouldBe(status);
    }

    [Theory]
    [InlineData("ViewDigest")]
    [InlineData("Unsubscribe")]
    public async Task HEAD_answers_as_GET_does_without_a_body_and_changes_nothing(string function)
    {
        await using var test = await TestPipeline.StartAsync(Given.Monday, Reached);
        await test.DropConfigAsync("head.json", Given.Client("head"));
        await KeepPageAsync(test, "head");
        var good = function == "ViewDigest" ? await DigestTokenAsync(test, "head") : await UnsubscribeTokenAsync(test, "head", "owner@client.example");

        foreach (var (token, status) in new[] { (good, 200), ("nothing", 404) })
        {
            var shown = await test.Jobs.AnswerAsync(function, "GET", token, Token);
            var headed = await test.Jobs.AnswerAsync(function, "HEAD", token, Token);
            (headed.Status, headed.ContentType, headed.Body).ShouldBe((status, shown.ContentType, ""));
            headed.Status.ShouldBe(shown.Status);
            headed.Headers.ShouldBe(shown.Headers);
        }

        (await test.Get<SuppressionTable>().FindReasonAsync("head", RecipientHash.Of("owner@client.example"), Token)).ShouldBeNull();
        (await test.Get<AlertTable>().ReadAsync("head", Token)).ShouldBeEmpty();
    }

    [Fact]
    public async Task HEAD_over_http_gives_the_headers_of_GET_and_no_length_of_another_body()
    {
        await using var web = await LocalWeb.StartAsync(0, Token);
        await using var test = await TestPipeline.StartAsync(Given.Monday, new() { [PublicAddress.Setting] = web.Address.AbsoluteUri });
        web.Serve(test.Jobs);
        await KeepPageAsync(test, "headed");
        var link = await test.Get<SignedLinks>().ToDigestAsync("headed", Reported, null, Token);

        using var reader = new HttpClient();
        using var shown = await reader.GetAsync(link, Token);
        using var request = new HttpRequestMessage(HttpMethod.Head, link);
        using var headed = await reader.SendAsync(request, Token);
        headed.StatusCode.ShouldBe(shown.StatusCode);
        headed.Content.Headers.ContentType.ShouldBe(shown.Content.Headers.ContentType);
        headed.Headers.GetValues("X-Robots-Tag").ShouldBe(shown.Headers.GetValues("X-Robots-Tag"));
        if (headed.Content.Headers.ContentLength is { } length) length.ShouldBe(System.Text.Encoding.UTF8.GetByteCount(Page));
        (await headed.Content.ReadAsByteArrayAsync(Token)).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_port_that_is_taken_is_said()
    {
        await using var web = await LocalWeb.StartAsync(0, Token);
        (await Should.ThrowAsync<Cli.UsageException>(LocalWeb.StartAsync(web.Address.Port, Token))).Message.ShouldContain($"listens on {web.Address.Port}");
    }

    [Fact]
    public async Task Without_a_public_address_a_mail_is_unsubscribed_from_by_mail()
    {
        await using var test = await TestPipeline.StartAsync(Given.Monday);
        await test.DropConfigAsync("local.json", Given.Client("local"));
        await test.LeapToAsync(Given.Monday.AddHours(4));

        var headers = HeadersOf(test.Simulator.Sent.ShouldHaveSingleItem().Body);
        headers["List-Unsubscribe"].ShouldBe("<mailto:studio@agency.example?subject=unsubscribe%20local>");
        headers.ShouldNotContainKey("List-Unsubscribe-Post");
    }

    [Fact]
    public async Task Keys_that_cannot_be_read_are_told_and_hold_up_no_mail()
    {
        const string broken = """{"current":"2026-11","keys":{"2026-11":"planted-secret"}}""";
        await using var test = await TestPipeline.StartAsync(Given.Monday, Reached, services => services.AddSingleton<ICredentialStore>(new Vault(broken)));
        await test.DropConfigAsync("keyless.json", Given.Client("keyless"));
        await test.LeapToAsync(Given.Monday.AddHours(4));

        HeadersOf(test.Simulator.Sent.ShouldHaveSingleItem().Body).ShouldNotContainKey("List-Unsubscribe-Post");
        var told = (await test.Get<AlertTable>().ReadAsync(AlertTable.NoClient, Token)).ShouldHaveSingleItem();
        (told.Kind, told.Subject).ShouldBe(("link-keys-unreadable", "link-keys"));
        told.Reason.ShouldContain("key 1 is not base64");
        told.Reason.ShouldNotContain("planted");
        (await test.Jobs.AnswerAsync("Unsubscribe", "POST", "2026-11.a.b", Token)).Status.ShouldBe(503);
        (await test.Jobs.AnswerAsync("ViewDigest", "GET", "2026-11.a.b", Token)).Status.ShouldBe(503);
    }

    private static async Task KeepPageAsync(TestPipeline test, string client) =>
        await test.Account.Container(ContainerNames.Digests).GetBlobClient($"{client}/{Reported}.page.html").UploadAsync(new BinaryData(Page), overwrite: true, Token);

    private static async Task<string> DigestTokenAsync(TestPipeline test, string client) =>
        (await test.Get<SignedLinks>().ToDigestAsync(client, Reported, null, Token))!.Segments[^1];

    private static async Task<string> UnsubscribeTokenAsync(TestPipeline test, string client, string address) =>
        (await test.Get<SignedLinks>().ToUnsubscribeAsync(client, RecipientHash.Of(address), Token))!.Segments[^1];

    /// <summary>The headers that SendGrid was asked to write.</summary>
    private static Dictionary<string, string> HeadersOf(ReadOnlyMemory<byte> mail) =>
        JsonDocument.Parse(mail).RootElement.GetProperty("personalizations")[0].GetProperty("headers").Deserialize<Dictionary<string, string>>()!;

    /// <summary>A vault that is simulated but for the keys of links.</summary>
    private sealed class Vault(string keys) : ICredentialStore
    {
        public Task<Secret?> FindAsync(string name, CancellationToken cancellationToken) =>
            Task.FromResult<Secret?>(new(name == LinkKeyVault.CredentialName ? keys : SimulatorSecrets.For(name)));

        public Task KeepAsync(string name, Secret secret, CancellationToken cancellationToken) => Task.CompletedTask;
    }
}
