using System.Net;
using KpiFunctions.Cli.Hosting;
using KpiFunctions.Pipeline.Delivery.Links;
using KpiFunctions.Pipeline.Periods;
using KpiFunctions.Pipeline.Runs.State;
using KpiFunctions.Pipeline.Runs.Web;
using KpiFunctions.Testing;
using WebJobRequest = KpiFunctions.Pipeline.Runs.Web.WebJobRequest;

namespace KpiFunctions.Tests.Runs.Web;

/// <summary>Links by which consultants act: who may, when, and once.</summary>
public sealed class ActTests
{
    private const string Consultant = "studio@agency.example";
    private static readonly DateTimeOffset Due = ActingPipeline.Due;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Looking_at_a_link_shows_what_would_happen_and_does_nothing()
    {
        await using var shop = await DraftedAsync();
        var token = await TokenAsync(shop, ActionNames.Approve);
        foreach (var method in new[] { "GET", "HEAD", "GET" })
        {
            var reply = await shop.Test.Jobs.AnswerAsync("Act", method, token, Token);
            reply.Status.ShouldBe(200);
            reply.Headers["Cache-Control"].ShouldBe("private, no-store");
            reply.Headers["Content-Security-Policy"].ShouldContain("form-action 'self';");
            if (method == "HEAD") reply.Body.ShouldBe("");
            else reply.Body.ShouldContain("Laisser partir ce bilan");
        }

        await shop.DrainAsync();
        (await shop.RunAsync()).State.ShouldBe(RunState.Drafted);
        shop.Test.Simulator.Sent.ShouldBeEmpty();
        (await shop.Test.Get<AuditTable>().ReadAsync("shop", Token)).ShouldBeEmpty();
    }

    [Fact]
    public async Task The_pages_form_acts_once_and_a_second_one_says_what_was_done_and_when()
    {
        await using var shop = await DraftedAsync();
        var token = await TokenAsync(shop, ActionNames.Approve);
        var done = await PostAsync(shop, token);
        done.Status.ShouldBe(200);
        done.Body.ShouldContain("Le bilan est approuvé");
        await shop.DrainAsync();
        shop.Test.Simulator.Sent.ShouldHaveSingleItem();

        foreach (var again in new[] { await PostAsync(shop, token), await shop.Test.Jobs.AnswerAsync("Act", "GET", token, Token) })
        {
            again.Status.ShouldBe(200);
            again.Body.ShouldContain("Ce lien a déjà servi");
            again.Body.ShouldContain("lundi 23\u00a0novembre à 12");
            again.Body.ShouldNotContain("<form");
        }

        await shop.DrainAsync();
        shop.Test.Simulator.Sent.ShouldHaveSingleItem();
        var entry = (await shop.Test.Get<AuditTable>().ReadAsync("shop", Token)).ShouldHaveSingleItem();
        (entry.Instruction.By, entry.Instruction.Through, entry.Outcome).ShouldBe(("Studio", Instruction.Link, ActionOutcome.Done));
        entry.Instruction.ByAddress.ShouldBe(Pipeline.Delivery.RecipientHash.Of(Consultant));
    }

