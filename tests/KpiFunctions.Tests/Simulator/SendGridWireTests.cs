using System.Net;
using System.Text;
using KpiFunctions.Simulator.Faults;
using static KpiFunctions.Tests.Simulator.SimulatedPlatforms;

namespace KpiFunctions.Tests.Simulator;

public sealed class SendGridWireTests : IDisposable
{
    private readonly string outbox = Directory.CreateTempSubdirectory("outbox").FullName;

    [Fact]
    public async Task A_mail_is_accepted_and_kept_byte_for_byte()
    {
        await using var platforms = await StartAsync(outbox: outbox);
        var body = Mail("d-1").Replace(",\"from\"", ",\n  \"from\"", StringComparison.Ordinal);
        var response = await platforms.SendMailAsync(body);
        response.StatusCode.ShouldBe(HttpStatusCode.Accepted);
        (await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken)).ShouldBeEmpty();
        File.ReadAllBytes(Path.Combine(outbox, "d-1.json")).ShouldBe(Encoding.UTF8.GetBytes(body));
        var mail = platforms.Server.Sent.ShouldHaveSingleItem();
        mail.MessageId.ShouldBe(response.Headers.GetValues("X-Message-Id").Single());
        mail.To.ShouldBe(["direction@confiserie.example"]);
        mail.IsDuplicate.ShouldBeFalse();
    }

    [Fact]
    public async Task A_second_mail_of_a_delivery_is_sent_again_and_seen()
    {
        await using var platforms = await StartAsync(outbox: outbox);
        await platforms.SendMailAsync(Mail("d-1", "First"));
        await platforms.SendMailAsync(Mail("d-1", "Second"));
        platforms.Server.Sent.Select(mail => (mail.Subject, mail.IsDuplicate)).ShouldBe([("First", false), ("Second", true)]);
        File.ReadAllText(Path.Combine(outbox, "d-1.json")).ShouldContain("First");
        File.ReadAllText(Path.Combine(outbox, "d-1.duplicate-1.json")).ShouldContain("Second");
    }

    [Fact]
    public async Task A_mail_of_an_earlier_run_is_a_first_one_too()
    {
        await using (var before = await StartAsync(outbox: outbox)) await before.SendMailAsync(Mail("d-1"));
        await using var after = await StartAsync(outbox: outbox);
        await after.SendMailAsync(Mail("d-1"));
        after.Server.Sent.ShouldHaveSingleItem().IsDuplicate.ShouldBeTrue();
    }

    [Fact]
    public async Task An_identifier_cannot_climb_out_of_the_outbox()
    {
        await using var platforms = await StartAsync(outbox: outbox);
        await platforms.SendMailAsync(Mail("../d-1"));
        Directory.GetFiles(outbox).ShouldHaveSingleItem();
        File.Exists(Path.Combine(outbox, "..", "d-1.json")).ShouldBeFalse();
    }

    [Theory]
    [InlineData("{", null)]
    [InlineData("[]", null)]
    [InlineData("""{"from":{"email":"a@agency.example"},"subject":"S","content":[{"type":"text/plain","value":"V"}]}""", "personalizations")]
    [InlineData("""{"personalizations":[{"to":[{"email":"nobody"}]}],"from":{"email":"a@agency.example"},"subject":"S","content":[{"type":"text/plain","value":"V"}]}""", "personalizations.0.to.0.email")]
    [InlineData("""{"personalizations":[{"to":[{"email":"b@c.example"},{"email":"B@c.example"}]}],"from":{"email":"a@agency.example"},"subject":"S","content":[{"type":"text/plain","value":"V"}]}""", "personalizations.0")]
    [InlineData("""{"personalizations":[{"to":[{"email":"b@c.example"}]}],"subject":"S","content":[{"type":"text/plain","value":"V"}]}""", "from")]
    [InlineData("""{"personalizations":[{"to":[{"email":"b@c.example"}]}],"from":{"email":"a@agency.example"},"content":[{"type":"text/plain","value":"V"}]}""", "subject")]
    [InlineData("""{"personalizations":[{"to":[{"email":"b@c.example"}]}],"from":{"email":"a@agency.example"},"subject":"S","content":[]}""", "content")]
    [InlineData("""{"personalizations":[{"to":[{"email":"b@c.example"}]}],"from":{"email":"a@agency.example"},"subject":"S","content":[{"type":"text/html","value":"V"},{"type":"text/plain","value":"V"}]}""", "content")]
    [InlineData("""{"personalizations":[{"to":[{"email":"b@c.example"}],"custom_args":{"n":1}}],"from":{"email":"a@agency.example"},"subject":"S","content":[{"type":"text/plain","value":"V"}]}""", "personalizations.0.custom_args")]
    [InlineData("""{"personalizations":[{"to":[{"email":"b@c.example"}],"headers":{"List-Id":"a\r\nBcc: x@y.example"}}],"from":{"email":"a@agency.example"},"subject":"S","content":[{"type":"text/plain","value":"V"}]}""", "personalizations.0.headers")]
    [InlineData("""{"personalizations":[{"to":[{"email":"b@c.example"}]}],"headers":{"Subject":"T"},"from":{"email":"a@agency.example"},"subject":"S","content":[{"type":"text/plain","value":"V"}]}""", "headers")]
    public async Task A_malformed_body_is_refused_by_field_and_not_kept(string body, string? field)
    {
        await using var platforms = await StartAsync(outbox: outbox);
        var response = await platforms.SendMailAsync(body);
        response.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        var error = (await JsonAsync(response))["errors"]![0]!;
        error["field"]?.GetValue<string>().ShouldBe(field);
        error["message"]!.GetValue<string>().ShouldNotBeEmpty();
        platforms.Server.Sent.ShouldBeEmpty();
        Directory.GetFiles(outbox).ShouldBeEmpty();
    }

    [Fact]
    public async Task Without_a_key_or_with_an_expired_one_nothing_is_sent()
    {
        await using var platforms = await StartAsync();
        (await platforms.SendMailAsync(Mail("d-1"), "expired")).StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
        (await platforms.Http.PostAsync("https://api.sendgrid.com/v3/mail/send", new StringContent(Mail("d-1"), Encoding.UTF8, "application/json"), TestContext.Current.CancellationToken)).StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
        platforms.Server.Sent.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_connection_that_breaks_after_acceptance_has_sent_the_mail_once()
    {
        await using var platforms = await StartAsync(outbox: outbox);
        platforms.Server.Faults.Add(new Fault(FaultKind.DropAfterAccept) { At = "sendgrid" });
        await Should.ThrowAsync<HttpRequestException>(() => platforms.SendMailAsync(Mail("d-1")));
        platforms.Server.Sent.ShouldHaveSingleItem();
        File.Exists(Path.Combine(outbox, "d-1.json")).ShouldBeTrue();
    }

    [Theory]
    [InlineData(FaultKind.DropConnection)]
    [InlineData(FaultKind.Hang)]
    public async Task A_connection_that_breaks_before_acceptance_has_sent_nothing(FaultKind kind)
    {
        await using var platforms = await StartAsync(outbox: outbox);
        platforms.Server.Faults.Add(new Fault(kind) { At = "api.sendgrid.com" });
        var sending = platforms.SendMailAsync(Mail("d-1"));
        while (platforms.Server.Requests.Count("api.sendgrid.com") == 0) await Task.Delay(5, TestContext.Current.CancellationToken);
        if (kind == FaultKind.Hang) platforms.Http.CancelPendingRequests();
        await Should.ThrowAsync<Exception>(() => sending);
        platforms.Server.Requests.Count("api.sendgrid.com").ShouldBe(1);
        platforms.Server.Sent.ShouldBeEmpty();
    }

    public void Dispose() => Directory.Delete(outbox, recursive: true);

    private static string Mail(string delivery, string subject = "Semaine 47") =>
        $$"""{"personalizations":[{"to":[{"email":"direction@confiserie.example","name":"Direction"}],"custom_args":{"client":"confiserie","delivery_id":"{{delivery}}"} }],"from":{"email":"digest@agency.example"},"subject":"{{subject}}","content":[{"type":"text/plain","value":"Bonjour"},{"type":"text/html","value":"<p>Bonjour &amp; merci</p>"}]}""";
}
