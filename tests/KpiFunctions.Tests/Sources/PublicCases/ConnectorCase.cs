using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;

namespace KpiFunctions.Tests.Sources.PublicCases;

/// <summary>One fetch of one source, as a file of <c>tests/Cases/connectors</c> describes it. A field that is not known here is an error.</summary>
/// <param name="Why">What is odd about the answers, in words.</param>
/// <param name="Secret">A text, an object, or <see cref="GoogleKey"/>; null where the source needs none.</param>
/// <param name="Days">The first and the last.</param>
/// <param name="Skip">Metrics that are not asked for, by the platform's names.</param>
/// <param name="Answers">The first that matches a request answers it.</param>
internal sealed record ConnectorCase(
    string Name, string Why, string Report, CaseSource Source, JsonNode? Secret, DateTimeOffset Now, IReadOnlyList<DateOnly> Days, string Zone,
    IReadOnlySet<string>? Skip, IReadOnlyList<CaseAnswer> Answers, CaseExpectation Expect)
{
    /// <summary>The secret of a case that leaves a service account's key to the test.</summary>
    public const string GoogleKey = "google-key";

    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
    };

    /// <summary>The names of all cases.</summary>
    public static IEnumerable<string> All => Directory.EnumerateFiles(Repository.PathOf("tests", "Cases", "connectors"), "*.json")
        .Select(path => Path.GetFileNameWithoutExtension(path)).Order(StringComparer.Ordinal);

    /// <summary>The text of a case's file.</summary>
    public static string TextOf(string name) => File.ReadAllText(Repository.PathOf("tests", "Cases", "connectors", name + ".json"));

    /// <summary>Reads a case.</summary>
    public static ConnectorCase Parse(string text) => JsonSerializer.Deserialize<ConnectorCase>(text, Json)!;
}

/// <summary>The account, as a client's config has it.</summary>
internal sealed record CaseSource(string Type, string Account, string? Credential, Uri? Url);

/// <summary>What a platform answers.</summary>
/// <param name="Match">A regular expression over "METHOD address body".</param>
/// <param name="Status">200 where it is left out.</param>
/// <param name="Bulk">Matomo's: the answer of each method that a request names.</param>
internal sealed record CaseAnswer(string Match, int? Status, JsonNode? Body, JsonObject? Bulk);

/// <summary>What is right. What is left out is free.</summary>
/// <param name="Readings">By day and metric: a number, null for "not known", or a list of which any is right.</param>
/// <param name="Posts">By identifier and metric, in the same way.</param>
/// <param name="Told">Whether there is a refusal or a failure.</param>
/// <param name="Failure">The failure's kind; null where the fetch succeeds; undefined where either is right.</param>
/// <param name="NoSource">A referrer that no visit may have.</param>
/// <param name="Note">Words for the reader.</param>
internal sealed record CaseExpectation(
    IReadOnlyDictionary<DateOnly, IReadOnlyDictionary<string, JsonElement>>? Readings,
    IReadOnlyDictionary<string, IReadOnlyDictionary<string, JsonElement>>? Posts,
    int? PostsCount, int? RefusalsMin, bool? Told, JsonElement Failure, string? NoSource, string? Note);
