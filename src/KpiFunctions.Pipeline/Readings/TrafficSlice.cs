namespace KpiFunctions.Pipeline.Readings;

/// <summary>
/// Visits of one day that came through one channel from one source by one medium. The slices of a reading add up to
/// its sessions; what a source does not attribute is a slice of its own.
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
    double? Revenue);

/// <summary>Kinds of traffic, common to all analytics tools.</summary>
public enum Channel
{
    /// <summary>Not attributed, or a kind that the pipeline does not know; the slice's source keeps the tool's own label.</summary>
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
}
