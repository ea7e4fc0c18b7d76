namespace KpiFunctions.Pipeline.Readings;

/// <summary>
/// Visits of one day that came through one channel from one source by one medium. The slices of a reading add up to
/// its sessions; visits whose origin is not known are a slice of their own (<see cref="HasUnknownReferrer"/>).
/// </summary>
/// <param name="Channel">The kind of source, in the pipeline's own words.</param>
/// <param name="Source">Who sent the visit, as the analytics tool names it: <c>google</c>, <c>facebook.com</c>, <c>(direct)</c>.</param>
/// <param name="Medium">How it came, as the analytics tool names it; null where it has no such notion.</param>
/// <param name="Campaign">The campaign's name (<c>utm_campaign</c>); null where there is none.</param>
/// <param name="Sessions">Visits.</param>
/// <param name="Conversions">Goals reached by these visits; null where the source does not say.</param>
/// <param name="Revenue">Their revenue, in the reading's currency; null where the source does not say.</param>
public sealed record TrafficSlice(
    Channel Channel,
    string Source,
    string? Medium,
    string? Campaign,
    double Sessions,
    double? Conversions,
    double? Revenue)
{
    /// <summary>The <see cref="Source"/> of visits of which the tool does not say, or has not worked out yet, who sent them.</summary>
    public const string UnknownReferrer = "(unknown)";

    /// <summary>The <see cref="Source"/> of the many small senders of a channel, which are not told apart.</summary>
    public const string SmallReferrers = "(other)";

    /// <summary>The <see cref="Source"/> of visits that nobody sent.</summary>
    public const string Nobody = "(direct)";

    /// <summary>The <see cref="Source"/> of tagged links of which only the campaign is known.</summary>
    public const string TaggedLink = "(campaign)";

    /// <summary>
    /// Whether it is not known who sent these visits. Earlier releases stored the tools' own words for it, which are
    /// empty or in parentheses, or Google's name of the channel group that it sorts nothing into.
    /// </summary>
    public bool HasUnknownReferrer => Channel switch
    {
        Channel.Unknown => true,
        Channel.Direct => false,
        Channel.Other => IsNoName(Source) || Source is SmallReferrers or "Unassigned",
        _ => IsNoName(Source),
    };

    /// <summary>Whether it is not known through which channel these visits came. Such visits have no known sender either.</summary>
    public bool HasUnknownChannel => Channel == Channel.Unknown || (Channel == Channel.Other && HasUnknownReferrer);

    /// <summary>Whether a tool's word for a sender is no name: empty or in parentheses, whatever the language, such as <c>(not set)</c> and <c>(data not available)</c>.</summary>
    public static bool IsNoName(string source) =>
        source is not (Nobody or TaggedLink or SmallReferrers) && source.AsSpan().Trim() is var name && (name.IsEmpty || (name[0] is '(' or '（' && name[^1] is ')' or '）'));
}

/// <summary>Kinds of traffic, common to all analytics tools.</summary>
public enum Channel
{
    /// <summary>A kind that the pipeline does not know; the slice's source keeps the tool's own label.</summary>
    Other,
    Direct,
    OrganicSearch,
    PaidSearch,
    OrganicSocial,
    PaidSocial,
    Referral,
    Email,

    /// <summary>Tagged links and advertising that are neither search nor social.</summary>
    Campaign,
    AiAssistant,

    /// <summary>The tool does not say, or has not worked out yet, through which kind: it may be any of the others.</summary>
    Unknown,
}
