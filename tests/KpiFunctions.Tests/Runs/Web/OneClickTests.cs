using System.Text;
using KpiFunctions.Pipeline.Delivery;
using KpiFunctions.Pipeline.Delivery.Links;
using KpiFunctions.Pipeline.Runs.State;
using KpiFunctions.Pipeline.Runs.Web;
using KpiFunctions.Testing;

namespace KpiFunctions.Tests.Runs.Web;

/// <summary>Which bodies unsubscribe: RFC 8058's form, in its two encodings, and nothing else.</summary>
public sealed class OneClickTests
{
    private const string Multipart = "multipart/form-data; boundary=FormBoundary9";
    private static readonly Dictionary<string, string?> Reached = new() { [PublicAddress.Setting] = "https://kpi.example" };

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public static TheoryData<string, string, string> Forms => new()
    {
        { "a form", WebCalls.Form, "List-Unsubscribe=One-Click" },
        { "a form with its charset", WebCalls.Form + "; charset=UTF-8", "List-Unsubscribe=One-Click" },
        { "a form with a line break at its end", WebCalls.Form, "List-Unsubscribe=One-Click\r\n" },
        { "a form with another field", WebCalls.Form, "mail=1&List-Unsubscribe=One-Click" },
        { "an escaped form", WebCalls.Form, "List%2DUnsubscribe=One%2DClick" },
        { "parts", Multipart, Part("Content-Disposition: form-data; name=\"List-Unsubscribe\"", "One-Click") },
        { "parts with a content type", "Multipart/Form-Data; boundary=\"FormBoundary9\"", Part("content-disposition: form-data; name=List-Unsubscribe\r\nContent-Type: text/plain", "One-Click") },
    };

    public static TheoryData<string, string?, string> Others => new()
    {
        { "nothing", null, "" },
        { "no type", null, "List-Unsubscribe=One-Click" },
        { "no body", WebCalls.Form, "" },
        { "another value", WebCalls.Form, "List-Unsubscribe=Two-Clicks" },
        { "a value that begins so", WebCalls.Form, "List-Unsubscribe=One-Clicks" },
        { "another case", WebCalls.Form, "list-unsubscribe=one-click" },
        { "another field", WebCalls.Form, "Unsubscribe=One-Click" },
        { "text", "text/plain", "List-Unsubscribe=One-Click" },
        { "JSON", "application/json", "{\"List-Unsubscribe\":\"One-Click\"}" },
        { "no type that can be read", ";;", "List-Unsubscribe=One-Click" },
        { "parts without a boundary", "multipart/form-data", Part("Content-Disposition: form-data; name=\"List-Unsubscribe\"", "One-Click") },
        { "parts of another boundary", "multipart/form-data; boundary=Other", Part("Content-Disposition: form-data; name=\"List-Unsubscribe\"", "One-Click") },
        { "a part of another name", Multipart, Part("Content-Disposition: form-data; name=\"Unsubscribe\"", "One-Click") },
        { "a part of another value", Multipart, Part("Content-Disposition: form-data; name=\"List-Unsubscribe\"", "No-Click") },
        { "a part without its end", Multipart, "--FormBoundary9\r\nContent-Disposition: form-data; name=\"List-Unsubscribe\"\r\n\r\nOne-Click" },
        { "a body that is too long", WebCalls.Form, "List-Unsubscribe=One-Click&x=" + new string('x', OneClick.LongestBody) },
    };

    [Theory]
    [MemberData(nameof(Forms))]
    public void The_form_is_recognised(string what, string type, string body) => OneClick.IsIn(type, Encoding.UTF8.GetBytes(body)).ShouldBeTrue(what);

    [Theory]
    [MemberData(nameof(Others))]
    public async Task A_post_of_anything_else_shows_what_to_do_and_changes_nothing(string what, string? type, string body)
    {
        await using var test = await TestPipeline.StartAsync(Given.Monday, Reached);
        await test.DropConfigAsync("shop.json", Given.Client("shop"));
        var hash = RecipientHash.Of("owner@client.example");
        var link = (await test.Get<SignedLinks>().ToUnsubscribeAsync("shop", hash, Token))!.Segments[^1];

        var reply = await test.Jobs.AnswerAsync("Unsubscribe", "POST", WebCalls.With(link, type, body), Token);
        reply.Status.ShouldBe(body.Length > OneClick.LongestBody ? 413 : 400, what);
        reply.Body.ShouldContain("<form method=\"post\">");
        reply.Headers["Content-Security-Policy"].ShouldContain("form-action 'self';");
        (await test.Get<SuppressionTable>().FindReasonAsync("shop", hash, Token)).ShouldBeNull();
        (await test.Get<AlertTable>().ReadAsync("shop", Token)).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_body_that_comes_too_slowly_is_given_up_and_changes_nothing()
    {
        await using var test = await TestPipeline.StartAsync(Given.Monday, Reached);
        var hash = RecipientHash.Of("owner@client.example");
        var link = (await test.Get<SignedLinks>().ToUnsubscribeAsync("shop", hash, Token))!.Segments[^1];

        var request = new WebJobRequest(link, [KeyValuePair.Create<string, IEnumerable<string>>("Content-Type", [WebCalls.Form])], new SlowBody()) { ReadWithin = TimeSpan.FromMilliseconds(50) };
        (await test.Jobs.AnswerAsync("Unsubscribe", "POST", request, Token)).Status.ShouldBe(408);
        (await test.Get<SuppressionTable>().FindReasonAsync("shop", hash, Token)).ShouldBeNull();
    }

    /// <summary>What the page's own button sends is what a mail program sends.</summary>
    [Fact]
    public async Task The_button_of_the_page_sends_the_form()
    {
        await using var test = await TestPipeline.StartAsync(Given.Monday, Reached);
        await test.DropConfigAsync("shop.json", Given.Client("shop"));
        var link = (await test.Get<SignedLinks>().ToUnsubscribeAsync("shop", RecipientHash.Of("owner@client.example"), Token))!.Segments[^1];
        (await test.Jobs.AnswerAsync("Unsubscribe", "GET", link, Token)).Body.ShouldContain("<button type=\"submit\" name=\"List-Unsubscribe\" value=\"One-Click\">");
    }

    private static string Part(string headers, string value) => $"--FormBoundary9\r\n{headers}\r\n\r\n{value}\r\n--FormBoundary9--\r\n";
}
