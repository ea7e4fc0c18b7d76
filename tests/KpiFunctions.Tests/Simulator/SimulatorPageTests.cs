using System.Text.RegularExpressions;
using KpiFunctions.Simulator;
using KpiFunctions.Simulator.Faults;
using KpiFunctions.Simulator.World;

namespace KpiFunctions.Tests.Simulator;

public sealed partial class SimulatorPageTests
{
    private static readonly string Page = File.ReadAllText(Path.Combine(Root(), "docs", "simulator.md"));

    [Fact]
    public void The_page_names_every_fault() => Enum.GetNames<FaultKind>().ShouldAllBe(kind => Page.Contains($"`{kind}`"));

    [Fact]
    public void The_page_has_a_row_for_every_platform_with_servers_that_it_answers_for()
    {
        foreach (var platform in PlatformList.All())
        {
            var servers = Page.Split('\n').Where(line => line.Contains($"| `{platform.Name}` |", StringComparison.Ordinal))
                .SelectMany(line => Server().Matches(line.Split('|')[1])).Select(match => match.Groups["host"].Value).ToList();
            servers.ShouldNotBeEmpty(platform.Name);
            servers.ShouldAllBe(host => platform.Serves(host), platform.Name);
        }

        foreach (var name in NamedSites.MatomoHosts.Append(NamedSites.MastodonHost)) Page.ShouldContain($"`{name}`");
    }

    [Fact]
    public void The_page_names_every_sample_account()
    {
        foreach (var name in new[] { SimulatedPlatforms.Brand, SimulatedPlatforms.Confectioner, SimulatedPlatforms.Shop, "17841400000000001", "310000001", "310000003" })
            Page.ShouldContain($"`{name}`");
    }

    private static string Root()
    {
        var directory = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(directory.FullName, "KpiFunctions.sln"))) directory = directory.Parent!;
        return directory.FullName;
    }

    [GeneratedRegex("`(?<host>[a-z0-9.-]+[.][a-z]+)`", RegexOptions.ExplicitCapture, 60_000)]
    private static partial Regex Server();
}
