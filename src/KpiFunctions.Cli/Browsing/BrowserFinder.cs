namespace KpiFunctions.Cli.Browsing;

/// <summary>Finds the browser that is installed on this machine. None is ever downloaded.</summary>
internal static class BrowserFinder
{
    /// <summary>The environment variable that names the browser's program, where it is not on the path.</summary>
    public const string Variable = "KPI_CHROMIUM";

    private static readonly string[] Names = ["chromium", "chromium-browser", "google-chrome"];

    /// <returns>The program's path.</returns>
    /// <exception cref="InvalidOperationException">There is none: the message says what to install.</exception>
    public static string Find() => Find(Environment.GetEnvironmentVariable(Variable), Environment.GetEnvironmentVariable("PATH"));

    /// <param name="named">What <see cref="Variable"/> holds; null or empty where it is not set.</param>
    /// <param name="path">Folders, separated as the system separates them.</param>
    public static string Find(string? named, string? path)
    {
        if (!string.IsNullOrEmpty(named))
            return File.Exists(named) ? named : throw new InvalidOperationException($"{Variable} names a browser that is not there: {named}");

        var folders = (path ?? "").Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries);
        var ending = OperatingSystem.IsWindows() ? ".exe" : "";
        return Names.SelectMany(name => folders.Select(folder => Path.Combine(folder, name + ending))).FirstOrDefault(File.Exists)
            ?? throw new InvalidOperationException(
                $"Pictures and checks of pages need Chromium, and none of {string.Join(", ", Names)} is on the path. " +
                $"Install it (Debian: apt-get install chromium), or name its program in {Variable}.");
    }
}
