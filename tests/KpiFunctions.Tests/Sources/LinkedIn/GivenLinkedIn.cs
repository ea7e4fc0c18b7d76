using KpiFunctions.Pipeline.Clients;
using KpiFunctions.Pipeline.Sources;

namespace KpiFunctions.Tests.Sources.LinkedIn;

/// <summary>LinkedIn's answers, written out by hand; every one is quiet until a test lays out another. It is Tuesday, 24 November 2026.</summary>
internal sealed class GivenLinkedIn : IDisposable
{
    public const string Organization = "2414183";

    public static readonly SourceConfig Config = new() { Type = "linkedin", Account = Organization, Name = "LinkedIn", Credential = "linkedin-page" };

    public GivenLinkedIn()
    {
        Bench.Platform.On("/rest/networkSizes/", """{"firstDegreeSize":5120}""");
        Bench.Platform.On("/rest/organizationalEntityFollowerStatistics?", """{"paging":{"start":0,"count":10,"links":[]},"elements":[]}""");
        Bench.Platform.On("/rest/organizationalEntityShareStatistics?", """{"paging":{"start":0,"count":10,"links":[]},"elements":[]}""");
        Bench.Platform.On("/rest/posts?", """{"paging":{"start":0,"count":50,"links":[]},"elements":[]}""");
    }

    public SourceBench Bench { get; } = new(DateTimeOffset.Parse("2026-11-24T09:00:00Z"));

    public Task<List<SourcePage>> FetchAsync(string first, string last) => Bench.FetchAsync(Config, SourceBench.Token, SourceBench.Days(first, last));

    /// <summary>A day's share statistics, as LinkedIn writes them.</summary>
    public static string ShareDay(string day, int reach, int views = 0, string? end = null) => $$"""
        {"organizationalEntity":"urn:li:organization:2414183",
         "timeRange":{"start":{{Milliseconds(day)}},"end":{{(end is null ? Milliseconds(day) + 86_400_000 : Milliseconds(end))}} },
         "totalShareStatistics":{"clickCount":7,"commentCount":2,"engagement":0.02,"impressionCount":{{views}},"likeCount":11,"shareCount":1,"uniqueImpressionsCount":{{reach}} } }
        """;

    /// <summary>A day's new followers.</summary>
    public static string FollowerDay(string day, int organic, int paid) => $$$"""
        {"followerGains":{"organicFollowerGain":{{{organic}}},"paidFollowerGain":{{{paid}}}},
         "organizationalEntity":"urn:li:organization:2414183","timeRange":{"start":{{{Milliseconds(day)}}},"end":{{{Milliseconds(day) + 86_400_000}}} } }
        """;

    public static string List(params IEnumerable<string> elements) => Page(false, elements);

    /// <summary>A page of a list, with or without a link to the next one.</summary>
    public static string Page(bool goesOn, params IEnumerable<string> elements) => $$"""
        {"paging":{"start":0,"count":50,"links":[{{(goesOn ? """{"type":"application/json","rel":"next","href":"/rest/elsewhere?token=x"}""" : "")}}]},"elements":[{{string.Join(',', elements)}}]}
        """;

    public static long Milliseconds(string instant) =>
        DateTimeOffset.Parse(instant, null, System.Globalization.DateTimeStyles.AssumeUniversal).ToUnixTimeMilliseconds();

    public void Dispose() => Bench.Dispose();
}
