using KpiFunctions.Pipeline.Clients;
using KpiFunctions.Pipeline.Periods;
using KpiFunctions.Pipeline.Readings;

namespace KpiFunctions.Pipeline.Kpis;

/// <summary>One client's week: figures, verdicts, advice, corrections and gaps, with what they were made from. The digest, the archive and <c>kpi explain</c> are written from it. It holds no words, only findings.</summary>
public sealed record WeekReport
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

    /// <summary>The same about the agency's own work, which the client does not read unless its config shows it.</summary>
    public IReadOnlyList<Advice> AgencyAdvice { get; init; } = [];

    /// <summary>The week's posts of accounts whose posts go on gathering: their figures are kept as those of the week's first report.</summary>
    public IReadOnlyList<Post> GrowingPosts { get; init; } = [];

    /// <summary>Whether any objective has a figure.</summary>
    public bool HasFigure => Objectives.Any(objective => objective.Figures.Any(kpi => kpi.Value.Value is not null));

    /// <summary>What the reader has to know to trust the figures: gaps, days not settled, quirks of the data.</summary>
    public required IReadOnlyList<DataCaveat> Notes { get; init; }

    /// <summary>Earlier weeks that have a digest, computed from the readings as they are now.</summary>
    public IReadOnlyList<WeekReport> Earlier { get; init; } = [];

    /// <summary>What each figure was made from; null of an earlier week that was only computed again.</summary>
    public WeekTrace? Trace { get; init; }
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

    /// <summary>All of them, the primary ones first.</summary>
    public IEnumerable<Kpi> Figures => Primary.Concat(Explaining);

    /// <summary>Posts behind the figures, the weightiest first.</summary>
    public IReadOnlyList<PostHighlight> Posts { get; init; } = [];

    /// <summary>What kinds of posts are compared by in advice; null where posts do not serve the objective.</summary>
    public Metric? PostsComparedBy { get; init; }

    /// <summary>What people said under posts and about the client: questions first, then the longest; empty for objectives that do not ask.</summary>
    public IReadOnlyList<DiscussionThread> Threads { get; init; } = [];

    /// <summary>Through which channels visits came, the largest first; empty for objectives that do not ask.</summary>
    public IReadOnlyList<TrafficRow> Traffic { get; init; } = [];

    /// <summary>Who sent them, the largest first; all of Google is one sender, and so is each network.</summary>
    public IReadOnlyList<TrafficRow> Referrers { get; init; } = [];

    /// <summary>The senders whose visits changed most against the week before, the furthest first; empty where that is not known whole.</summary>
    public IReadOnlyList<ReferrerMove> Moves { get; init; } = [];

    /// <summary>What each account with declared costs brought for them, in the config's order.</summary>
    public IReadOnlyList<WorthRow> Worth { get; init; } = [];

    /// <summary>The same of each of the seven weeks before, the newest first, at the costs that are declared now.</summary>
    public IReadOnlyList<IReadOnlyList<WorthRow>> EarlierWorth { get; init; } = [];

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

    /// <summary>There are figures, and what is not known of them decides which way they go.</summary>
    Undecided,

    /// <summary>No primary KPI changed beyond chance, and some are outside their usual range as one of so many is by chance alone.</summary>
    Borderline,

    /// <summary>Nothing changed but what changes in these weeks every year.</summary>
    Seasonal,
}
