using KpiFunctions.Pipeline.Clients;
using KpiFunctions.Pipeline.Kpis.Tracing;
using KpiFunctions.Pipeline.Periods;
using KpiFunctions.Pipeline.Readings;

namespace KpiFunctions.Pipeline.Kpis;

/// <summary>One client's week in figures: what the digest is written from. It holds no words, only findings.</summary>
public sealed record KpiSet
{
    public required string ClientId { get; init; }

    /// <summary>The week that the figures are of.</summary>
    public required IsoWeek Week { get; init; }

    /// <summary>In the client's order.</summary>
    public required IReadOnlyList<ObjectiveResult> Objectives { get; init; }

    /// <summary>Posts planned and published, in the config's order; empty without a plan.</summary>
    public IReadOnlyList<PlanRow> Plan { get; init; } = [];

    /// <summary>What to change, the greatest expected effect first; three at most.</summary>
    public IReadOnlyList<Advice> Advice { get; init; } = [];

    /// <summary>What the reader has to know to trust the figures: gaps, days not settled, quirks of the data.</summary>
    public required IReadOnlyList<DataNote> Notes { get; init; }
}

/// <summary>One objective's week.</summary>
public sealed record ObjectiveResult
{
    public required ObjectiveConfig Objective { get; init; }

    /// <summary>From the primary KPIs alone.</summary>
    public required ObjectiveVerdict Verdict { get; init; }

    /// <summary>The figures that the verdict rests on.</summary>
    public required IReadOnlyList<Kpi> Primary { get; init; }

    /// <summary>The figures that explain them.</summary>
    public required IReadOnlyList<Kpi> Explaining { get; init; }

    /// <summary>Posts behind the figures, the weightiest first.</summary>
    public IReadOnlyList<PostHighlight> Posts { get; init; } = [];

    /// <summary>What people said under posts and about the client: questions first, then the longest; empty for objectives that do not ask.</summary>
    public IReadOnlyList<DiscussionThread> Threads { get; init; } = [];

    /// <summary>Through which channels visits came, the largest first; empty for objectives that do not ask.</summary>
    public IReadOnlyList<TrafficRow> Traffic { get; init; } = [];

    /// <summary>Who sent them, the largest first; all of Google is one sender.</summary>
    public IReadOnlyList<TrafficRow> Senders { get; init; } = [];

    /// <summary>The senders whose visits changed most against the week before, the furthest first; empty where that is not known whole.</summary>
    public IReadOnlyList<SenderMove> Moves { get; init; } = [];

    /// <summary>What each account with declared costs brought for them, in the config's order.</summary>
    public IReadOnlyList<WorthRow> Worth { get; init; } = [];

    /// <summary>The week's actions for this objective, and what each brought.</summary>
    public IReadOnlyList<ActionResult> Actions { get; init; } = [];
}

/// <summary>Which way an objective goes.</summary>
public enum ObjectiveVerdict
{
    /// <summary>No primary KPI has a figure this week.</summary>
    Unknown,

    /// <summary>There are figures, but too few weeks before them to say what is usual.</summary>
    TooEarly,
    Steady,
    Better,
    Worse,

    /// <summary>Some primary KPIs are better and others worse.</summary>
    Mixed,
}

/// <summary>One figure of one week, with what it is to be compared with.</summary>
public sealed record Kpi
{
    /// <summary>Which figure; a custom objective's own KPI has <see cref="KpiKey.Custom"/> and <see cref="Custom"/>.</summary>
    public required KpiKey Key { get; init; }

    /// <summary>The client's own definition, for <see cref="KpiKey.Custom"/>.</summary>
    public CustomKpi? Custom { get; init; }

    /// <summary>The account that it is of; null where it is over all of them.</summary>
    public AccountRef? Account { get; init; }

    public required KpiUnit Unit { get; init; }

    /// <summary>ISO 4217, for <see cref="KpiUnit.Money"/>.</summary>
    public string? Currency { get; init; }

    /// <summary>Null where neither way is better.</summary>
    public required GoodDirection? Good { get; init; }

    /// <summary>How the week's figure was taken; the digest states it.</summary>
    public required Basis Basis { get; init; }

    /// <summary>The week's figure.</summary>
    public required Figure Value { get; init; }

    /// <summary>What it was made from, or would have been.</summary>
    public IReadOnlyList<KpiInput> Inputs { get; init; } = [];

    /// <summary>How much of that is known; null where nothing would deliver it.</summary>
    public Completeness? Completeness { get; init; }

    /// <summary>The figure of the week before.</summary>
    public required Figure Previous { get; init; }

