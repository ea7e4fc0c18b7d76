using KpiFunctions.Tests.Infra;

namespace KpiFunctions.Tests.Functions;

/// <summary>The app itself, started as the host starts it.</summary>
public sealed class ProgramTests
{
    [Theory]
    [InlineData("KeyVault__Uri", "kv-kpi", "is 'kv-kpi'")]
    [InlineData("DataStorage__queueServiceUri", "", "is missing")]
    [InlineData("PublicAddress", "digests.agency.example", "is 'digests.agency.example'")]
    public async Task An_app_with_a_wrong_setting_ends_with_one_line_that_names_it(string name, string value, string found)
    {
        var settings = new Dictionary<string, string>(DeployedSettings.All) { [name] = value };
        var ended = await Command.RunAsync("dotnet", [Path.Combine(AppContext.BaseDirectory, "KpiFunctions.dll")], settings);

        ended.ExitCode.ShouldBe(1);
        ended.Error.ShouldStartWith($"The setting {name} {found}. Allowed: ");
        ended.Error.TrimEnd().ShouldNotContain("\n");
        ended.Output.ShouldBeEmpty();
    }
}
