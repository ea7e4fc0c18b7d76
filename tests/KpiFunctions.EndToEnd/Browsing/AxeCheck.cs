using Deque.AxeCore.Commons;
using Deque.AxeCore.Playwright;
using KpiFunctions.Cli.Browsing;
using Microsoft.Playwright;

namespace KpiFunctions.EndToEnd.Browsing;

/// <summary>axe's default rules on a mail or page by day and by night: all of them on pages, all but two on mails.</summary>
internal sealed class AxeCheck(Chromium chromium)
{
    /// <summary>
    /// What is asked of pages only. A mail is shown inside a client's page, which has the landmarks: a second main part
    /// would be wrong there, and clients drop the elements and roles that make one.
    /// </summary>
    private static readonly string[] OffInMails = ["landmark-one-main", "region"];

    /// <summary>Looks at an HTML file in both colour schemes.</summary>
    /// <param name="width">Of the viewport, in CSS pixels.</param>
    /// <returns>A line for each element that breaks a rule: scheme, rule, impact, selector and the start of its HTML. None means that all is well.</returns>
    public Task<IReadOnlyList<string>> FileAsync(string path, HtmlKind kind, int width, CancellationToken cancellationToken) =>
        BothAsync(view => chromium.ShowFileAsync(path, view, page => LookAsync(page, kind), cancellationToken), width);

    /// <summary>Looks at HTML that stands in no file.</summary>
    /// <inheritdoc cref="FileAsync"/>
    public Task<IReadOnlyList<string>> HtmlAsync(string html, HtmlKind kind, int width, CancellationToken cancellationToken) =>
        BothAsync(view => chromium.ShowAsync(html, view, page => LookAsync(page, kind), cancellationToken), width);

    private static async Task<IReadOnlyList<string>> BothAsync(Func<View, Task<AxeResult>> look, int width)
    {
        var (light, dark) = (await look(new(width)), await look(new(width, Dark: true)));
        return [.. Lines("light", light), .. Lines("dark", dark)];
    }

    private static Task<AxeResult> LookAsync(IPage page, HtmlKind kind) =>
        page.RunAxe(new AxeRunOptions { Rules = kind == HtmlKind.Mail ? OffInMails.ToDictionary(rule => rule, _ => new RuleOptions { Enabled = false }) : [] });

    private static IEnumerable<string> Lines(string scheme, AxeResult result) =>
        from violation in result.Violations
        from node in violation.Nodes
        select $"{scheme}: {violation.Id} ({node.Impact ?? violation.Impact}): {node.Target}: {Start(node.Html)}";

    private static string Start(string html) => html.Length <= 160 ? html : html[..160] + "…";
}
