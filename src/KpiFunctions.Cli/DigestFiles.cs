using KpiFunctions.Pipeline.Digest;

namespace KpiFunctions.Cli;

/// <summary>A digest as files to look at: <c>.html</c> and <c>.txt</c> as they are mailed, and <c>.page.html</c>.</summary>
internal static class DigestFiles
{
    /// <summary>A recipient's link, which only a mail on its way has.</summary>
    private static readonly Uri NobodysLink = new("https://kpi.example/api/unsubscribe/recipient");

    /// <returns>The mail's file.</returns>
    public static async Task<string> WriteAsync(string directory, string name, RenderedDigest digest, CancellationToken cancellationToken)
    {
        if (File.Exists(directory)) throw new UsageException($"--out: {directory} is a file; name a directory.");
        Directory.CreateDirectory(directory);
        var (mail, path) = (digest.For(NobodysLink), Path.Combine(directory, name));
        await File.WriteAllTextAsync(path + ".html", WithFiles(mail, name), cancellationToken);
        foreach (var picture in mail.Pictures) await File.WriteAllBytesAsync($"{path}.{picture.ContentId}.png", picture.Png, cancellationToken);
        await File.WriteAllTextAsync(path + ".txt", mail.Text, cancellationToken);
        await File.WriteAllTextAsync(path + ".page.html", mail.Page, cancellationToken);
        return path + ".html";
    }

    /// <summary>The mail's HTML for a browser, which finds its pictures in files beside it and not in the mail.</summary>
    /// <param name="name">The mail's file, without its extension.</param>
    public static string WithFiles(RenderedDigest mail, string name) => mail.Pictures.Aggregate(
        mail.Html, (html, picture) => html.Replace($"\"cid:{picture.ContentId}\"", $"\"{name}.{picture.ContentId}.png\"", StringComparison.Ordinal));
}
