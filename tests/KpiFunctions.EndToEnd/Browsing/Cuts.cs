using KpiFunctions.Cli.Browsing;
using Microsoft.Playwright;

namespace KpiFunctions.EndToEnd.Browsing;

/// <summary>Whether a text loses a part of itself to a parent that hides what does not fit, or to a drawing's edge.</summary>
internal sealed class Cuts(Chromium chromium)
{
    private const string Script = """
        () => {
          const found = [];
          const clippers = new Map();
          const clipper = element => {
            if (!element || element === document.documentElement) return null;
            if (clippers.has(element)) return clippers.get(element);
            const style = getComputedStyle(element);
            const result = element !== document.body && (style.overflowX !== 'visible' || style.overflowY !== 'visible') ? element : clipper(element.parentElement);
            clippers.set(element, result);
            return result;
          };
          const walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
          for (let node = walk.nextNode(); node; node = walk.nextNode()) {
            const words = node.data.trim();
            const element = node.parentElement;
            if (!words || element.closest('style, script, title, noscript') || !element.checkVisibility({ visibilityProperty: true })) continue;
            const cutter = clipper(element);
            if (!cutter) continue;
            const range = document.createRange();
            range.selectNodeContents(node);
            const [box, room] = [range.getBoundingClientRect(), cutter.getBoundingClientRect()];
            if (box.width === 0 || box.height === 0) continue;
            if (box.left < room.left - 0.5 || box.right > room.right + 0.5 || box.top < room.top - 0.5 || box.bottom > room.bottom + 0.5)
              found.push(`${element.localName}.${element.getAttribute('class') ?? ''}: ${words.slice(0, 60)}`);
          }
          return found;
        }
        """;

    /// <summary>Looks at HTML that stands in no file.</summary>
    /// <param name="width">Of the viewport, in CSS pixels.</param>
    /// <returns>A line for each text that is cut: its element and the start of its words. None means that all is well.</returns>
    public Task<IReadOnlyList<string>> HtmlAsync(string html, int width, CancellationToken cancellationToken) =>
        chromium.ShowAsync(html, new(width), LookAsync, cancellationToken);

    /// <summary>Looks at what is shown already, as wide as it is shown.</summary>
    /// <inheritdoc cref="HtmlAsync"/>
    public static async Task<IReadOnlyList<string>> LookAsync(IPage page) => await page.EvaluateAsync<string[]>(Script);
}
