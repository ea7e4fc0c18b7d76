using KpiFunctions.Cli.Browsing;
using Microsoft.Playwright;

namespace KpiFunctions.EndToEnd.Browsing;

/// <summary>Whether a page has to be scrolled sideways.</summary>
internal sealed class Overflow(Chromium chromium)
{
    // Half a pixel is rounding. What a parent clips away is not seen, and takes no room: it is left out, unless the
    // parent scrolls, which a mail client may not do. Elements of no width or height are not seen either.
    private const string Script = """
        () => {
          const width = document.documentElement.clientWidth;
          const name = element => {
            const parts = [];
            for (let at = element; at && at !== document.documentElement; at = at.parentElement) {
              const same = at.parentElement ? [...at.parentElement.children].filter(other => other.localName === at.localName) : [];
              parts.unshift(at.id ? `#${at.id}` : same.length > 1 ? `${at.localName}:nth-of-type(${same.indexOf(at) + 1})` : at.localName);
              if (at.id) break;
            }
            return parts.join(' > ');
          };
          const clipped = element => {
            for (let at = element.parentElement; at && at !== document.body; at = at.parentElement)
              if (['hidden', 'clip'].includes(getComputedStyle(at).overflowX) && at.getBoundingClientRect().right <= width + 0.5) return true;
            return false;
          };
          const found = [];
          const scroll = document.documentElement.scrollWidth;
          if (scroll > width) found.push(`html: ${scroll} px wide`);
          for (const element of document.body.querySelectorAll('*')) {
            const box = element.getBoundingClientRect();
            if (box.width === 0 || box.height === 0 || clipped(element)) continue;
            if (box.right > width + 0.5) found.push(`${name(element)}: ends at ${Math.round(box.right)} px`);
            else if (box.left < -0.5) found.push(`${name(element)}: begins at ${Math.round(box.left)} px`);
          }
          return found;
        }
        """;

    /// <summary>Looks at an HTML file.</summary>
    /// <param name="width">Of the viewport, in CSS pixels.</param>
    /// <returns>The document where it is wider than that, and each element that reaches out of it, as selectors with pixels. None means that all is well.</returns>
    public Task<IReadOnlyList<string>> FileAsync(string path, int width, CancellationToken cancellationToken) =>
        chromium.ShowFileAsync(path, new(width), LookAsync, cancellationToken);

    /// <summary>Looks at HTML that stands in no file.</summary>
    /// <inheritdoc cref="FileAsync"/>
    public Task<IReadOnlyList<string>> HtmlAsync(string html, int width, CancellationToken cancellationToken) =>
        chromium.ShowAsync(html, new(width), LookAsync, cancellationToken);

    /// <summary>Looks at what is shown already, as wide as it is shown.</summary>
    /// <inheritdoc cref="FileAsync"/>
    public static async Task<IReadOnlyList<string>> LookAsync(IPage page) => await page.EvaluateAsync<string[]>(Script);
}
