using KpiFunctions.Cli.Browsing;

namespace KpiFunctions.EndToEnd.Browsing;

public sealed class BrowserFinderTests : IDisposable
{
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("kpi-browser-");

    public void Dispose() => folder.Delete(recursive: true);

    [Fact]
    public void Chromium_is_taken_from_the_path_before_Chrome()
    {
        var (chrome, chromium) = (Program("a", "google-chrome"), Program("b", "chromium"));
        BrowserFinder.Find(named: null, $"{Path.GetDirectoryName(chrome)}{Path.PathSeparator}{Path.GetDirectoryName(chromium)}").ShouldBe(chromium);
        BrowserFinder.Find(named: "", Path.GetDirectoryName(chrome)).ShouldBe(chrome);
    }

    [Fact]
    public void The_variable_goes_before_the_path()
    {
        var (chromium, named) = (Program("a", "chromium"), Program("b", "my-browser"));
        BrowserFinder.Find(named, Path.GetDirectoryName(chromium)).ShouldBe(named);
        Should.Throw<InvalidOperationException>(() => BrowserFinder.Find(named + "-gone", Path.GetDirectoryName(chromium))).Message.ShouldContain(BrowserFinder.Variable);
    }

    [Fact]
    public void Without_a_browser_the_message_says_what_to_install() =>
        Should.Throw<InvalidOperationException>(() => BrowserFinder.Find(named: null, folder.FullName)).Message
            .ShouldSatisfyAllConditions(message => message.ShouldContain("apt-get install chromium"), message => message.ShouldContain(BrowserFinder.Variable));

    private string Program(string directory, string name)
    {
        var path = Path.Combine(folder.CreateSubdirectory(directory).FullName, OperatingSystem.IsWindows() ? name + ".exe" : name);
        File.WriteAllText(path, "");
        return path;
    }
}
