using System.Buffers.Binary;
using KpiFunctions.Cli.Browsing;

namespace KpiFunctions.EndToEnd.Browsing;

[Collection(BrowserTests.Name)]
public sealed class PictureTakerTests(BrowserFixture browser)
{
    /// <summary>A page that shows each of width, scheme, picture, motion and what is asked for elsewhere.</summary>
    private static readonly string Everything = Given.Page(
        $"""
        <h1>Weekly digest</h1><div style="height:1500px">Reach</div>
        <img alt="" width="40" height="40" src="data:image/svg+xml,%3Csvg xmlns='http://www.w3.org/2000/svg' width='40' height='40'%3E%3Crect width='40' height='40' fill='red'/%3E%3C/svg%3E">
        <p style="animation:turn 1s infinite">moves</p>
        """,
        "@keyframes turn { to { opacity: 0; } } @media (prefers-color-scheme: dark) { body { background-color: #12161b; color: #eef2f5; } }");

    [Fact]
    public async Task A_picture_is_as_wide_as_the_view_and_as_high_as_the_page()
    {
        var (width, height) = SizeOf(await TakeAsync(new(360)));
        width.ShouldBe(360);
        height.ShouldBeInRange(1500, 1800);
    }

    [Fact]
    public async Task The_same_page_gives_the_same_picture() => (await TakeAsync(new(360))).ShouldBe(await TakeAsync(new(360)));

    [Fact]
    public async Task Night_and_missing_images_can_be_seen()
    {
        var plain = await TakeAsync(new(360));
        (await TakeAsync(new(360, Dark: true))).ShouldNotBe(plain);
        (await TakeAsync(new(360, Images: false))).ShouldNotBe(plain);
    }

    [Fact]
    public async Task A_file_and_its_text_give_the_same_picture_with_the_images_beside_it()
    {
        var folder = Directory.CreateTempSubdirectory("kpi-picture-");
        try
        {
            var page = Path.Combine(folder.FullName, "page #1.html");
            await File.WriteAllBytesAsync(Path.Combine(folder.FullName, "logo.png"), await TakeAsync(new(40), Given.Page("logo")), TestContext.Current.CancellationToken);
            await File.WriteAllTextAsync(page, Everything, TestContext.Current.CancellationToken);
            (await TakeFileAsync(page, new(360))).ShouldBe(await TakeAsync(new(360)));

            await File.WriteAllTextAsync(page, Given.Page("""<img src="logo.png" alt="logo">"""), TestContext.Current.CancellationToken);
            (await NaturalWidthAsync(page, new(360))).ShouldBe(40);
            (await NaturalWidthAsync(page, new(360, Images: false))).ShouldBe(0);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    [Fact]
    public async Task Nothing_is_fetched_from_the_network()
    {
        using var listener = new System.Net.Sockets.TcpListener(System.Net.IPAddress.Loopback, 0);
        listener.Start();
        await TakeAsync(new(360), Given.Page($"""<img src="http://{listener.LocalEndpoint}/pixel.png" alt="">"""));
        listener.Pending().ShouldBeFalse();
    }

    private Task<byte[]> TakeAsync(View view, string? html = null) => new PictureTaker(browser.Chromium).TakeAsync(html ?? Everything, view, TestContext.Current.CancellationToken);

    private Task<byte[]> TakeFileAsync(string path, View view) => new PictureTaker(browser.Chromium).TakeFileAsync(path, view, TestContext.Current.CancellationToken);

    private Task<int> NaturalWidthAsync(string path, View view) =>
        browser.Chromium.ShowFileAsync(path, view, page => page.EvaluateAsync<int>("() => document.images[0].naturalWidth"), TestContext.Current.CancellationToken);

    /// <summary>Width and height stand at the start of every PNG.</summary>
    private static (int Width, int Height) SizeOf(byte[] png) => (BinaryPrimitives.ReadInt32BigEndian(png.AsSpan(16)), BinaryPrimitives.ReadInt32BigEndian(png.AsSpan(20)));
}
