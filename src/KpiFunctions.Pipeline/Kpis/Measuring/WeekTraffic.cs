using KpiFunctions.Pipeline.Readings;

namespace KpiFunctions.Pipeline.Kpis.Measuring;

/// <summary>A week's visits by origin, over the accounts that tell it.</summary>
internal sealed record WeekTraffic(IReadOnlyList<TrafficSlice>? Slices, Gap? Gap, bool IsProvisional, IReadOnlyList<Network> Networks)
{
    /// <summary>How all of Google's visits are called among senders.</summary>
    public const string Google = "google";

    /// <summary>The part of unknown origin from which on nothing is said of what single senders, networks and campaigns brought.</summary>
    private const double LargestUnknownPart = 0.1;

    private Dictionary<string, double>? bySender;

    /// <summary>
    /// Sessions by sender (<see cref="SenderOf"/>). Those whose sender is not known are not among them. Empty where they are not
    /// known whole.
    /// </summary>
    public IReadOnlyDictionary<string, double> ByReferrer => bySender ??= (Slices ?? []).Where(slice => !slice.HasUnknownReferrer)
        .GroupBy(SenderOf, StringComparer.Ordinal).ToDictionary(group => group.Key, group => group.Sum(slice => slice.Sessions), StringComparer.Ordinal);

    public double FromGoogle => ByReferrer.GetValueOrDefault(Google);

    /// <summary>Sessions whose sender is not known.</summary>
    public double WithoutReferrer => (Slices ?? []).Where(slice => slice.HasUnknownReferrer).Sum(slice => slice.Sessions);

    /// <summary>Whether enough of the visits have a known origin to say what a single sender, network or campaign brought.</summary>
    /// <param name="valueOf">What it brought.</param>
    public bool TellsWhoBrought(Func<TrafficSlice, double?> valueOf) => Slices is not null
        && Slices.Where(slice => slice.HasUnknownReferrer).Sum(slice => valueOf(slice) ?? 0) is var unknown && unknown <= LargestUnknownPart * Slices.Sum(slice => valueOf(slice) ?? 0);

    /// <summary>Sessions of tagged links that name the campaign; 0 where the week's visits are not known whole.</summary>
    public double FromCampaign(string campaign) => (Slices ?? []).Where(slice => VisitParts.IsOf(campaign, slice)).Sum(slice => slice.Sessions);

    /// <summary>
    /// Who sent the visits. All of Google is one sender, and so is each network, under its name, whichever of its hosts and tags
    /// a visit has; others are written in small letters, since tools write names in capitals or not.
    /// </summary>
    public string SenderOf(TrafficSlice slice) =>
        slice.HasUnknownReferrer ? TrafficSlice.UnknownReferrer
        : GoogleNames.IsGoogle(slice) ? Google
        : Networks.FirstOrDefault(network => network.Links.Sent(slice))?.Name ?? slice.Source.Trim().ToLowerInvariant();
}
