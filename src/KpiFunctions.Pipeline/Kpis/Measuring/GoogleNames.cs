using System.Text.RegularExpressions;
using KpiFunctions.Pipeline.Readings;

namespace KpiFunctions.Pipeline.Kpis.Measuring;

/// <summary>Which visits come from Google, by the names that analytics tools and tagged links give it.</summary>
internal static class GoogleNames
{
    /// <summary>Whatever the medium: search, Ads, Discover, Maps, Images, Shopping, News. YouTube goes under its own name.</summary>
    public static bool IsGoogle(TrafficSlice slice) => Names.IsMatch(slice.Source.Trim());

    /// <summary>
    /// <c>google</c> and names that begin with it as a word (<c>Google Images</c>, <c>google_ads</c>), Google's ad
    /// labels and servers, its hosts in any country (<c>news.google.co.uk</c>), and its Android apps. The names are outsiders'
    /// words: matching them takes time in line with their length, and so needs no limit that a busy machine might pass.
    /// </summary>
    private static readonly Regex Names = new(
        @"^(google([ _/+-].*)?|googleads?|adwords|(.+\.)?(googleads|googleadservices|googlesyndication|doubleclick)(\.g\.doubleclick)?\.(com|net)|([a-z0-9-]+\.)*google\.[a-z]{2,3}(\.[a-z]{2})?|(android-app:/*)?com\.google\.android\..+)/?$",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking);
}
