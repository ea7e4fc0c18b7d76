using System.Text.Json.Serialization;
using KpiFunctions.Pipeline.Clients;
using KpiFunctions.Pipeline.Periods;
using KpiFunctions.Pipeline.Readings;

namespace KpiFunctions.Pipeline.Kpis;

/// <summary>One figure of one week, with what it is to be compared with.</summary>
public sealed record Kpi
{
    /// <summary>Which figure it is; a client's own formula has traits of its own.</summary>
    public required FigureTraits Traits { get; init; }

    /// <summary>The client's own definition; null of all other figures.</summary>
    public CustomKpi? Custom { get; init; }

    /// <summary>The account that it is of; null where it is over all of them.</summary>
    public AccountRef? Account { get; init; }

    public KpiUnit Unit => Traits.Unit;

    /// <summary>ISO 4217, for <see cref="KpiUnit.Money"/>.</summary>
    public string? Currency { get; init; }

    /// <summary>Null where neither way is better.</summary>
    public GoodDirection? Good => Traits.Good;

    /// <summary>How the week's figure was taken; the digest states it.</summary>
    public required Basis Basis { get; init; }

    /// <summary>The week's figure.</summary>
    public required Figure Value { get; init; }

    /// <summary>
    /// The figure of the week's posts as they stood when the week was first reported, which other weeks are compared with, where
    /// it is made of posts that go on gathering; null elsewhere.
    /// </summary>
    public Figure? AsReported { get; init; }

    /// <summary>Whether it goes on growing after its week has ended.</summary>
    public bool IsGrowing => AsReported is not null && Value.Value is not null;

    /// <summary>Of a growing figure that is not compared yet, the first week that will be; null elsewhere.</summary>
    public IsoWeek? JudgedFrom { get; init; }

    /// <summary>What it was made from, or would have been.</summary>
    public IReadOnlyList<KpiInput> Inputs { get; init; } = [];

    /// <summary>How much of that is known; null where nothing would deliver it.</summary>
    public Completeness? Completeness { get; init; }

    /// <summary>The figure of the week before.</summary>
    public required Figure Previous { get; init; }

    /// <summary>The figure of the week 52 weeks earlier; null where the history does not go back so far.</summary>
    public Figure? YearBefore { get; init; }

    /// <summary>What a week of this client usually has; null with too few weeks to tell.</summary>
    public ExpectedWeek? Expected { get; init; }

    /// <summary>How far the week strays from usual ones; null where there is no figure, or too few weeks to tell.</summary>
    public Evidence? Evidence { get; init; }

    /// <summary>The part of what it is a share of whose origin is not known, and which is left out: 0 to 1.</summary>
    public double UnknownPart { get; init; }

    /// <summary>What the same weeks of earlier years say; null where none of them is known.</summary>
    public SeasonResult? Season => Evidence?.Week.Season ?? Evidence?.TwoWeeks?.Season;

    /// <summary>
    /// The evidence with that part, of this week and of those before, wholly in it, and wholly outside: there is no verdict
    /// where they lead to different ones. Empty where all is known.
    /// </summary>
    public IReadOnlyList<Evidence> OtherWays { get; init; } = [];

    public required KpiVerdict Verdict { get; init; }

    /// <summary>Whether it takes this week and the one before together to see the change.</summary>
    public bool RestsOnTwoWeeks { get; init; }

    public TargetProgress? Target { get; init; }

    /// <summary>Thirteen weeks, the oldest first; the last one is the week itself.</summary>
    public required IReadOnlyList<Figure> History { get; init; }

    /// <summary>The change as a share of the level before, for follower growth; null elsewhere.</summary>
    public double? RelativeChange { get; init; }

    /// <summary>Followers gained and lost in the week, for follower growth where the source tells; null elsewhere.</summary>
    public FollowerFlow? Flow { get; init; }

    /// <summary>Its name among an objective's figures.</summary>
    public KpiName NameIn(ObjectiveConfig objective) => new(objective.Key, Traits.Name, Account?.ToString() ?? "");
}

/// <summary>A KPI's week beside its usual weeks.</summary>
public enum KpiVerdict
{
    Unknown,
    TooEarly,
    Steady,

    /// <summary>Outside its usual range, as one of so many figures is by chance alone.</summary>
    Borderline,

    /// <summary>Changed beyond chance, to the good side.</summary>
    Better,

    /// <summary>Changed beyond chance, to the other side.</summary>
    Worse,

    /// <summary>Changed beyond chance, where neither side is good.</summary>
    Unusual,

    /// <summary>Too much is of unknown origin: the verdict depends on what that is.</summary>
    Undecided,

    /// <summary>Changed beyond chance, and no more than in the same weeks of earlier years.</summary>
    Seasonal,
}

