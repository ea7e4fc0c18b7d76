using System.Reflection;
using System.Runtime.InteropServices;
using System.Text.Json;
using KpiFunctions.Tests.Functions;

namespace KpiFunctions.Tests.Infra;

/// <summary>The Bicep command line, from its package: it builds and lints without a network.</summary>
internal static class BicepCommand
{
    private static readonly Lazy<Task<Build>> BuiltMain = new(() => BuildAsync("build", "main.bicep"));

    /// <summary>What a build answered, and the template that it made; null where it made none.</summary>
    internal sealed record Build(Command.Result Result, JsonElement? Template);

    /// <summary>The build of <c>main.bicep</c>, made once for all tests.</summary>
    public static Task<Build> BuildMainAsync()
    {
        SkipElsewhere();
        return BuiltMain.Value;
    }

    /// <summary>Builds a file of the infra folder, or skips the test where the command cannot run.</summary>
    public static async Task<Build> BuildAsync(string verb, string file)
    {
        SkipElsewhere();
        var folder = Directory.CreateTempSubdirectory("kpi-bicep-");
        try
        {
            var output = Path.Combine(folder.FullName, "out.json");
            var result = await Command.RunAsync(BicepPath, verb, Repository.PathOf("infra", file), "--outfile", output);
            return new Build(result, File.Exists(output) ? JsonDocument.Parse(await File.ReadAllTextAsync(output)).RootElement : null);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    /// <summary>What <c>main.bicep</c> becomes.</summary>
    public static async Task<JsonElement> TemplateAsync()
    {
        var build = await BuildMainAsync();
        return build.Template ?? throw new InvalidOperationException(build.Result.Error);
    }

    /// <summary>A module's template, by its name in <c>main.bicep</c>.</summary>
    public static async Task<JsonElement> ModuleAsync(string name) =>
        (await TemplateAsync()).GetProperty("resources").GetProperty(name).GetProperty("properties").GetProperty("template");

    private static string BicepPath =>
        typeof(BicepCommand).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(each => each.Key == "BicepPath").Value!;

    private static void SkipElsewhere() =>
        Assert.SkipUnless(
            OperatingSystem.IsLinux() && RuntimeInformation.OSArchitecture is System.Runtime.InteropServices.Architecture.X64,
            "The Bicep package is the one for Linux on x64.");
}
