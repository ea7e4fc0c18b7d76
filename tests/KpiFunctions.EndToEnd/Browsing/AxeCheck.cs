using Deque.AxeCore.Commons;
using Deque.AxeCore.Playwright;
using KpiFunctions.Cli.Browsing;
using Microsoft.Playwright;

namespace KpiFunctions.EndToEnd.Browsing;

/// <summary>axe's default rules, all of them, on a page by day and by night.</summary>
internal sealed class AxeCheck(Chromium chromium)
{
    /// <summary>Looks at an HTML file in both colour schemes.</summary>
    /// <param name="width">Of the viewport, in CSS pixels.</param>
    /// <returns>A line for each element that breaks a rule: scheme, rule, impact, selector and the start of its HTML. None means that all is well.</returns>
    public Task<IReadOnlyList<string>> FileAsync(string path, int width, CancellationToken cancellationToken) =>
        BothAsync(view => chromium.ShowFileAsync(path, view, LookAsync, cancellationToken), width);

    /// <summary>Looks at HTML that stands in no file.</summary>
    /// <inheritdoc cref="FileAsync"/>
    public Task<IReadOnlyList<string>> HtmlAsync(string html, int width, CancellationToken cancellationToken) =>
        BothAsync(view => chromium.ShowAsync(html, view, LookAsync, cancellationToken), width);

    private static async Task<IReadOnlyList<string>> BothAsync(Func<View, Task<AxeResult>> look, int width)
    {
        var (light, dark) = (await look(new(width)), await look(new(width, Dark: true)));
        return [.. Lines("light", light), .. Lines("dark", dark)];
    }

    private static Task<AxeResult> LookAsync(IPage page) => page.RunAxe();

    private static IEnumerable<string> Lines(string scheme, AxeResult result) =>
        from violation in result.Violations
        from node in violation.Nodes
        select $"{scheme}: {violation.Id} ({node.Impact ?? violation.Impact}): {node.Target}: {Start(node.Html)}";

    private static string Start(string html) => html.Length <= 160 ? html : html[..160] + "…";
}