    [Fact]
    public async Task Two_clicks_at_once_send_again_once()
    {
        await using var shop = await ActingPipeline.StartAsync();
        await shop.Test.LeapToAsync(Due.AddHours(1));
        shop.Test.Simulator.Sent.ShouldHaveSingleItem();
        var token = await TokenAsync(shop, ActionNames.Send);
        await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => PostAsync(shop, token)));
        await shop.DrainAsync();
        shop.Test.Simulator.Sent.Count.ShouldBe(2);
    }

    [Theory]
    [InlineData("", "application/x-www-form-urlencoded", 400)]
    [InlineData("token=", "application/x-www-form-urlencoded", 400)]
    [InlineData("token=another", "application/x-www-form-urlencoded", 400)]
    [InlineData("List-Unsubscribe=One-Click", "application/x-www-form-urlencoded", 400)]
    [InlineData("{token}", "text/plain", 400)]
    [InlineData("long", "application/x-www-form-urlencoded", 413)]
    public async Task A_post_without_the_pages_form_does_nothing(string form, string contentType, int status)
    {
        await using var shop = await DraftedAsync();
        var token = await TokenAsync(shop, ActionNames.Approve);
        var body = form switch { "{token}" => $"token={token}", "long" => $"token={token}&x={new string('x', 10_000)}", _ => form };
        var reply = await shop.Test.Jobs.PostAsync("Act", token, body, Token, contentType);
        reply.Status.ShouldBe(status);
        reply.Body.ShouldContain("<form");
        await shop.DrainAsync();
        (await shop.RunAsync()).State.ShouldBe(RunState.Drafted);
    }

    [Fact]
    public async Task A_sender_who_never_ends_is_not_waited_for()
    {
        await using var shop = await DraftedAsync();
        var token = await TokenAsync(shop, ActionNames.Approve);
        await using var slow = new Endless();
        var request = new WebJobRequest(token, [KeyValuePair.Create<string, IEnumerable<string>>("Content-Type", ["application/x-www-form-urlencoded"])], slow) { ReadWithin = TimeSpan.FromMilliseconds(50) };
        (await shop.Test.Jobs.AnswerAsync("Act", "POST", request, Token)).Status.ShouldBe(408);
        (await shop.RunAsync()).State.ShouldBe(RunState.Drafted);
    }

    [Fact]
    public async Task A_link_that_was_changed_or_made_elsewhere_is_refused_without_a_detail()
    {
        await using var shop = await DraftedAsync();
        var token = await TokenAsync(shop, ActionNames.Approve);
        var digest = TokenIn(await shop.Test.Get<SignedLinks>().ToDigestAsync("shop", ActingPipeline.Occurrence.Plus(-1), null, Token));
        foreach (var forged in new[] { token[..^1], token + "A", "nothing", digest, new string('a', 5000), Swapped(token, await TokenAsync(shop, ActionNames.Miss)) })
        {
            foreach (var reply in new[] { await shop.Test.Jobs.AnswerAsync("Act", "GET", forged, Token), await PostAsync(shop, forged) })
            {
                reply.Status.ShouldBe(404);
                reply.Body.ShouldContain("<html lang=\"fr\">");
                reply.Body.ShouldNotContain("shop");
                reply.Body.ShouldNotContain("<form");
            }
        }

        (await shop.RunAsync()).State.ShouldBe(RunState.Drafted);
    }

    [Fact]
    public async Task A_link_holds_for_fourteen_days()
    {
        await using var shop = await DraftedAsync();
        var token = await TokenAsync(shop, ActionNames.Send);
        shop.Test.Clock.LeapTo(Due.AddDays(14));
        (await shop.Test.Jobs.AnswerAsync("Act", "GET", token, Token)).Status.ShouldBe(200);
        shop.Test.Clock.LeapTo(Due.AddDays(15));
        var expired = await PostAsync(shop, token);
        expired.Status.ShouldBe(410);
        expired.Body.ShouldContain("Rien n’a été fait");
    }

    [Fact]
    public async Task A_link_is_obeyed_only_while_its_reader_is_the_clients_consultant()
    {
        await using var shop = await DraftedAsync();
        var token = await TokenAsync(shop, ActionNames.Approve);
        (await shop.Test.Jobs.AnswerAsync("Act", "GET", await TokenAsync(shop, ActionNames.Approve, "other@agency.example"), Token)).Status.ShouldBe(403);

        await shop.Test.DropConfigAsync("shop.json", ActingPipeline.Config("\"review\": true").Replace(Consultant, "successor@agency.example", StringComparison.Ordinal));
        var refused = await PostAsync(shop, token);
        refused.Status.ShouldBe(403);
        refused.Body.ShouldNotContain("Client shop");
        await shop.DrainAsync();
        (await shop.RunAsync()).State.ShouldBe(RunState.Drafted);
        (await PostAsync(shop, await TokenAsync(shop, ActionNames.Approve, "successor@agency.example"))).Status.ShouldBe(200);
        await shop.DrainAsync();
        shop.Test.Simulator.Sent.ShouldHaveSingleItem();
    }

    [Fact]
    public async Task A_link_of_one_client_does_nothing_to_another()
    {
        await using var shop = await DraftedAsync();
        await shop.Test.DropConfigAsync("other.json", Given.Client("other").Replace(Consultant, "rival@agency.example", StringComparison.Ordinal));
        var rival = TokenIn(await shop.Test.Get<ActionLinks>().OfAsync("rival@agency.example", "shop", ActingPipeline.Occurrence, ActionNames.Approve, Token));
        (await PostAsync(shop, rival)).Status.ShouldBe(403);
        (await shop.RunAsync()).State.ShouldBe(RunState.Drafted);
    }

    [Fact]
    public async Task A_link_to_what_is_no_longer_possible_says_so_and_has_no_button()
    {
        await using var shop = await ActingPipeline.StartAsync();
        await shop.Test.LeapToAsync(Due.AddHours(1));
        var token = await TokenAsync(shop, ActionNames.Approve);
        var page = await shop.Test.Jobs.AnswerAsync("Act", "GET", token, Token);
        page.Body.ShouldContain("Ce n’est pas possible maintenant");
        page.Body.ShouldContain("Possible maintenant\u00a0: envoyer de nouveau.");
        page.Body.ShouldNotContain("<form");
        (await PostAsync(shop, token)).Body.ShouldContain("Le bilan est déjà parti");
    }

    [Fact]
    public async Task A_link_that_looks_shows_the_digest_as_it_was_built()
    {
        await using var shop = await DraftedAsync();
        var token = await TokenAsync(shop, ActionNames.Look);
        var page = await shop.Test.Jobs.AnswerAsync("Act", "GET", token, Token);
        page.Body.ShouldBe(await shop.Test.ReadBlobAsync(Pipeline.Tables.ContainerNames.Digests, "shop/2026-W47.page.html"));
        (await PostAsync(shop, token)).Body.ShouldBe(page.Body);
        (await shop.Test.Get<AuditTable>().ReadAsync("shop", Token)).ShouldBeEmpty();
    }

    [Fact]
    public async Task Without_a_public_address_there_are_no_links()
    {
        await using var test = await TestPipeline.StartAsync(Given.Monday);
        (await test.Get<ActionLinks>().OfAsync(Consultant, "shop", ActingPipeline.Occurrence, ActionNames.Approve, Token)).ShouldBeNull();
    }

    [Fact]
    public async Task Over_http_the_button_of_the_page_approves()
    {
        await using var web = await LocalWeb.StartAsync(0, Token);
        await using var test = await TestPipeline.StartAsync(Given.Monday, new() { [PublicAddress.Setting] = web.Address.AbsoluteUri });
        web.Serve(test.Jobs);
        await test.DropConfigAsync("shop.json", ActingPipeline.Config("\"review\": true"));
        await test.LeapToAsync(Due.AddHours(1));
        var link = await test.Get<ActionLinks>().OfAsync(Consultant, "shop", ActingPipeline.Occurrence, ActionNames.Approve, Token);

        using var reader = new HttpClient();
        var page = await reader.GetStringAsync(link, Token);
        var value = page.Split("name=\"token\" value=\"")[1].Split('"')[0];
        using var form = new FormUrlEncodedContent([KeyValuePair.Create("token", WebUtility.HtmlDecode(value))]);
        var answer = await reader.PostAsync(link, form, Token);
        ((int)answer.StatusCode).ShouldBe(200);
        answer.Headers.TryGetValues("Set-Cookie", out _).ShouldBeFalse();
        await test.Pipeline.Host.DrainAsync(Token);
        test.Simulator.Sent.ShouldHaveSingleItem();
    }

    private static string Swapped(string one, string other)
    {
        var (mine, theirs) = (one.Split('.'), other.Split('.'));
        return $"{mine[0]}.{mine[1]}.{theirs[2]}";
    }

    private static async Task<ActingPipeline> DraftedAsync()
    {
        var shop = await ActingPipeline.StartAsync("\"review\": true");
        await shop.Test.LeapToAsync(Due.AddHours(1));
        (await shop.RunAsync()).State.ShouldBe(RunState.Drafted);
        return shop;
    }

    private static async Task<string> TokenAsync(ActingPipeline shop, string action, string consultant = Consultant) =>
        TokenIn(await shop.Test.Get<ActionLinks>().OfAsync(consultant, "shop", ActingPipeline.Occurrence, action, Token));

    private static string TokenIn(Uri? link) => link.ShouldNotBeNull().AbsolutePath.Split('/')[^1];

    private static Task<WebReply> PostAsync(ActingPipeline shop, string token) => shop.Test.Jobs.PostAsync("Act", token, $"token={Uri.EscapeDataString(token)}", Token);

    /// <summary>A body that never ends.</summary>
    private sealed class Endless : Stream
    {
        public override bool CanRead => true;

        public override bool CanSeek => false;

        public override bool CanWrite => false;

        public override long Length => throw new NotSupportedException();

        public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

        public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, cancellationToken);
            return 0;
        }

        public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

        public override void Flush() => throw new NotSupportedException();

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
    }
}
