using System.Text;
using KpiFunctions.Pipeline.Clients;
using KpiFunctions.Pipeline.Runs.Intake;
using KpiFunctions.Pipeline.Runs.State;

namespace KpiFunctions.Tests.Clients;

/// <summary>A verdict lies in a container that many can read: whatever looks like a secret is refused and never repeated.</summary>
public sealed class ConfigSecretsTests
{
    [Theory]
    [InlineData("\"meta-agency\"", "\"EAABsbCS1iHgBAKZCfw3ZC4nZBZAbcdefghijklmnop\"", "EAABsbCS1iHgBAKZCfw3ZC4nZBZAbcdefghijklmnop")]
    [InlineData("\"meta-agency\"", "\"secret with spaces\"", "with spaces")]
    [InlineData("\"meta-agency\"", "\"p@ssw0rd!\"", "ssw0rd")]
    [InlineData("\"meta-agency\"", "{ \"type\": \"service_account\", \"private_key\": \"MIIEvQ\" }", "MIIEvQ")]
    [InlineData("\"meta-agency\"", "[\"MIIEvQ\"]", "MIIEvQ")]
    [InlineData("\"meta-agency\"", "12345678", "12345678")]
    public void In_place_of_a_credentials_name(string text, string replacement, string secret)
    {
        var verdict = Given.With(text, replacement);
        verdict.Problem().ShouldContain("sources[0].credential: is to be the name of a credential");
        Repeats(verdict, secret).ShouldBeFalse();
    }

    [Theory]
    [InlineData("https://owner:hunter2@stats.shop.example/", "holds more than an address")]
    [InlineData("http://owner:hunter2@stats.shop.example/", "is not an https address")]
    [InlineData("https://stats.shop.example/?token_auth=hunter2", "holds more than an address")]
    [InlineData("https://stats.shop.example/#hunter2", "holds more than an address")]
    [InlineData("stats.shop.example/index.php?token_auth=hunter2", "is not an https address")]
    public void Within_a_servers_address(string url, string words)
    {
        var verdict = Given.With("https://stats.shop.example/", url);
        verdict.Problem().ShouldContain($"sources[1].url: {words}");
        verdict.Problem().ShouldEndWith("have it replaced");
        Repeats(verdict, "hunter2").ShouldBeFalse();
    }

    /// <summary>The JSON reader's own message goes on to the end of the file.</summary>
    [Theory]
    [InlineData("\"meta-agency\"", "tokenhunter2")]
    [InlineData("\"meta-agency\"", "nhunter2")]
    [InlineData("\"account\": \"2011\"", "\"account\": tr2011, \"x\": \"hunter2\"")]
    public void In_a_file_that_stops_being_JSON(string text, string replacement)
    {
        var verdict = Given.With(text, replacement);
        verdict.Problem().ShouldEndWith("the file stops being JSON here: a word stands here without quotes; look for a missing quote, comma or brace just before");
        Repeats(verdict, "hunter2").ShouldBeFalse();
    }

    [Theory]
    [InlineData("token")]
    [InlineData("password")]
    [InlineData("access_token")]
    public void Behind_a_key_that_no_config_has(string key)
    {
        var verdict = Given.With("\"account\": \"2011\"", $"\"account\": \"2011\", \"{key}\": \"hunter2\"");
        verdict.Problem().ShouldContain("is not a field here");
        Repeats(verdict, "hunter2").ShouldBeFalse();
    }

    [Fact]
    public void A_pictures_address_may_have_a_query() =>
        Given.With("\"#0b6e4f\"", "\"#0b6e4f\", \"logo\": \"https://agency.example/a.png?width=200\"").Config.ShouldNotBeNull().Brand.Logo!.Query.ShouldBe("?width=200");

    private static bool Repeats(ConfigVerdict verdict, string secret) =>
        Encoding.UTF8.GetString(DroppedBlobs.Written(ConfigIntake.StatusOf(verdict, "v", DateTimeOffset.UnixEpoch, hadEarlier: false))).Contains(secret, StringComparison.Ordinal);
}