    /// <summary>The figure of the week 52 weeks earlier; null where the history does not go back so far.</summary>
    public Figure? YearBefore { get; init; }

    /// <summary>What a week of this client usually has; null with too few weeks to tell.</summary>
    public UsualRange? Usual { get; init; }

    /// <summary>How far the week strays from usual ones; null where there is no figure, or too few weeks to tell.</summary>
    public Evidence? Evidence { get; init; }

    /// <summary>False for a level, which goes its way week after week: no verdict is given.</summary>
    public bool HasUsual { get; init; } = true;

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
    public KpiName NameIn(ObjectiveConfig objective) => new(objective.Key, Custom?.Key ?? ObjectiveCatalog.NameOf(Key), Account?.ToString() ?? "");
}

/// <summary>How much of what a figure is made from is known.</summary>
/// <param name="Known">Days of accounts that are known.</param>
/// <param name="Due">Days of accounts that it needs.</param>
/// <param name="Provisional">Known ones that the source may still restate.</param>
public sealed record Completeness(int Known, int Due, int Provisional);

/// <summary>What a change of followers is made of.</summary>
/// <param name="Gained">Null where the source does not tell.</param>
/// <param name="Lost">Null where the source does not tell.</param>
public sealed record FollowerFlow(double? Gained, double? Lost);

/// <summary>A figure, or the reason why there is none.</summary>
public readonly record struct Figure
{
    private Figure(double? value, Gap? gap, bool provisional) => (Value, Gap, IsProvisional) = (value, gap, provisional);

    /// <summary>In the KPI's unit; null where it is not known.</summary>
    public double? Value { get; }

    /// <summary>Why there is no value; null where there is one.</summary>
    public Gap? Gap { get; }

    /// <summary>Whether a source may still restate what it was made from.</summary>
    public bool IsProvisional { get; }

    public static Figure Known(double value, bool provisional = false) => new(value, null, provisional);

    public static Figure Unknown(Gap gap) => new(null, gap, false);
}

/// <summary>Why a figure is not known.</summary>
public enum Gap
{
    /// <summary>Nothing was stored for the week.</summary>
    NoData,

    /// <summary>Some days of the week are absent: it is not compared with whole weeks.</summary>
    PartialWeek,

    /// <summary>No source of the client delivers what the figure needs.</summary>
    NotDelivered,

    /// <summary>It is per post, and nothing was posted.</summary>
    NoPosts,

    /// <summary>There is no earlier level that is recent enough to measure a change from.</summary>
    NoEarlierLevel,

    /// <summary>A divisor is zero, such as a share of no visits.</summary>
    Undefined,

    /// <summary>Accounts whose currencies differ.</summary>
    MixedCurrencies,

    /// <summary>The platform defined a metric in another way then: not to be compared with the week, or not one figure.</summary>
    SeriesBreak,
}

/// <summary>How a KPI's figure was taken from the readings.</summary>
public abstract record Basis
{
    /// <summary>The week's days added up, over the accounts that deliver it.</summary>
    public sealed record SumOfDays : Basis
    {
        /// <summary>Whether an account tells it by post only: its part is of the week's posts, since their publication.</summary>
        public bool OfPosts { get; init; }
    }

    /// <summary>Different people within the seven days that end on Sunday.</summary>
    public sealed record UniqueOverWeek : Basis;

    /// <summary>The day with the most people: the source has no figure for the week.</summary>
    public sealed record BestDay(DateOnly Day) : Basis;

    /// <summary>The median over the week's posts: the source has figures for posts only.</summary>
    public sealed record TypicalPost(int Posts) : Basis;

    /// <summary>The last level in the week minus the last one before it.</summary>
    public sealed record LevelChange(DateOnly From, DateOnly To, double FromLevel, double ToLevel) : Basis;

    /// <summary>The last level in the week.</summary>
    public sealed record LastLevel(DateOnly Day) : Basis;

    /// <summary>Computed from other figures of the week.</summary>
    /// <param name="Per">What an engagement rate is divided by: reach, or followers where reach is unknown; null elsewhere.</param>
    public sealed record Ratio(Metric? Per = null) : Basis;

    /// <summary>A sum of which some parts are not delivered by any source, and are not in it.</summary>
    public sealed record SumOfParts(IReadOnlyList<Metric> Included, IReadOnlyList<Metric> Missing) : Basis
    {
        /// <inheritdoc cref="SumOfDays.OfPosts"/>
        public bool OfPosts { get; init; }
    }

    /// <summary>There is no figure to take.</summary>
    public sealed record None : Basis;
}

