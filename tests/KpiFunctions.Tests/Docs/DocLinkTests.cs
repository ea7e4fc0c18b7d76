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

    [Fact]
    public void Every_link_leads_to_a_file_that_there_is() => DocPage.All
        .SelectMany(page => page.Links.Where(IsRelative).Where(link => page.Target(link).Path is var path && !File.Exists(path) && !Directory.Exists(path)).Select(link => $"{page.Path}: {link}"))
        .ShouldBeEmpty();

    [Fact]
    public void Every_link_to_a_part_of_a_page_leads_to_a_heading()
    {
        var anchors = DocPage.All.ToDictionary(page => Repository.PathOf(page.Path.Split('/')), page => page.Anchors);
        var broken =
            from page in DocPage.All
            from link in page.Links.Where(IsRelative)
            let target = page.Target(link)
            where target.Anchor is not null && (!anchors.TryGetValue(target.Path, out var known) || !known.Contains(target.Anchor))
            select $"{page.Path}: {link}";
        broken.ShouldBeEmpty();
    }

    /// <summary>From the repository's root, or from any folder on, as <c>Runs/Digests/DigestOrchestrator.cs</c>.</summary>
    [Fact]
    public void Every_path_in_backticks_is_one_that_there_is()
    {
        var broken =
            from page in DocPage.All.Where(IsOfToday)
            from code in page.Codes.Where(IsPath).Distinct()
            where !Files.Any(Matches(code))
            select $"{page.Path}: {code}";
        broken.ShouldBeEmpty();
    }

    [Fact]
    public void Every_command_that_is_shown_is_one_that_there_is_and_has_the_options_shown()
    {
        var broken =
            from page in DocPage.All
            from line in page.Codes.Concat(page.ShellLines).Select(CommandOf).OfType<string>()
            from problem in ProblemsOf(line)
            select $"{page.Path}: kpi {line}: {problem}";
        broken.Distinct().ShouldBeEmpty();
    }

    [Theory]
    [InlineData("kpi demo --outt x", "no option --outt")]
    [InlineData("dotnet run --project src/KpiFunctions.Cli -- galery", "no command galery")]
    [InlineData("kpi import --again CLIENT [--data DIR]", null)]
    public void A_command_that_there_is_not_is_seen(string line, string? problem) => ProblemsOf(CommandOf(line)!).SingleOrDefault().ShouldBe(problem);

    private static bool IsRelative(string link) => !SchemePattern().IsMatch(link);

    /// <summary>Records of decisions speak of the code of their day.</summary>
    private static bool IsOfToday(DocPage page) => !page.Path.StartsWith("docs/decisions/0", StringComparison.Ordinal);

    private static bool IsPath(string code) =>
        code.Contains('/') && PathPattern().IsMatch(code) && (TopFolders.Contains(code.Split('/')[0]) || SourcePattern().IsMatch(code));

    private static Func<string, bool> Matches(string code)
    {
        var path = code.TrimEnd('/');
        if (!path.Contains('*')) return file => file.EndsWith("/" + path, StringComparison.Ordinal);
        var pattern = new Regex("/" + Regex.Escape(path).Replace(@"\*\*", ".*", StringComparison.Ordinal).Replace(@"\*", "[^/]*", StringComparison.Ordinal) + "$", RegexOptions.None, TimeSpan.FromSeconds(1));
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

    [GeneratedRegex("^([a-z][a-z0-9+.-]*:|//)", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex SchemePattern();

    [GeneratedRegex(@"^[\w.*-]+(/[\w.*-]+)+/?$", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex PathPattern();

    [GeneratedRegex(@"^[A-Z][a-z].*\.(cs|csproj|json|md|html|txt|csv)$", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex SourcePattern();

    [GeneratedRegex(@"^\s*(kpi|dotnet run --project src/KpiFunctions\.Cli --) (?<call>\S.*)$", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex CommandPattern();

    [GeneratedRegex(@"(^|[\s\[])(?<option>--[a-z][a-z-]*)", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex OptionPattern();
}
