using KpiFunctions.Pipeline.Tables;
using KpiFunctions.Tests.Functions;

namespace KpiFunctions.Tests.Infra;

public sealed class DeployDocsTests
{
    private static readonly string Page = File.ReadAllText(Repository.PathOf("docs", "deploy.md"));

    [Fact]
    public void The_page_says_what_lies_in_every_container()
    {
        foreach (var container in ContainerNames.All)
            Page.ShouldContain($"`{container}`");
    }

    [Fact]
    public void The_page_explains_every_setting()
    {
        foreach (var setting in DeployedSettings.All.Keys)
            Page.ShouldContain($"`{setting}`");
    }

    [Theory]
    [InlineData("AZURE_FUNCTION_APP")]
    [InlineData("AZURE_KEY_VAULT")]
    public async Task An_output_that_the_page_asks_for_is_given(string output)
    {
        Page.ShouldContain($"`{output}`");
        (await BicepCommand.TemplateAsync()).GetProperty("outputs").TryGetProperty(output, out _).ShouldBeTrue();
    }
}
