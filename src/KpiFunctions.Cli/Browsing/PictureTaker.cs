using Microsoft.Playwright;

namespace KpiFunctions.Cli.Browsing;

/// <summary>Takes pictures of pages. On one machine, the same page gives the same bytes; other machines have other fonts.</summary>
internal sealed class PictureTaker(Chromium chromium)
{
    /// <summary>The whole page of an HTML file.</summary>
    /// <returns>A PNG as wide as the view, or wider where the page overflows it, and as high as the page.</returns>
    public Task<byte[]> TakeFileAsync(string path, View view, CancellationToken cancellationToken) =>
        chromium.ShowFileAsync(path, view, TakeAsync, cancellationToken);

    /// <summary>The whole page of HTML that stands in no file.</summary>
    /// <inheritdoc cref="TakeFileAsync"/>
    public Task<byte[]> TakeAsync(string html, View view, CancellationToken cancellationToken) =>
        chromium.ShowAsync(html, view, TakeAsync, cancellationToken);

    private static async Task<byte[]> TakeAsync(IPage page)
    {
        await page.EvaluateAsync("() => document.fonts.ready.then(() => true)");
        return await page.ScreenshotAsync(new()
        {
            FullPage = true,
            Type = ScreenshotType.Png,
            Scale = ScreenshotScale.Css,
            Animations = ScreenshotAnimations.Disabled,
            Caret = ScreenshotCaret.Hide,
        });
    }
}
