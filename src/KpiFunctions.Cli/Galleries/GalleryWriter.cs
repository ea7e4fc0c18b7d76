using System.Net;
using System.Text;
using KpiFunctions.Cli.Browsing;

namespace KpiFunctions.Cli.Galleries;

/// <summary>A picture of a digest.</summary>
/// <param name="Name">What its file's name ends in.</param>
/// <param name="IsPage">Of the page, or of the mail.</param>
internal sealed record PictureKind(string Name, bool IsPage, View View)
{
    public static readonly IReadOnlyList<PictureKind> All =
    [
        new("mail-320", false, new(320)),
        new("mail-600", false, new(600)),
        new("mail-1200", false, new(1200)),
        new("mail-600-dark", false, new(600, Dark: true)),
        new("mail-600-no-images", false, new(600, Images: false)),
        new("page-320", true, new(320)),
        new("page-1200", true, new(1200)),
        new("page-1200-dark", true, new(1200, Dark: true)),
    ];
}

/// <summary>Writes the gallery's files: a mail, its text and its page for each item, their pictures, and an index.</summary>
internal sealed class GalleryWriter(string directory)
{
    public string Index => Path.Combine(directory, "index.html");

    public static string MailOf(GalleryItem item) => item.Path + ".html";

    public static string TextOf(GalleryItem item) => item.Path + ".txt";

    public static string PageOf(GalleryItem item) => item.Path + ".page.html";

    public async Task WriteAsync(GalleryItem item, CancellationToken cancellationToken)
    {
        await WriteAsync(MailOf(item), DigestFiles.WithFiles(item.Digest, Path.GetFileName(item.Path)), cancellationToken);
        foreach (var picture in item.Digest.Pictures) await File.WriteAllBytesAsync(Path.Combine(directory, $"{item.Path}.{picture.ContentId}.png"), picture.Png, cancellationToken);
        await WriteAsync(TextOf(item), $"{item.Digest.Subject}\n\n{item.Digest.Text}", cancellationToken);
        await WriteAsync(PageOf(item), item.Digest.Page, cancellationToken);
    }

    public async Task PictureAsync(GalleryItem item, PictureTaker taker, CancellationToken cancellationToken)
    {
        foreach (var kind in PictureKind.All)
        {
            var picture = await taker.TakeFileAsync(Path.Combine(directory, kind.IsPage ? PageOf(item) : MailOf(item)), kind.View, cancellationToken);
            await File.WriteAllBytesAsync(Path.Combine(directory, PictureOf(item, kind)), picture, cancellationToken);
        }
    }

    /// <summary>One page with all of them, by sample.</summary>
    /// <param name="hasPictures">Without pictures, the mails themselves are shown.</param>
    public Task WriteIndexAsync(IReadOnlyList<GalleryItem> items, bool hasPictures, CancellationToken cancellationToken)
    {
        var page = new StringBuilder(
            """
            <!DOCTYPE html>
            <html lang="en">
            <head>
            <meta charset="utf-8">
            <meta name="viewport" content="width=device-width, initial-scale=1">
            <title>Digests of every kind</title>
            <style>
            body { margin: 24px; font: 15px/1.5 sans-serif; background: #ffffff; color: #1c2730; }
            .row { display: flex; flex-wrap: wrap; gap: 16px; align-items: flex-start; }
            figure { margin: 0; width: 220px; }
            figcaption { font-size: 13px; overflow-wrap: anywhere; }
            img, iframe { width: 218px; height: 300px; border: 1px solid #b4bec8; object-fit: cover; object-position: top; }
            </style>
            </head>
            <body>
            <h1>Digests of every kind</h1>
            """);
        foreach (var sample in items.GroupBy(item => item.SampleWeek.Name))
        {
            page.Append($"\n<h2 id=\"{Html(sample.Key)}\">{Html(sample.First().SampleWeek.About)}</h2>");
            foreach (var item in sample)
            {
                page.Append($"\n<h3>{Html(item.Path)}</h3>\n<p>{Html(item.Digest.Subject)}</p>\n<p><a href=\"{Html(MailOf(item))}\">mail</a>, <a href=\"{Html(TextOf(item))}\">text</a>, <a href=\"{Html(PageOf(item))}\">page</a></p>\n<div class=\"row\">");
                foreach (var kind in hasPictures ? PictureKind.All : [])
                    page.Append($"\n<figure><a href=\"{Html(PictureOf(item, kind))}\"><img loading=\"lazy\" src=\"{Html(PictureOf(item, kind))}\" alt=\"{Html(item.Path)}, {Html(kind.Name)}\"></a><figcaption>{Html(kind.Name)}</figcaption></figure>");
                if (!hasPictures) page.Append($"\n<iframe loading=\"lazy\" src=\"{Html(MailOf(item))}\" title=\"{Html(item.Path)}\"></iframe>");
                page.Append("\n</div>");
            }
        }

        return WriteAsync("index.html", page.Append("\n</body>\n</html>\n").ToString(), cancellationToken);
    }

    private static string PictureOf(GalleryItem item, PictureKind kind) => $"{item.Path}.{kind.Name}.png";

    private static string Html(string text) => WebUtility.HtmlEncode(text);

    private async Task WriteAsync(string path, string text, CancellationToken cancellationToken)
    {
        var file = Path.Combine(directory, path);
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        await File.WriteAllTextAsync(file, text, cancellationToken);
    }
}
