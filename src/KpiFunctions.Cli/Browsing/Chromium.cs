using Microsoft.Playwright;

namespace KpiFunctions.Cli.Browsing;

/// <summary>
/// One headless browser with one page, on which files and texts are shown in turn. It reaches no network: what a page
/// asks for elsewhere fails, so that the same page looks the same anywhere. It ends with its parent, also when that is killed.
/// </summary>
internal sealed class Chromium : IAsyncDisposable
{
    private const int Height = 800;

    /// <summary>
    /// Points pictures that stand in the page itself to nowhere, and waits until each has failed: they are not asked for,
    /// so cannot be refused.
    /// </summary>
    private const string WithoutInlineImages = """
        () => Promise.all([...document.images].filter(image => image.src.startsWith('data:')).map(image => new Promise(failed => {
          image.addEventListener('error', failed, { once: true });
          image.src = 'https://images.invalid/';
        })))
        """;

    private readonly IPlaywright playwright;
    private readonly IBrowser browser;
    private readonly IPage page;
    private readonly SemaphoreSlim turn = new(1);
    private bool images;

    private Chromium(IPlaywright playwright, IBrowser browser, IPage page) =>
        (this.playwright, this.browser, this.page) = (playwright, browser, page);

    /// <exception cref="InvalidOperationException">There is no browser on this machine, or it does not start: the message says what to do.</exception>
    public static async Task<Chromium> StartAsync(CancellationToken cancellationToken)
    {
        var program = BrowserFinder.Find();
        var playwright = await Playwright.CreateAsync().WaitAsync(cancellationToken);
        try
        {
            var browser = await playwright.Chromium.LaunchAsync(new()
            {
                ExecutablePath = program,
                Headless = true,
                // Chromium refuses to run as root inside its sandbox, and root is what containers run as.
                ChromiumSandbox = !Environment.IsPrivilegedProcess,
                // Letters and colours as little as possible of this machine's screen.
                Args = ["--font-render-hinting=none", "--disable-lcd-text", "--disable-gpu", "--force-color-profile=srgb"],
            });
            var page = await browser.NewPageAsync(new()
            {
                DeviceScaleFactor = 1,
                Locale = "en-GB",
                TimezoneId = "UTC",
                Offline = true,
            });
            var chromium = new Chromium(playwright, browser, page);
            await page.RouteAsync("**/*", chromium.AnswerAsync);
            return chromium;
        }
        catch (Exception exception) when (exception is PlaywrightException or TimeoutException)
        {
            playwright.Dispose();
            throw new InvalidOperationException($"The browser {program} does not start: {exception.Message}", exception);
        }
    }

    /// <summary>Shows an HTML file, and looks at it.</summary>
    /// <param name="look">Has the page to itself until it returns.</param>
    public Task<T> ShowFileAsync<T>(string path, View view, Func<IPage, Task<T>> look, CancellationToken cancellationToken) =>
        ShowAsync(() => page.GotoAsync(new Uri(Path.GetFullPath(path)).AbsoluteUri, new() { WaitUntil = WaitUntilState.Load }), view, look, cancellationToken);

    /// <summary>Shows HTML that stands in no file, and looks at it.</summary>
    /// <inheritdoc cref="ShowFileAsync"/>
    public Task<T> ShowAsync<T>(string html, View view, Func<IPage, Task<T>> look, CancellationToken cancellationToken) =>
        ShowAsync(
            async () =>
            {
                // A document of its own: what was shown before leaves nothing behind.
                await page.GotoAsync("about:blank");
                await page.SetContentAsync(html, new() { WaitUntil = WaitUntilState.Load });
            },
            view, look, cancellationToken);

    public async ValueTask DisposeAsync()
    {
        await browser.DisposeAsync();
        playwright.Dispose();
        turn.Dispose();
    }

    private async Task<T> ShowAsync<T>(Func<Task> load, View view, Func<IPage, Task<T>> look, CancellationToken cancellationToken)
    {
        await turn.WaitAsync(cancellationToken);
        try
        {
            images = view.Images;
            await page.SetViewportSizeAsync(view.Width, Height);
            await page.EmulateMediaAsync(new()
            {
                ColorScheme = view.Dark ? ColorScheme.Dark : ColorScheme.Light,
                ReducedMotion = ReducedMotion.Reduce,
                ForcedColors = ForcedColors.None,
                Media = Media.Screen,
            });
            await load();
            if (!view.Images) await page.EvaluateAsync(WithoutInlineImages);
            return await look(page);
        }
        finally
        {
            turn.Release();
        }
    }

    private Task AnswerAsync(IRoute route) =>
        route.Request.Url.StartsWith("file:", StringComparison.Ordinal) && (images || route.Request.ResourceType != "image")
            ? route.ContinueAsync()
            : route.AbortAsync();
}
