using System.Text.RegularExpressions;

namespace KpiFunctions.Tests.Docs;

/// <summary>Whatever a page points to exists: links, parts of pages, pictures, paths of files, commands and their options.</summary>
public sealed partial class DocLinkTests
{
    private static readonly string[] TopFolders =
        [.. Directory.GetDirectories(Repository.Root).Select(folder => Path.GetFileName(folder)).Where(name => name is ".github" || (!name.StartsWith('.') && name is not "bin" and not "obj" and not "artifacts"))];

    /// <summary>Every file and folder, by its path below the repository, with a slash before it and after folders.</summary>
    private static readonly IReadOnlyList<string> Files =
    [
        .. TopFolders.SelectMany(name => Directory.EnumerateFileSystemEntries(Repository.PathOf(name), "*", SearchOption.AllDirectories))
            .Select(path => "/" + Path.GetRelativePath(Repository.Root, path).Replace(Path.DirectorySeparatorChar, '/')).Where(path => !path.Contains("/bin/", StringComparison.Ordinal) && !path.Contains("/obj/", StringComparison.Ordinal)),
    ];

    private static readonly Dictionary<string, IReadOnlySet<string>> Anchors = DocPage.All.ToDictionary(page => Repository.PathOf(page.Path.Split('/')), page => page.Anchors);

    [Fact]
    public void Every_link_leads_to_a_file_that_there_is() => DocPage.All.SelectMany(BrokenLinks).ShouldBeEmpty();

    [Fact]
    public void Every_link_to_a_part_of_a_page_leads_to_a_heading() => DocPage.All.SelectMany(BrokenAnchors).ShouldBeEmpty();

    /// <summary>From the repository's root, or from any folder on, as <c>Runs/Digests/DigestOrchestrator.cs</c>. Records of decisions speak of the code of their day.</summary>
    [Fact]
    public void Every_path_in_backticks_is_one_that_there_is() =>
        DocPage.All.Where(page => !page.Path.StartsWith("docs/decisions/0", StringComparison.Ordinal)).SelectMany(BrokenPaths).ShouldBeEmpty();

    [Fact]
    public void Every_command_that_is_shown_is_one_that_there_is_and_has_the_options_shown() => DocPage.All.SelectMany(BrokenCommands).ShouldBeEmpty();

    [Fact]
    public void What_a_page_gets_wrong_is_seen()
    {
        var page = new DocPage("docs/wrong.md", """
            [one](clients.md) [two](nowhere.md) ![three](images/nothing.png) [four](clients.md#the-client) [five](clients.md#nothing) <img src="images/none.png">

            `src/KpiFunctions.Pipeline/Clients` `docs/*.md` `src/Nothing.cs` `Runs/Digests/DigestOrchestrator.cs` `Runs/Digests/Nothing.cs` `imports/{id}/x.csv`

            `kpi demo --out A` `kpi dance`

            ```sh
            dotnet run --project src/KpiFunctions.Cli -- validate --strict x.json
            ```
            """);
        BrokenLinks(page).Select(Wrong).ShouldBe(["nowhere.md", "images/nothing.png", "images/none.png"]);
        BrokenAnchors(page).Select(Wrong).ShouldBe(["clients.md#nothing"]);
        BrokenPaths(page).Select(Wrong).ShouldBe(["src/Nothing.cs", "Runs/Digests/Nothing.cs"]);
        BrokenCommands(page).Select(Wrong).ShouldBe(["kpi dance: no command dance", "kpi validate --strict x.json: no option --strict"]);

        static string Wrong(string line) => line["docs/wrong.md: ".Length..];
    }

    [Theory]
    [InlineData("kpi demo --outt x", "no option --outt")]
    [InlineData("dotnet run --project src/KpiFunctions.Cli -- galery", "no command galery")]
    [InlineData("kpi import --again CLIENT [--data DIR]", null)]
    public void A_command_that_there_is_not_is_seen(string line, string? problem) => ProblemsOf(CommandOf(line)!).SingleOrDefault().ShouldBe(problem);

    private static IEnumerable<string> BrokenLinks(DocPage page) => page.Links.Where(IsRelative)
        .Where(link => page.Target(link).Path is var path && !File.Exists(path) && !Directory.Exists(path)).Select(link => $"{page.Path}: {link}");

    private static IEnumerable<string> BrokenAnchors(DocPage page) =>
        from link in page.Links.Where(IsRelative)
        let target = page.Target(link)
        where target.Anchor is not null && (!Anchors.TryGetValue(target.Path, out var known) || !known.Contains(target.Anchor))
        select $"{page.Path}: {link}";

    private static IEnumerable<string> BrokenPaths(DocPage page) => page.Codes.Where(IsPath).Distinct().Where(code => !Files.Any(Matches(code))).Select(code => $"{page.Path}: {code}");

    private static IEnumerable<string> BrokenCommands(DocPage page) =>
        from line in page.Codes.Concat(page.ShellLines).Select(CommandOf).OfType<string>().Distinct()
        from problem in ProblemsOf(line)
        select $"{page.Path}: kpi {line}: {problem}";

    private static bool IsRelative(string link) => !SchemePattern().IsMatch(link);

    private static bool IsPath(string code) =>
        code.Contains('/') && PathPattern().IsMatch(code) && (TopFolders.Contains(code.Split('/')[0]) || SourcePattern().IsMatch(code));

    private static Func<string, bool> Matches(string code)
    {
        var path = code.TrimEnd('/');
        if (!path.Contains('*')) return file => file.EndsWith("/" + path, StringComparison.Ordinal);
        var pattern = new Regex("/" + Regex.Escape(path).Replace(@"\*\*", ".*", StringComparison.Ordinal).Replace(@"\*", "[^/]*", StringComparison.Ordinal) + "$", RegexOptions.None, TimeSpan.FromMinutes(1));
        return pattern.IsMatch;
    }

    /// <summary>What is called, without <c>kpi</c> itself; null where a line calls something else.</summary>
    private static string? CommandOf(string line) => CommandPattern().Match(line) is { Success: true } match ? match.Groups["call"].Value : null;

    private static IEnumerable<string> ProblemsOf(string call)
    {
        var name = call.Split(' ')[0];
        if (name.StartsWith('-') || name is "COMMAND") yield break;
        if (CommandTables.Commands.FirstOrDefault(command => command.Name == name) is not { } called)
        {
            yield return $"no command {name}";
            yield break;
        }

        foreach (var option in OptionPattern().Matches(call).Select(match => match.Groups["option"].Value).Where(option => option != "--help" && !called.Options.Any(known => known.Name == option)))
            yield return $"no option {option}";
    }

    [GeneratedRegex("^([a-z][a-z0-9+.-]*:|//)", RegexOptions.ExplicitCapture, 60_000)]
    private static partial Regex SchemePattern();

    [GeneratedRegex(@"^[\w.*-]+(/[\w.*-]+)+/?$", RegexOptions.ExplicitCapture, 60_000)]
    private static partial Regex PathPattern();

    [GeneratedRegex(@"^[A-Z][a-z].*\.(cs|csproj|json|md|html|txt|csv)$", RegexOptions.ExplicitCapture, 60_000)]
    private static partial Regex SourcePattern();

    [GeneratedRegex(@"^\s*(kpi|dotnet run --project src/KpiFunctions\.Cli --) (?<call>\S.*)$", RegexOptions.ExplicitCapture, 60_000)]
    private static partial Regex CommandPattern();

    [GeneratedRegex(@"(^|[\s\[])(?<option>--[a-z][a-z-]*)", RegexOptions.ExplicitCapture, 60_000)]
    private static partial Regex OptionPattern();
}
