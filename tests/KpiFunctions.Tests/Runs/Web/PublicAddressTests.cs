using KpiFunctions.Pipeline.Runs.Web;
using Microsoft.Extensions.Configuration;

namespace KpiFunctions.Tests.Runs.Web;

public sealed class PublicAddressTests
{
    [Theory]
    [InlineData("https://digests.agency.example", null, "https://digests.agency.example/")]
    [InlineData("http://127.0.0.1:8080", null, "http://127.0.0.1:8080/")]
    [InlineData(null, "func-kpi-prod.azurewebsites.example", "https://func-kpi-prod.azurewebsites.example/")]
    [InlineData("https://digests.agency.example", "func-kpi-prod.azurewebsites.example", "https://digests.agency.example/")]
    [InlineData(null, "localhost:7071", null)]
    [InlineData(null, null, null)]
    public void The_setting_counts_and_else_the_name_that_azure_gives(string? setting, string? azure, string? expected) =>
        (From(setting, azure)?.AbsoluteUri).ShouldBe(expected);

    [Theory]
    [InlineData("digests.agency.example")]
    [InlineData("http://digests.agency.example")]
    [InlineData("https://digests.agency.example/?a=b")]
    [InlineData("https://user@digests.agency.example")]
    [InlineData("mailto:studio@agency.example")]
    public void An_address_that_no_mail_could_carry_is_refused(string setting) =>
        Should.Throw<InvalidOperationException>(() => From(setting, null)).Message.ShouldContain("PublicAddress");

    private static Uri? From(string? setting, string? azure) => PublicAddress.From(new ConfigurationBuilder()
        .AddInMemoryCollection(new Dictionary<string, string?> { ["PublicAddress"] = setting, ["WEBSITE_HOSTNAME"] = azure })
        .Build());
}
