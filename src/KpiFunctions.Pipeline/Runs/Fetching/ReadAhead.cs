using System.Runtime.CompilerServices;
using System.Threading.Channels;
using KpiFunctions.Pipeline.Sources;

namespace KpiFunctions.Pipeline.Runs.Fetching;

/// <summary>Lets a source go on while what it gave is being stored.</summary>
internal static class ReadAhead
{
    /// <summary>A source that is faster than the storage waits with so many pages in hand: what a crash costs stays small.</summary>
    private const int MostPages = 16;

    /// <summary>
    /// What came while the caller was busy, as one page, in the order in which it came. A failure of the source is
    /// thrown behind everything that came before it; a caller who stops, stops the source.
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
