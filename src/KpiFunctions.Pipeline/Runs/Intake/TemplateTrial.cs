using KpiFunctions.Pipeline.Clients;
using KpiFunctions.Pipeline.Digest;
using KpiFunctions.Pipeline.Digest.Templating;
using KpiFunctions.Pipeline.Digest.Writing;
using KpiFunctions.Pipeline.Kpis;
using KpiFunctions.Pipeline.Kpis.Engine;
using KpiFunctions.Pipeline.Runs.Digests;
using KpiFunctions.Pipeline.SampleWeeks;

namespace KpiFunctions.Pipeline.Runs.Intake;

/// <summary>
/// Renders a brand's template on sample weeks of every kind, in every language, with and without the optional parts of a
/// digest. Faults are reported before they can occur on a client's digest.
/// </summary>
public sealed class TemplateTrial(DigestRenderer renderer)
{
    /// <summary>For all weeks together, well within the time that a function may run.</summary>
    private static readonly TimeSpan LongestTrial = TimeSpan.FromSeconds(60);

    private const int MostFaults = 10;

    /// <summary>The sample weeks with their figures, which do not depend on the brand: they are computed once.</summary>
    private static readonly Lazy<IReadOnlyList<TrialWeek>> Weeks = new(() => [.. DigestRenderer.Languages.SelectMany(WeeksIn)]);

    /// <summary>Renders every week with a brand's template.</summary>
    /// <returns>Each fault once, with the first week in which it occurred.</returns>
    public IReadOnlyList<TemplateProblem> Run(BrandTemplates templates, CancellationToken cancellationToken)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var faults = new OrderedDictionary<(Place?, string), TemplateProblem>();
        var weeks = Weeks.Value;
        limit.CancelAfter(LongestTrial);
        foreach (var week in weeks)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var fault = renderer.RenderMail(week.Client, week.Figures, week.Edition with { Templates = templates }, limit.Token).Fault;
            foreach (var reason in fault?.Reason.Split('\n') ?? [])
                faults.TryAdd((fault!.At, reason), new(fault.Template, fault.At?.Line, fault.At?.Column, $"{reason} (in the week '{week.Name}': {week.About})"));

            // A template that is too slow on one week would be as slow on the others.
            if (faults.Count >= MostFaults || fault is { IsTooSlow: true }) break;
        }

        return faults.Count > 0 || templates.Html is not { } html || IsUnchangedByWords(templates, weeks, limit.Token)
            ? [.. faults.Values]
            : [new(html.Name, null, null, "words in a digest change its tags; write each value in text or in a value in quotes")];
    }

    /// <summary>Whether a week whose texts try to inject markup renders to the same tags as the same week with plain texts.</summary>
    private bool IsUnchangedByWords(BrandTemplates templates, IReadOnlyList<TrialWeek> weeks, CancellationToken cancellationToken)
    {
        string? TagsOf(TrialWeek week) => renderer.WriteTags(week.Client, week.Figures, week.Edition with { Templates = templates }, cancellationToken);
        return weeks.Where(week => week.IsBare && week.Name is ("bad" or "hostile")).GroupBy(week => week.Client.Language)
            .All(pair => pair.Select(TagsOf).Distinct().Count() == 1);
    }

    private static IEnumerable<TrialWeek> WeeksIn(string language)
    {
        var logo = new Brand(Logo: new("https://agency.example/logo.png"));
        foreach (var sample in SampleWeekSet.All(language, logo))
        {
            var figures = KpiEngine.Compute(sample.Client, sample.History, sample.Week);
            var bare = sample.Edition with { Face = sample.Edition.Face with { Logo = null, Footer = null }, Note = null, Page = null, HasUnsubscribeLink = false };
            yield return new(sample.Name, sample.About, sample.Client, figures, sample.Edition, IsBare: false);
            yield return new(sample.Name, $"{sample.About}, without note, logo and links", sample.Client, figures, bare, IsBare: true);
        }
    }

    private sealed record TrialWeek(string Name, string About, ClientConfig Client, WeekReport Figures, Edition Edition, bool IsBare);
}
