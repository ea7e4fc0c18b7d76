using System.Collections.Frozen;
using KpiFunctions.Pipeline.Readings;

namespace KpiFunctions.Pipeline.Sources.GoogleAnalytics;

/// <summary>Google's default channel groups in the pipeline's words.</summary>
internal static class GoogleAnalyticsChannels
{
    private static readonly FrozenDictionary<string, Channel> ByGroup = new Dictionary<string, Channel>
    {
        ["Direct"] = Channel.Direct,
        ["Organic Search"] = Channel.OrganicSearch,
        ["Paid Search"] = Channel.PaidSearch,
        ["Organic Social"] = Channel.OrganicSocial,
        ["Paid Social"] = Channel.PaidSocial,

        // Video sites are networks to a client: YouTube and TikTok are among them.
        ["Organic Video"] = Channel.OrganicSocial,
        ["Paid Video"] = Channel.PaidSocial,
        ["Referral"] = Channel.Referral,
        ["Organic Shopping"] = Channel.Referral,
        ["Email"] = Channel.Email,
        ["AI Assistant"] = Channel.AiAssistant,
        ["AI Assistants"] = Channel.AiAssistant,
        ["Affiliates"] = Channel.Campaign,
        ["Audio"] = Channel.Campaign,
        ["Cross-network"] = Channel.Campaign,
        ["Display"] = Channel.Campaign,
        ["Mobile Push Notifications"] = Channel.Campaign,
        ["Paid Other"] = Channel.Campaign,
        ["Paid Shopping"] = Channel.Campaign,
        ["SMS"] = Channel.Campaign,
    }.ToFrozenDictionary(StringComparer.OrdinalIgnoreCase);

    /// <summary>
    /// What Google writes where no rule of the groups holds, in the languages of its exports. It is no group: the visit's
    /// origin is missing, not known to Google yet, or a tagged link that the rules do not know.
    /// </summary>
    private static readonly FrozenSet<string> Unassigned =
        new[] { "Unassigned", "Non attribué", "Nicht zugewiesen", "Sin asignar", "Non assegnato", "Não atribuído", "Niet toegewezen" }.ToFrozenSet(StringComparer.OrdinalIgnoreCase);

    /// <summary>The channel of a group; <see cref="Channel.Unknown"/> where the value is none, and <see cref="Channel.Other"/> for a group that is not listed.</summary>
    public static Channel Of(string group) =>
        ByGroup.TryGetValue(group, out var channel) ? channel
        : TrafficSlice.IsNoName(group) || group == TrafficSlice.SmallReferrers || Unassigned.Contains(group) ? Channel.Unknown
        : Channel.Other;
}
