using KpiFunctions.EndToEnd.Sources.Subjects;
using KpiFunctions.Pipeline.Clients;
using KpiFunctions.Simulator.Faults;

namespace KpiFunctions.EndToEnd.Sources;

/// <summary>An account that every source is tried on, and what cannot be tried there.</summary>
/// <param name="Title">The column's heading.</param>
/// <param name="Type">The source.</param>
/// <param name="Platform">Where faults are put: the platform, or the endpoint that gives its tokens.</param>
/// <param name="Account">The account there.</param>
internal sealed record LabSubject(string Title, string Type, string Platform, string Account)
{
    private const string TokensOnly = "the endpoint gives tokens, not figures";
    private const string NoNames = "no metric is asked for by its name";
    private const string NoTokens = "nothing is asked with a token";
    internal const string NoParts = "no total is told beside a part of it";
    internal const string Whole = "reports come whole";
    internal const string NoItems = "nothing is told by item";
    internal const string LeavesOut = "its list leaves out what is gone";

    /// <summary>The name that is refused; null where nothing is asked for by name.</summary>
    public string? Refused { get; init; }

    /// <summary>The property, column or insight that is left out.</summary>
    public string? Retired { get; init; }

    public Uri? Url { get; init; }

    /// <summary>What it is tried with that is odd in part.</summary>
    public IReadOnlyDictionary<FaultKind, OddAnswer> Odd { get; init; } = new Dictionary<FaultKind, OddAnswer>();

    /// <summary>Which requests are for figures, over the request, where tokens come from the same platform.</summary>
    public string Figures { get; init; } = "";

    /// <summary>What does not apply, and why.</summary>
    public IReadOnlyDictionary<FaultKind, string> Without { get; init; } = new Dictionary<FaultKind, string>();

    public bool IsTokens => Title.EndsWith("tokens", StringComparison.Ordinal);

    public SourceConfig Config => new() { Type = Type, Account = Account, Name = Type, Credential = $"{Type}-lab", Url = Url };

    /// <summary>One for each fetched source, and for each endpoint that gives tokens.</summary>
    public static IReadOnlyList<LabSubject> All { get; } = [.. LabSources.All.SelectMany(source => source.Subjects)];

    /// <summary>Why a fault cannot be played here; null where it can.</summary>
    public string? NotApplicable(FaultKind kind) => kind switch
    {
        _ when Without.TryGetValue(kind, out var reason) => reason,
        FaultKind.ExclusiveStart => Platform == "linkedin" ? null : "only LinkedIn ever changed the meaning of a start",
        FaultKind.FutureEndTime => Platform == "facebook" ? null : "days have no end in the answer",
        FaultKind.RefuseMetric => IsTokens ? TokensOnly : Refused is null ? NoNames : null,
        FaultKind.NoData or FaultKind.RepeatedCursor or FaultKind.RetiredMetric or FaultKind.ShortPages or FaultKind.Restated or FaultKind.LateDay when IsTokens => TokensOnly,
        FaultKind.PartlyUnknown or FaultKind.ContradictoryParts or FaultKind.ImpossibleValue or FaultKind.LaterPageRefused or FaultKind.DeadItem or FaultKind.MissingRight when IsTokens => TokensOnly,
        FaultKind.PageTooLarge => Platform == "facebook" ? null : "only Meta refuses a page for its size",
        FaultKind.MissingRight when Type is "bluesky" or "mastodon" => NoTokens,
        FaultKind.DyingToken when IsTokens => "one request gives the token",
        FaultKind.DyingToken when Type is "bluesky" or "mastodon" => NoTokens,
        FaultKind.LateDay when Type is "bluesky" or "mastodon" or "x" => "nothing is told by day",
        _ => null,
    };
}