/// <summary>How a figure is written.</summary>
public enum KpiUnit
{
    People,
    Count,

    /// <summary>0 to 1.</summary>
    Share,
    Money,

    /// <summary>A plain number with decimals.</summary>
    Number,
}

/// <summary>The range in which a new week of a client falls as a rule.</summary>
/// <param name="Weeks">How many complete weeks it was learnt from.</param>
public sealed record UsualRange(double Low, double Centre, double High, int Weeks);

/// <summary>What speaks for a change: the week alone, and the two newest weeks together.</summary>
/// <param name="Week">The week beside those before.</param>
/// <param name="TwoWeeks">It and the one before, beside those before both; null where the week before has no figure, or did not stray alike.</param>
public sealed record Evidence(Stray Week, Stray? TwoWeeks);

/// <summary>How far something strays from usual weeks.</summary>
/// <param name="Deviation">In spreads of what is usual (Student's t), on the figure's scale; above 0 is above usual.</param>
/// <param name="Chance">How often usual weeks stray as far, to either side: 0 to 1.</param>
public sealed record Stray(double Deviation, double Chance);

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
}

/// <summary>The way to a target.</summary>
/// <param name="AskedToday">The figure that a straight path from the start has on the week's Sunday.</param>
/// <param name="Pace">The week's figure beside that.</param>
public sealed record TargetProgress(TargetConfig Target, double? AskedToday, Pace Pace);

/// <summary>Where a figure stands on the way to its target.</summary>
public enum Pace
{
    /// <summary>The week's figure or the start is not known.</summary>
    Unknown,
    Reached,
    Ahead,
    OnTrack,
    Behind,

    /// <summary>The day has passed without the figure.</summary>
    Missed,
}

/// <summary>A post behind a figure.</summary>
/// <param name="Metric">What it is shown for.</param>
/// <param name="Value">Its figure.</param>
public sealed record PostHighlight(Post Post, Metric Metric, double Value);

/// <summary>One kind or sender of visits in the week.</summary>
/// <param name="Source">Null where the row is the channel as a whole.</param>
/// <param name="Share">Of the week's sessions, 0 to 1.</param>
/// <param name="PreviousShare">The same in the week before; null where that is not known.</param>
public sealed record TrafficRow(Channel Channel, string? Source, double Sessions, double Share, double? PreviousShare, double? Conversions, double? Revenue);

/// <summary>A sender whose visits changed.</summary>
/// <param name="Before">Sessions in the week before.</param>
/// <param name="Now">Sessions in the week.</param>
public sealed record SenderMove(string Source, double Before, double Now);

/// <summary>A post or a message, and how much was said.</summary>
/// <param name="Messages">Comments and replies under a post; 1 for a message by somebody else.</param>
/// <param name="Asks">Whether it is somebody else's and asks something.</param>
public sealed record DiscussionThread(Post Post, double Messages, bool Asks);

/// <summary>Posts planned for an account, and published in the week.</summary>
/// <param name="Published">Null where it is not known.</param>
/// <param name="Gap">Why not.</param>
public sealed record PlanRow(AccountRef Account, int Planned, double? Published, Gap? Gap);

/// <summary>What an account cost, and what it brought for an objective.</summary>
/// <param name="Cost">Hours, and the budget for advertisements, of the days that the results are of.</param>
/// <param name="Currency">ISO 4217.</param>
/// <param name="Days">The days that the results are of: seven, or as many as lie between two levels.</param>
/// <param name="Results">Null where they are not known.</param>
/// <param name="Gap">Why not.</param>
public sealed record WorthRow(AccountRef Account, double Cost, string Currency, WorthResult Of, int Days, double? Results, Gap? Gap)
{
    /// <summary>Cost per result; null where there was none, or less than none.</summary>
    public double? PerResult => Results > 0 ? Cost / Results : null;
}

/// <summary>What counts as a result of an account, by objective.</summary>
public enum WorthResult
{
    PeopleReached,
    NewFollowers,
    Discussions,
    Visits,
    Conversions,
}

/// <summary>What an action brought within the week.</summary>
/// <param name="Posts">Posts of its account on its days within the week; null where the action names no account.</param>
/// <param name="Sessions">Sessions of its campaign; null where it has none or nothing measures it.</param>
public sealed record ActionResult(ActionConfig Action, int? Posts, double? Sessions, double? Conversions)
{
    /// <summary>Revenue of its campaign's visits; null where nothing measures it.</summary>
    public double? Revenue { get; init; }

    /// <summary>ISO 4217, for <see cref="Revenue"/>.</summary>
    public string? Currency { get; init; }

