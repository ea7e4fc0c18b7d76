using System.Net;
using KpiFunctions.Pipeline.Readings;
using KpiFunctions.Pipeline.Sources;
using static KpiFunctions.Tests.Sources.TikTok.TikTokBench;

namespace KpiFunctions.Tests.Sources.TikTok;

public sealed class TikTokErrorTests : IDisposable
{
    private readonly TikTokBench bench = new();

    public void Dispose() => bench.Dispose();

    [Theory]
    [InlineData(40100, "Requests made too frequently", SourceFailureKind.RateLimited)]
    [InlineData(51021, "Too many requests", SourceFailureKind.RateLimited)]
    [InlineData(40001, "No permission", SourceFailureKind.PermissionMissing)]
    [InlineData(40002, "fields: Not a valid list", SourceFailureKind.RequestRefused)]
    [InlineData(40002, "business_id: Not a valid identifier", SourceFailureKind.AccountUnknown)]
    [InlineData(40006, "no schema found", SourceFailureKind.RequestRefused)]
    [InlineData(50000, "System error", SourceFailureKind.Unavailable)]
    [InlineData(51010, "Service error", SourceFailureKind.Unavailable)]
    [InlineData(60001, "Under maintenance", SourceFailureKind.Unavailable)]
    [InlineData(12345, "Who knows", SourceFailureKind.RequestRefused)]
    public async Task An_error_is_what_its_code_says_whatever_the_status(int code, string message, SourceFailureKind kind)
    {
        foreach (var path in new[] { Days, Videos }) bench.Platform.On(path, Bad(code, message));

        (await bench.FailureAsync()).ShouldBe(new(kind, $"{message} (TikTok's code {code})") { IsAppWide = kind == SourceFailureKind.RateLimited });
    }

    [Theory]
    [InlineData("<html>", 200, SourceFailureKind.AnswerUnreadable)]
    [InlineData("""{"message":"OK"}""", 200, SourceFailureKind.AnswerUnreadable)]
    [InlineData("<html>", 502, SourceFailureKind.Unavailable)]
    [InlineData("", 429, SourceFailureKind.RateLimited)]
    [InlineData("""{"code":0,"data":{}}""", 403, SourceFailureKind.PermissionMissing)]
    [InlineData("""{"code":40100,"message":"No"}""", 400, SourceFailureKind.RateLimited)]
    public async Task Without_a_code_the_status_says(string body, int status, SourceFailureKind kind)
    {
        foreach (var path in new[] { Days, Videos }) bench.Platform.On(path, body, (HttpStatusCode)status);

        (await bench.FailureAsync()).Kind.ShouldBe(kind);
    }

    [Fact]
    public async Task A_throttle_is_not_asked_again_at_once()
    {
        bench.Platform.On(Days, Bad(40100, "Requests made too frequently"));

        await bench.FailureAsync();

        bench.Platform.Requests.ShouldHaveSingleItem();
    }

    [Theory]
    [InlineData(AccessToken)]
    [InlineData(RefreshToken)]
    [InlineData(ClientSecret)]
    public async Task No_part_of_the_secret_is_in_a_message(string part)
    {
        foreach (var path in new[] { Days, Videos }) bench.Platform.On(path, Bad(40002, $"Bad header {part} and {Uri.EscapeDataString(part)}"));

        (await bench.FailureAsync()).Message.ShouldBe("Bad header *** and *** (TikTok's code 40002)");
    }

    [Fact]
    public async Task A_spent_quota_is_told_as_such_whatever_was_to_be_asked()
    {
        foreach (var secret in new[] { Secret, SecretOf(RefreshToken) })
        {
            var failure = (await bench.FetchAsync(secret: secret, requests: new Spent()).ShouldThrowAsync<SourceException>()).Failure;
            failure.Kind.ShouldBe(SourceFailureKind.BudgetSpent);
        }

        bench.Platform.Requests.ShouldBeEmpty();
    }

    [Theory]
    [InlineData("@shop")]
    [InlineData("https://www.tiktok.com/@shop")]
    [InlineData("a&b=c")]
    [InlineData("")]
    public async Task Only_an_identifier_is_taken(string account)
    {
        (await bench.FailureAsync(account: account)).Kind.ShouldBe(SourceFailureKind.AccountUnknown);

        bench.Platform.Requests.ShouldBeEmpty();
    }

    [Theory]
    [InlineData("")]
    [InlineData(RefreshToken)]
    [InlineData("""{"client_id":"planted+id","client_secret":"b"}""")]
    [InlineData("""{"client_id":"a","client_secret":"b","refresh_token":"c","access_token":"planted+d","access_token_expires_at":"soon"}""")]
    [InlineData("""["planted+a"]""")]
    public async Task A_secret_of_another_form_is_refused_before_anything_is_asked(string secret)
    {
        var failure = await bench.FailureAsync(secret);

        failure.Kind.ShouldBe(SourceFailureKind.CredentialRefused);
        failure.Message.ShouldNotContain("planted");
        bench.Platform.Requests.ShouldBeEmpty();
    }

    private sealed class Spent : IAllowance
    {
        public ValueTask<int> TakeAsync(int least, int most, CancellationToken cancellationToken) => throw new SourceException(new(SourceFailureKind.BudgetSpent, "Spent."));

        public ValueTask GiveBackAsync(int units, CancellationToken cancellationToken) => ValueTask.CompletedTask;
    }
}
