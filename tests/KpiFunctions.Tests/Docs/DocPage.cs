using Markdig;
using Markdig.Extensions.AutoIdentifiers;
using Markdig.Renderers.Html;
using Markdig.Syntax;
using Markdig.Syntax.Inlines;

namespace KpiFunctions.Tests.Docs;

/// <summary>A page of the docs, read as GitHub shows it.</summary>
/// <param name="Path">Below the repository, with slashes.</param>
internal sealed record DocPage(string Path, string Text)
{
    private static readonly MarkdownPipeline Pipeline = new MarkdownPipelineBuilder().UsePipeTables().UseAutoIdentifiers(AutoIdentifierOptions.GitHub).Build();

    private MarkdownDocument Document { get; } = Markdig.Markdown.Parse(Text, Pipeline);

    /// <summary>The readme and every page below <c>docs</c>.</summary>
    public static IReadOnlyList<DocPage> All { get; } =
    [
        .. new[] { Repository.PathOf("README.md"), Repository.PathOf("CONTRIBUTING.md") }
            .Concat(Directory.EnumerateFiles(Repository.PathOf("docs"), "*.md", SearchOption.AllDirectories).Order(StringComparer.Ordinal))
            .Select(path => new DocPage(System.IO.Path.GetRelativePath(Repository.Root, path).Replace(System.IO.Path.DirectorySeparatorChar, '/'), File.ReadAllText(path))),
    ];

    /// <summary>What a link to a part of the page may name.</summary>
    public IReadOnlySet<string> Anchors => Document.Descendants<HeadingBlock>().Select(heading => heading.GetAttributes().Id).OfType<string>().ToHashSet(StringComparer.Ordinal);

    /// <summary>Where its links and images lead.</summary>
    public IEnumerable<string> Links => Document.Descendants<LinkInline>().Select(link => link.Url).OfType<string>()
        .Concat(Document.Descendants<HtmlInline>().Select(html => html.Tag).Concat(Document.Descendants<HtmlBlock>().Select(block => block.Lines.ToString())).SelectMany(HtmlLinks.In));

    /// <summary>Words in backticks.</summary>
    public IEnumerable<string> Codes => Document.Descendants<CodeInline>().Select(code => code.Content);

    /// <summary>Lines of blocks of code that are not of another language than a shell's.</summary>
    public IEnumerable<string> ShellLines => Document.Descendants<FencedCodeBlock>().Where(block => block.Info is null or "" or "sh" or "text")
        .SelectMany(block => block.Lines.ToString().Split('\n'));

    /// <summary>The file or folder that a relative link leads to, and the part of it.</summary>
    public (string Path, string? Anchor) Target(string link)
    {
        var parts = Uri.UnescapeDataString(link).Split('#', 2);
        var path = parts[0].Length == 0 ? Repository.PathOf(Path.Split('/')) : System.IO.Path.GetFullPath(parts[0], System.IO.Path.GetDirectoryName(Repository.PathOf(Path.Split('/')))!);
        return (path, parts.Length > 1 ? parts[1] : null);
    }
}
