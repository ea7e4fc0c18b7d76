using System.Text.Json;
using KpiFunctions.Triggers;
using Microsoft.Azure.Functions.Worker.Builder;

namespace KpiFunctions.Tests.Functions;

/// <summary>Which worker a build takes: the real one where it is deployed, and the contract never there.</summary>
public sealed class FunctionsWorkerTests
{
    private static readonly string[] Packages =
    [
        "Microsoft.Azure.Functions.Worker",
        "Microsoft.Azure.Functions.Worker.Extensions.Http",
        "Microsoft.Azure.Functions.Worker.Extensions.Storage.Queues",
        "Microsoft.Azure.Functions.Worker.Extensions.Timer",
        "Microsoft.Azure.Functions.Worker.Sdk",
    ];

    [Theory]
    [InlineData("package", "-p:Configuration=Release")]
    [InlineData("package", "-p:Configuration=Debug", "-p:BuildingInsideVisualStudio=true")]
    [InlineData("package", "-p:Configuration=Debug", "-p:FunctionsWorker=package")]
    [InlineData("contract", "-p:Configuration=Debug")]
    [InlineData("contract", "-p:Configuration=Release", "-p:FunctionsWorker=contract")]
    public async Task A_build_takes_the_worker_that_its_configuration_calls_for(string worker, params string[] properties)
    {
        var result = await Command.RunAsync(
            "dotnet",
            ["msbuild", "src/KpiFunctions/KpiFunctions.csproj", "-getProperty:FunctionsWorker", "-getItem:PackageReference", "-getItem:ProjectReference", .. properties]);

        result.ExitCode.ShouldBe(0, result.Output + result.Error);
        var project = JsonDocument.Parse(result.Output).RootElement;
        project.GetProperty("Properties").GetProperty("FunctionsWorker").GetString().ShouldBe(worker);
        Identities(project, "PackageReference").Where(package => package.Contains(".Functions.", StringComparison.Ordinal))
            .ShouldBe(worker == "package" ? Packages : [], ignoreOrder: true);
        Identities(project, "ProjectReference").Count(path => path.Contains("functions-worker", StringComparison.Ordinal))
            .ShouldBe(worker == "package" ? 0 : 1);
    }

    [Fact]
    public async Task A_worker_that_does_not_exist_is_refused_with_the_two_that_do()
    {
        var result = await Command.RunAsync(
            "dotnet", "msbuild", "src/KpiFunctions/KpiFunctions.csproj", "-t:CheckFunctionsWorker", "-p:FunctionsWorker=real", "-nologo");

        result.ExitCode.ShouldBe(1);
        result.Output.ShouldContain("FunctionsWorker is 'real'. It may be 'package'");
        result.Output.ShouldContain("or 'contract'");
    }

    [Fact]
    public async Task An_app_built_against_the_contract_ends_at_once_and_says_how_to_build_the_real_one()
    {
        Assert.SkipUnless(
            typeof(FunctionsApplication).Assembly.GetName().Name == "KpiFunctions.FunctionsWorker",
            "These tests were built with the real worker.");

        var result = await Command.RunAsync("dotnet", Path.Combine(AppContext.BaseDirectory, typeof(BlobDropped).Assembly.GetName().Name + ".dll"));

        result.ExitCode.ShouldBe(2);
        result.Error.ShouldContain("-p:FunctionsWorker=package");
        result.Output.ShouldBeEmpty();
    }

    private static IEnumerable<string> Identities(JsonElement project, string item) =>
        project.GetProperty("Items").GetProperty(item).EnumerateArray().Select(each => each.GetProperty("Identity").GetString()!);
}