/// <summary>What a new week of a client has as a rule.</summary>
/// <param name="Low">The range's low end; null where there is none.</param>
/// <param name="High">Its high end.</param>
/// <param name="Weeks">How many complete weeks it was learnt from.</param>
public sealed record ExpectedWeek(
    [property: JsonPropertyName("low")] double? Low,
    [property: JsonPropertyName("centre")] double Centre,
    [property: JsonPropertyName("high")] double? High,
    [property: JsonPropertyName("weeks")] int Weeks)
{
    /// <summary>Where four of five such weeks lie; null where too few are known to say so, and where it would be the centre alone.</summary>
    [JsonIgnore]
    public PredictionInterval? Range => Low is { } low && High is { } high && low < high ? new(low, high) : null;
}

/// <summary>A range in which a new week falls with a probability that is told, both ends included.</summary>
public sealed record PredictionInterval(double Low, double High);

/// <summary>What speaks for a change: the week alone, and the two newest weeks together.</summary>
/// <param name="Week">The week beside those before.</param>
/// <param name="TwoWeeks">It and the one before, beside those before both; null where the week before has no figure, or did not stray alike.</param>
public sealed record Evidence([property: JsonPropertyName("week")] TestResult Week, [property: JsonPropertyName("twoWeeks")] TestResult? TwoWeeks);

/// <summary>How far something strays from usual weeks.</summary>
/// <param name="Deviation">In spreads of what is usual (Student's t), on the figure's scale; above 0 is above usual.</param>
/// <param name="PValue">How often usual weeks stray as far, to either side: 0 to 1.</param>
public sealed record TestResult([property: JsonPropertyName("deviation")] double Deviation, [property: JsonPropertyName("chance")] double PValue)
{
    /// <summary>The same beside what the same weeks of earlier years did; null where none of them is known.</summary>
    [JsonPropertyName("season")]
    public SeasonResult? Season { get; init; }
}

/// <summary>How much further something strays than in the same weeks of earlier years.</summary>
/// <param name="Deviation">In spreads of how far those strayed; above 0 is further, to the side of the stray.</param>
/// <param name="PValue">How often weeks stray that much further by chance: 0 to 1, to that side alone.</param>
/// <param name="Years">How many earlier years are known.</param>
/// <param name="Nearest">How many years ago the last of them was.</param>
public sealed record SeasonResult(
    [property: JsonPropertyName("deviation")] double Deviation,
    [property: JsonPropertyName("chance")] double PValue,
    [property: JsonPropertyName("years")] int Years,
    [property: JsonPropertyName("nearest")] int Nearest);

/// <summary>How much of what a figure is made from is known.</summary>
/// <param name="Known">Days of accounts that are known.</param>
/// <param name="Due">Days of accounts that it needs.</param>
/// <param name="Provisional">Known ones that the source may still restate.</param>
public sealed record Completeness(
    [property: JsonPropertyName("known")] int Known,
    [property: JsonPropertyName("due")] int Due,
    [property: JsonPropertyName("provisional")] int Provisional);

/// <summary>What a change of followers is made of.</summary>
/// <param name="Gained">Null where the source does not tell.</param>
/// <param name="Lost">Null where the source does not tell.</param>
public sealed record FollowerFlow(double? Gained, double? Lost);

/// <summary>The way to a target.</summary>
/// <param name="AskedToday">The figure that a straight path from the start has on the week's Sunday.</param>
/// <param name="Pace">The course of the weeks since the start beside that.</param>
public sealed record TargetProgress(TargetConfig Target, double? AskedToday, Pace Pace)
{
    /// <summary>How far its slope lies from the needed one, in errors of the slope (Student's t): below 0 is behind. Null where too few weeks are known.</summary>
    public double? Deviation { get; init; }

    /// <summary>The mean of the newest <see cref="RecentWeeks"/>, which has reached the target, or missed it; null where the week has no figure.</summary>
    public double? Recent { get; init; }

    /// <summary>Four known weeks, or as many as there are; of a level, the newest alone.</summary>
    public int RecentWeeks { get; init; }
}

/// <summary>Where a figure stands on the way to its target.</summary>
public enum Pace
{
    /// <summary>The week's figure or the start is not known.</summary>
    Unknown,

    /// <summary>The last four weeks' mean meets the target.</summary>
    Reached,

    /// <summary>On track, and faster than needed. Digests word it as on track.</summary>
    Ahead,

    /// <summary>The weeks have moved, and no slower than needed beyond chance.</summary>
    OnTrack,

    /// <summary>Slower than needed, beyond chance.</summary>
    Behind,

    /// <summary>The day has come, and the last four weeks' mean does not meet the target.</summary>
    Missed,

    /// <summary>By chance the weeks may be standing still, or moving as fast as needed.</summary>
    TooEarly,
}
