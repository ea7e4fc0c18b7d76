using KpiFunctions.Cli.Browsing;
using Microsoft.Playwright;

namespace KpiFunctions.EndToEnd.Browsing;

/// <summary>
/// Whether every text stands out from what it stands on, by WCAG's ratio of 4.5 for text of any size. Unlike axe, it
/// leaves out none: it looks through parents of any transparency, at what a drawing has under its words, and at the words
/// that stand for a picture. A background that it cannot compute is a fault.
/// </summary>
internal sealed class TextContrast(Chromium chromium)
{
    private const string Script = """
        () => {
          const number = text => text.match(/[\d.]+/g).map(Number);
          const colour = text => { const [r, g, b, a = 1] = number(text); return { r, g, b, a }; };
          const over = (top, under) => ({
            r: top.r * top.a + under.r * (1 - top.a), g: top.g * top.a + under.g * (1 - top.a), b: top.b * top.a + under.b * (1 - top.a), a: 1,
          });
          const part = value => (value /= 255) <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
          const light = c => 0.2126 * part(c.r) + 0.7152 * part(c.g) + 0.0722 * part(c.b);
          const contrast = (a, b) => { const [x, y] = [light(a), light(b)]; return (Math.max(x, y) + 0.05) / (Math.min(x, y) + 0.05); };
          const papers = new Map();
          const paper = element => {
            if (!element) return null;
            if (papers.has(element)) return papers.get(element);
            const style = getComputedStyle(element);
            const own = colour(style.backgroundColor);
            const under = own.a === 1 ? null : paper(element.parentElement);
            const result = style.backgroundImage !== 'none' || style.opacity !== '1' || style.filter !== 'none' ? undefined
              : own.a === 1 ? own : under ? over(own, under) : under;
            papers.set(element, result);
            return result;
          };
          const drawnUnder = (element, box) => [...element.ownerSVGElement.querySelectorAll('rect')]
            .filter(rect => rect.compareDocumentPosition(element) & Node.DOCUMENT_POSITION_FOLLOWING)
            .filter(rect => { const r = rect.getBoundingClientRect(); return r.left < box.right && r.right > box.left && r.top < box.bottom && r.bottom > box.top; })
            .map(rect => colour(getComputedStyle(rect).fill));
          const found = [];
          const look = (element, words, box) => {
            const style = getComputedStyle(element);
            if (parseFloat(style.fontSize) === 0 || box.width === 0 || box.height === 0) return;
            const under = paper(element);
            const what = `${element.localName}.${element.getAttribute('class') ?? ''}: ${words.slice(0, 60)}`;
            if (under === null) { found.push(`no background: ${what}`); return; }
            if (under === undefined) { found.push(`background that cannot be computed: ${what}`); return; }
            const isDrawn = element.ownerSVGElement != null;
            const ink = colour(isDrawn ? style.fill : style.color);
            for (const background of isDrawn ? [under, ...drawnUnder(element, box).map(fill => over(fill, under))] : [under]) {
              const ratio = contrast(over(ink, background), background);
              if (ratio < 4.5) found.push(`${ratio.toFixed(2)}: ${what}`);
            }
          };
          const walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT | NodeFilter.SHOW_ELEMENT);
          for (let node = walk.nextNode(); node; node = walk.nextNode()) {
            if (node.nodeType === Node.ELEMENT_NODE) {
              if (node.localName === 'img' && node.alt && node.checkVisibility()) look(node, node.alt, node.getBoundingClientRect());
              continue;
            }
            const words = node.data.trim();
            const element = node.parentElement;
            if (!words || element.closest('style, script, title, noscript') || !element.checkVisibility({ visibilityProperty: true, opacityProperty: false })) continue;
            const range = document.createRange();
            range.selectNodeContents(node);
            look(element, words, range.getBoundingClientRect());
          }
          return found;
        }
        """;

    /// <summary>Looks at an HTML file in one colour scheme.</summary>
    /// <returns>A line for each text that does not stand out: ratio, element and the start of its words. None means that all is well.</returns>
    public Task<IReadOnlyList<string>> FileAsync(string path, View view, CancellationToken cancellationToken) =>
        chromium.ShowFileAsync(path, view, LookAsync, cancellationToken);

    /// <summary>Looks at HTML that stands in no file.</summary>
    /// <inheritdoc cref="FileAsync"/>
    public Task<IReadOnlyList<string>> HtmlAsync(string html, View view, CancellationToken cancellationToken) =>
        chromium.ShowAsync(html, view, LookAsync, cancellationToken);

    /// <summary>Looks at what is shown already.</summary>
    /// <inheritdoc cref="FileAsync"/>
    public static async Task<IReadOnlyList<string>> LookAsync(IPage page) => await page.EvaluateAsync<string[]>(Script);
}
