using System.Runtime.CompilerServices;
using System.Threading.Channels;
using KpiFunctions.Pipeline.Sources;

namespace KpiFunctions.Pipeline.Runs.Fetching;

/// <summary>Lets a source read further pages while earlier ones are being stored.</summary>
internal static class ReadAhead
{
    /// <summary>Pages that are read ahead at most. The limit keeps small what a crash loses.</summary>
    private const int MostPages = 16;

    /// <summary>
    /// Pages in the order in which they arrived; those that arrived while the caller was busy are combined into one. A
    /// failure of the source is thrown after the pages that arrived before it. Ending the enumeration stops the source.
    /// </summary>
    public static async IAsyncEnumerable<SourcePage> PagesAsync(ISource source, SourceRequest request, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        using var stopping = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var waiting = Channel.CreateBounded<SourcePage>(new BoundedChannelOptions(MostPages) { SingleReader = true, SingleWriter = true });
        var reading = FillAsync(source.FetchAsync(request, stopping.Token), waiting.Writer, stopping.Token);
        try
        {
            while (await waiting.Reader.WaitToReadAsync(cancellationToken)) yield return Together(waiting.Reader);
        }
        finally
        {
            await stopping.CancelAsync();
            await reading;
        }
    }

    private static async Task FillAsync(IAsyncEnumerable<SourcePage> pages, ChannelWriter<SourcePage> waiting, CancellationToken cancellationToken)
    {
        try
        {
            await foreach (var page in pages) await waiting.WriteAsync(page, cancellationToken);
            waiting.Complete();
        }
        catch (Exception exception)
        {
            // The reader throws it.
            waiting.Complete(exception);
        }
    }

    private static SourcePage Together(ChannelReader<SourcePage> waiting)
    {
        var pages = new List<SourcePage>();
        while (waiting.TryRead(out var page)) pages.Add(page);
        return pages is [var only] ? only : new()
        {
            Readings = [.. pages.SelectMany(page => page.Readings)],
            Posts = [.. pages.SelectMany(page => page.Posts)],
            Refusals = [.. pages.SelectMany(page => page.Refusals)],
        };
    }
}
