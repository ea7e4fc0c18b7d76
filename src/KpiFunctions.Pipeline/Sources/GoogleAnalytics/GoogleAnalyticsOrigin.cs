using KpiFunctions.Pipeline.Readings;

namespace KpiFunctions.Pipeline.Sources.GoogleAnalytics;

/// <summary>Google's words for where visits came from. Pure.</summary>
internal static class GoogleAnalyticsOrigin
{
    /// <summary>A slice without figures, from Google's words for where it came from; empty ones are not known.</summary>
    public static TrafficSlice SliceOf(string group, string source, string medium, string campaign)
    {
        var isNamed = IsName(source);
        var channel = GoogleAnalyticsChannels.Of(group);
        if (channel == Channel.Unknown && source == TrafficSlice.Nobody) channel = Channel.Direct;
        if (channel == Channel.Unknown && isNamed) channel = Channel.Other;
        return new(
            channel,

            // The sender is the better name; a group that nobody knows stands in only where there is none.
            isNamed ? source
                : channel == Channel.Direct || source == TrafficSlice.Nobody ? TrafficSlice.Nobody
                : channel == Channel.Other ? group
                : TrafficSlice.UnknownReferrer,
            IsName(medium) ? medium : null,
            IsName(campaign) ? campaign : null,
            Sessions: 0,
            Conversions: null,
            Revenue: null);
    }

    /// <summary>Whether a value is a name: Google puts its own words for "none" in parentheses, such as <c>(not set)</c> and <c>(organic)</c>.</summary>
    private static bool IsName(string value) => !TrafficSlice.IsNoName(value) && value is not (TrafficSlice.Nobody or TrafficSlice.SmallReferrers or TrafficSlice.TaggedLink);
}
