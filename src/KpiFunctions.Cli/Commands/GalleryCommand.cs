using System.CommandLine;
using KpiFunctions.Cli.Browsing;
using KpiFunctions.Cli.Galleries;

namespace KpiFunctions.Cli.Commands;

/// <summary><c>kpi gallery</c>.</summary>
internal static class GalleryCommand
{
    public static Command Create()
    {
        var @out = new Option<string>("--out") { Description = "Where to write the gallery.", HelpName = "DIR", DefaultValueFactory = _ => "gallery-out" };
        var only = new Option<string?>("--only") { Description = "Only what has this in its path, such as fr/plain or /hostile.", HelpName = "PART" };
        var withoutPictures = new Option<bool>("--no-pictures") { Description = "Write mails, texts and pages alone; no browser is needed." };
        var command = new Command(
            "gallery",
            """
            Writes a digest of every kind, in every language and with every face: mail, text, page and pictures, with an index.

            Examples:
              kpi gallery
              kpi gallery --out gallery --only fr/plain
            """) { @out, only, withoutPictures };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var part = parsed.GetValue(only) ?? "";
            var items = Gallery.Items().Where(item => item.Path.Contains(part, StringComparison.Ordinal)).ToList();
            if (items.Count == 0) throw new UsageException($"--only: nothing in the gallery has '{part}' in its path.");

            var writer = new GalleryWriter(parsed.GetValue(@out)!);
            foreach (var item in items) await writer.WriteAsync(item, cancellationToken);
            var hasPictures = !parsed.GetValue(withoutPictures);
            if (hasPictures) await ProgressReport.ShowAsync("gallery", progress => PictureAsync(writer, items, progress, cancellationToken));
            await writer.WriteIndexAsync(items, hasPictures, cancellationToken);
            Console.WriteLine($"{items.Count} digests{(hasPictures ? $", {items.Count * PictureKind.All.Count} pictures" : "")}");
            Console.WriteLine(writer.Index);
            return ExitCode.Done;
        });
        return command;
    }

    private static async Task<int> PictureAsync(GalleryWriter writer, List<GalleryItem> items, IProgressReport progress, CancellationToken cancellationToken)
    {
        await using var chromium = await Chromium.StartAsync(cancellationToken);
        var taker = new PictureTaker(chromium);
        for (var i = 0; i < items.Count; i++)
        {
            progress.Reaches((double)i / items.Count, items[i].Path);
            await writer.PictureAsync(items[i], taker, cancellationToken);
        }

        return items.Count;
    }
}
