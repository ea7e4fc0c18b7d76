using Deque.AxeCore.Commons;
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

    /// <summary>What depends on colours, of the default rules.</summary>
    private static readonly string[] Colours = ["color-contrast", "link-in-text-block"];

    /// <summary>What passed is not asked for: to name it takes longer than to find it.</summary>
    private const string Script = """
        async ([off, only]) => {
          const rules = Object.fromEntries(off.map(rule => [rule, { enabled: false }]));
          const { violations } = await axe.run(document, { rules, resultTypes: ['violations'], ...(only.length ? { runOnly: only } : {}) });
          return violations.flatMap(({ id, impact, nodes }) => nodes.map(({ target, html }) => `${id} (${impact}): ${target.join(' ')}: ${html}`));
        }
        """;

    private static readonly Lazy<string> Axe = new(() => new BundledAxeScriptProvider().GetScript());

    /// <summary>Looks at an HTML file in both colour schemes.</summary>
    /// <param name="width">Of the viewport, in CSS pixels.</param>
    /// <returns>A line for each element that breaks a rule: scheme, rule, impact, selector and the start of its HTML. None means that all is well.</returns>
    public Task<IReadOnlyList<string>> FileAsync(string path, HtmlKind kind, int width, CancellationToken cancellationToken) =>
        BothAsync(view => chromium.ShowFileAsync(path, view, page => LookAsync(page, kind), cancellationToken), width);

    /// <summary>Looks at HTML that stands in no file.</summary>
    /// <inheritdoc cref="FileAsync"/>
    public Task<IReadOnlyList<string>> HtmlAsync(string html, HtmlKind kind, int width, CancellationToken cancellationToken) =>
        BothAsync(view => chromium.ShowAsync(html, view, page => LookAsync(page, kind), cancellationToken), width);

    /// <summary>
    /// Looks at an HTML file in both colour schemes, and by night asks what colours decide alone. That is the same for a
    /// file whose style by night changes nothing but colours, and takes half the time.
    /// </summary>
    /// <inheritdoc cref="FileAsync"/>
    public Task<IReadOnlyList<string>> FileWithColoursByNightAsync(string path, HtmlKind kind, int width, CancellationToken cancellationToken) =>
        chromium.ShowFileAsync<IReadOnlyList<string>>(
            path,
            new(width),
            async page =>
            {
                var light = await LookAsync(page, kind);
                await page.EmulateMediaAsync(new() { ColorScheme = ColorScheme.Dark });
                var dark = await page.EvaluateAsync<string[]>(Script, new[] { [], Colours });
                return Lines(light, dark);
            },
            cancellationToken);

    private static async Task<IReadOnlyList<string>> BothAsync(Func<View, Task<string[]>> look, int width)
    {
        var (light, dark) = (await look(new(width)), await look(new(width, Dark: true)));
        return Lines(light, dark);
    }

    private static IReadOnlyList<string> Lines(string[] light, string[] dark) =>
        [.. light.Select(line => Start($"light: {line}")), .. dark.Select(line => Start($"dark: {line}"))];

    private static async Task<string[]> LookAsync(IPage page, HtmlKind kind)
    {
        await page.EvaluateAsync(Axe.Value);
        return await page.EvaluateAsync<string[]>(Script, new[] { kind == HtmlKind.Mail ? OffInMails : [], [] });
    }

    private static string Start(string line) => line.Length <= 300 ? line : line[..300] + "…";
}
