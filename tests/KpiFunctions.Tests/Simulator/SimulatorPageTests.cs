using KpiFunctions.Simulator.Faults;
using KpiFunctions.Simulator.World;

namespace KpiFunctions.Tests.Simulator;

public sealed class SimulatorPageTests
{
    private static readonly string Page = File.ReadAllText(Path.Combine(Root(), "docs", "simulator.md"));

    [Fact]
    public void The_page_names_every_fault() => Enum.GetNames<FaultKind>().ShouldAllBe(kind => Page.Contains($"`{kind}`"));

    [Fact]
    public void The_page_names_every_server_and_sample_account()
    {
        foreach (var name in NamedSites.MatomoHosts.Concat([NamedSites.MastodonHost, "public.api.bsky.app", "graph.facebook.com", "oauth2.googleapis.com", "analyticsdata.googleapis.com", "api.linkedin.com", "api.x.com", "youtubeanalytics.googleapis.com", "www.googleapis.com", "api.sendgrid.com", SimulatedPlatforms.Brand, SimulatedPlatforms.Confectioner, SimulatedPlatforms.Shop, "17841400000000001", "310000001", "310000003"]))
            Page.ShouldContain($"`{name}`");
    }

    private static string Root()
    {
        var directory = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(directory.FullName, "KpiFunctions.sln"))) directory = directory.Parent!;
        return directory.FullName;
    }
}
