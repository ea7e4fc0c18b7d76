using System.Net;
using System.Text;
using KpiFunctions.Benchmarks.Paired;
using KpiFunctions.Pipeline.Digest;
using KpiFunctions.Pipeline.Digest.Languages;
using KpiFunctions.Pipeline.Digest.Writing;
using KpiFunctions.Pipeline.Kpis;
using KpiFunctions.Pipeline.Runs.Digests;
using KpiFunctions.Pipeline.SampleWeeks;

namespace KpiFunctions.Benchmarks.Rendering;

/// <summary>What came out.</summary>
/// <param name="Steps">How often the mail was written until it was short enough.</param>
/// <param name="Bytes">The size of its HTML.</param>
/// <param name="Times">Of the processor; a run of either side writes the mail many times.</param>
/// <param name="Allocated">Bytes for one mail, by the pipeline and by the bare side.</param>
internal sealed record RenderComparison(int Steps, int Bytes, Comparison Times, (double Pipeline, double Bare) Allocated);

/// <summary>Both sides on one sample's week: its figures are computed already.</summary>
internal sealed class RenderCourse
{
    /// <summary>Until the runtime has compiled everything as well as it will.</summary>
    private const int WarmUps = 15;

    private readonly DigestRenderer renderer = new();
    private readonly SampleWeek sample;
    private readonly WeekReport kpis;

    public RenderCourse(SampleWeek sample)
    {
        // The place of a recipient's own link is not a word: Scriban alone cannot write it.
        this.sample = sample with { Edition = sample.Edition with { HasUnsubscribeLink = false } };
        kpis = DigestBuilder.Compose(renderer, sample.Client, sample.History, [], sample.Week, sample.Edition).Report;
    }

    /// <param name="mails">How many each side writes in a round.</param>
    public async Task<RenderComparison> CompareAsync(int rounds, int mails, CancellationToken cancellationToken)
    {
        var rendered = renderer.RenderMail(sample.Client, kpis, sample.Edition, cancellationToken);
        var (steps, bare) = BareSide(rendered);
        var (ofPipeline, ofBare) = (0L, 0L);
        var times = await PairedRuns.CompareAsync(
            Repeated(() => renderer.RenderMail(sample.Client, kpis, sample.Edition, CancellationToken.None), mails, bytes => ofPipeline = bytes),
            Repeated(() => bare.Write(), mails, bytes => ofBare = bytes),
            WarmUps, rounds, new ProcessorTime(), _ => { }, cancellationToken);
        return new(steps, Encoding.UTF8.GetByteCount(rendered.Html), times, ((double)ofPipeline / mails, (double)ofBare / mails));
    }

    /// <summary>The side that gets the words with which the mail is short enough. A side that wrote something else would be quick.</summary>
    private (int Steps, BareRendering Side) BareSide(RenderedDigest rendered)
    {
        for (var step = 0; step < Limits.Steps.Count; step++)
        {
            var model = DigestWriter.Write(new(Language.Of(sample.Client.Language), sample.Client, sample.Week, Limits.Steps[step], sample.Edition), kpis);
            var side = new BareRendering(model);
            var (html, text) = side.Write();
            if (WebUtility.HtmlDecode(html) == WebUtility.HtmlDecode(rendered.Html) && text == rendered.Text) return (step + 1, side);
        }

        throw new InvalidOperationException($"The bare side does not write the mail '{sample.Name}'.");
    }

    /// <summary>All on one thread, whose allocations are counted.</summary>
    private static Contender Repeated(Action write, int times, Action<long> tellAllocated) => new(
        _ => Task.CompletedTask,
        token =>
        {
            var before = GC.GetAllocatedBytesForCurrentThread();
            for (var i = 0; i < times; i++)
            {
                token.ThrowIfCancellationRequested();
                write();
            }

            tellAllocated(GC.GetAllocatedBytesForCurrentThread() - before);
            return Task.CompletedTask;
        });
}