    /// <summary>Counts of those posts, where each of them has the figure.</summary>
    public IReadOnlyList<(CountMetric Metric, double Sum)> PostFigures { get; init; } = [];

    /// <summary>Sessions and conversions of its campaign since it began, for one that began before the week; null where a day is not known.</summary>
    public (double Sessions, double? Conversions)? SinceItBegan { get; init; }
}

/// <summary>Something that the client may change.</summary>
/// <param name="Rule">The rule's key.</param>
/// <param name="Objective">The key of the objective that it serves.</param>
/// <param name="Subject">What it speaks about: from week to week the same.</param>
/// <param name="Facts">What supports it, by the names that its sentence cites.</param>
/// <param name="Effect">How far the subject is from the usual, in spreads.</param>
/// <param name="WeeksRunning">How many digests in a row say it, this one included.</param>
public sealed record Advice(string Rule, string Objective, string Subject, IReadOnlyDictionary<string, Fact> Facts, double Effect, int WeeksRunning);

/// <summary>A fact that advice rests on.</summary>
public sealed record Fact
{
    /// <summary>Its number; null where it is a word.</summary>
    public double? Number { get; init; }

    /// <summary>Its word; null where it is a number.</summary>
    public string? Word { get; init; }

    public FactUnit Unit { get; init; }

    /// <summary>The figure that the number is written like, for <see cref="FactUnit.Figure"/> and <see cref="FactUnit.Usual"/>.</summary>
    public Kpi? Like { get; init; }

    /// <summary>For <see cref="FactUnit.Account"/>.</summary>
    public AccountRef Account { get; init; }
}

/// <summary>How a fact is written.</summary>
public enum FactUnit
{
    /// <summary>A whole number.</summary>
    Count,

    /// <summary>So many times as much.</summary>
    Times,

    /// <summary>0 to 1.</summary>
    Share,

    /// <summary>Money in the currency that <see cref="Fact.Word"/> names.</summary>
    Money,

    /// <summary>Like a figure.</summary>
    Figure,

    /// <summary>The usual range of a figure.</summary>
    Usual,

    /// <summary>A figure's name.</summary>
    Name,

    /// <summary>An account's name.</summary>
    Account,

    /// <summary>A day: <c>2027-03-31</c>.</summary>
    Day,

    /// <summary>A kind of post, in the platform's word.</summary>
    PostType,

    /// <summary>A metric's key.</summary>
    Metric,

    /// <summary>A <see cref="WorthResult"/>.</summary>
    Result,

    /// <summary>An outsider's words.</summary>
    Quote,

    /// <summary>Who sent visits.</summary>
    Sender,

    /// <summary>Only for conditions.</summary>
    None,
}

/// <summary>Something that the reader has to know about the data.</summary>
public abstract record DataNote
{
    /// <summary>An account whose source gives nothing at present.</summary>
    public sealed record SourceInTrouble(AccountRef Account, SourceFailureKind Kind, DateOnly? LastDay) : DataNote;

    /// <summary>Days of the week for which an account has no reading.</summary>
    public sealed record DaysMissing(AccountRef Account, IReadOnlyList<DateOnly> Days) : DataNote;

    /// <summary>Days of the week that a source may still restate.</summary>
    public sealed record DaysProvisional(AccountRef Account, IReadOnlyList<DateOnly> Days) : DataNote;

    /// <summary>An account that published nothing in the week, or in the week before.</summary>
    public sealed record NoPosts(AccountRef Account, IsoWeek Week) : DataNote;

    /// <summary>Posts whose reach is higher than their views, which cannot be: kept as the source gave them.</summary>
    public sealed record ReachAboveViews(AccountRef Account, int Posts) : DataNote;

    /// <summary>Posts of the week for which the source left a figure empty: kept, and left out of that figure only.</summary>
    public sealed record EmptyPostFigures(AccountRef Account, Metric Metric, int Posts) : DataNote;

    /// <summary>A figure that an objective asks for and that none of the client's sources delivers.</summary>
    public sealed record NotDelivered(string ObjectiveKey, KpiKey Kpi) : DataNote;

    /// <summary>A figure of an earlier week, as the sources tell it now.</summary>
    /// <param name="Shown">What the client was told; null where that was "no figure".</param>
    public sealed record Restated(IsoWeek Week, KpiName Name, double? Shown, Kpi Now) : DataNote;

    /// <summary>The sources' definition of a metric changed: older weeks are not compared.</summary>
    public sealed record SeriesBreak(AccountRef Account, Metric Metric) : DataNote;
}
