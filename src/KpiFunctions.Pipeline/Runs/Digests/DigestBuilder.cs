using KpiFunctions.Pipeline.Clients;
using KpiFunctions.Pipeline.Delivery.Links;
using KpiFunctions.Pipeline.Digest;
using KpiFunctions.Pipeline.Digest.Branding;
using KpiFunctions.Pipeline.Digest.Notes;
using KpiFunctions.Pipeline.Digest.Writing;
using KpiFunctions.Pipeline.History;
using KpiFunctions.Pipeline.Kpis;
using KpiFunctions.Pipeline.Kpis.Engine;
using KpiFunctions.Pipeline.Periods;
using KpiFunctions.Pipeline.Runs.State;

namespace KpiFunctions.Pipeline.Runs.Digests;

/// <summary>A week's report, and the digest that was written from it.</summary>
/// <param name="Rendered">The digest in the client's language.</param>
public sealed record BuiltDigest(WeekReport Report, RenderedDigest Rendered)
{
    /// <summary>The same digest in the further languages that its recipients read.</summary>
    public IReadOnlyList<RenderedDigest> Translations { get; init; } = [];

    /// <summary>Why a brand's own template was not used, in whichever language; null where it was, or there is none.</summary>
    public TemplateFault? Fault => Translations.Prepend(Rendered).Select(digest => digest.Fault).FirstOrDefault(fault => fault is not null);
}

/// <summary>Builds a digest from a client's stored readings: reads, computes and renders. It stores and sends nothing.</summary>
public sealed class DigestBuilder(
    HistoryReader history, DigestArchive digests, BrandDirectory brands, NoteStore notes, SignedLinks links, DigestRenderer renderer)
{
    /// <summary>
    /// A year, for the same week of the year before and for the weeks from which the usual scatter is estimated, plus the
    /// earlier weeks that are computed again.
    /// </summary>
    public const int WeeksRead = 53 + Restatements.Weeks;

    /// <summary>Builds the digest of a week.</summary>
    public async Task<BuiltDigest> BuildAsync(ClientConfig client, IsoWeek week, CancellationToken cancellationToken)
    {
        client = client.In(week.Plus(1));
        var known = await HistoryOfAsync(client, week, cancellationToken);
        var shown = await ShownBeforeAsync(client, week, cancellationToken);
        var (brand, note) = (await brands.FindAsync(client.Brand.Id, cancellationToken), await notes.FindAsync(client.Id, week, cancellationToken));
        var built = Compose(renderer, client, known, shown, week, await EditionAsync(client, null, brand, note, week, cancellationToken));
        var translations = new List<RenderedDigest>();
        foreach (var language in client.FurtherLanguages)
            translations.Add(Compose(renderer, client.In(language), known, shown, week, await EditionAsync(client, language, brand, note, week, cancellationToken)).Rendered);
        return built with { Translations = translations };
    }

    /// <summary>Builds the digest from data that was read before. Pure.</summary>
    /// <param name="shown">The traces of the digests of the weeks before, the oldest first.</param>
    public static BuiltDigest Compose(
        DigestRenderer renderer, ClientConfig client, ClientHistory known, IReadOnlyList<WeekTrace> shown, IsoWeek week, Edition edition)
    {
        var report = KpiEngine.Compute(client, known, week, shown);
        return new(report, renderer.Render(client, report, edition));
    }

    /// <param name="language">Another one than the client's; null for that.</param>
    private async Task<Edition> EditionAsync(ClientConfig client, string? language, BrandInForce brand, ConsultantNote? note, IsoWeek week, CancellationToken cancellationToken)
    {
        var page = await links.ToDigestAsync(client.Id, week, language, cancellationToken);
        return new()
        {
            Face = AgencyBranding.Of(client.In(language), brand.Brand),
            Templates = brand.Templates,
            Note = note,
            NoteLanguage = language is null ? null : client.Language,
            Page = page,

            // Both links need the same address and keys.
            HasUnsubscribeLink = page is not null,
        };
    }

    /// <summary>The readings and posts that a week's figures are computed from.</summary>
    public Task<ClientHistory> HistoryOfAsync(ClientConfig client, IsoWeek week, CancellationToken cancellationToken) =>
        // Later readings show which metrics an account has: a level that was first read after the week is missing, not unavailable.
        history.ReadAsync(client.Id, new(week.Plus(-WeeksRead).Monday, week.Plus(1).Sunday), cancellationToken, EarlierDays(client, week));

    /// <summary>
    /// The stretches of earlier years: the weeks that this week and those computed again are compared with, each with those
    /// before it. docs/decisions/0026-seasons.md has what that costs.
    /// </summary>
    internal static IReadOnlyList<DayRange> EarlierDays(ClientConfig client, IsoWeek week)
    {
        var calendar = client.Calendar;
        var last = week.Plus(-WeeksRead).Monday.AddDays(-1);
        var wanted =
            from back in Enumerable.Range(0, Restatements.Weeks + 1)
            from years in Enumerable.Range(1, Seasons.Years)
            let same = calendar.SameWeek(week.Plus(-back), years)
            let first = same.Plus(-Seasons.WeeksBefore).Monday
            where first <= last
            select new DayRange(first, same.Sunday < last ? same.Sunday : last);
        return DayRanges.Union(wanted);
    }

    private async Task<IReadOnlyList<WeekTrace>> ShownBeforeAsync(ClientConfig client, IsoWeek week, CancellationToken cancellationToken)
    {
        var traces = await Task.WhenAll(Enumerable.Range(1, Restatements.Weeks).Select(back => digests.FindTraceAsync(client.Id, week.Plus(-back), cancellationToken)));
        return [.. traces.OfType<WeekTrace>().Reverse()];
    }
}
