using System.Collections.Frozen;
using KpiFunctions.Pipeline.Readings;

namespace KpiFunctions.Pipeline.Sources.GoogleAnalytics;

/// <summary>Google's default channel groups in the pipeline's words. A group that is not here is <see cref="Channel.Other"/>.</summary>
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

    /// <summary>The channel of a group.</summary>
    public static Channel Of(string group) => ByGroup.GetValueOrDefault(group, Channel.Other);
}
