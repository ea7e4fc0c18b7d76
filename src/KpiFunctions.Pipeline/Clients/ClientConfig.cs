using KpiFunctions.Pipeline.Periods;
using KpiFunctions.Pipeline.Periods.Calendars;
using KpiFunctions.Pipeline.Readings;

namespace KpiFunctions.Pipeline.Clients;

/// <summary>What one client declared, validated: every reference resolves and every value is in its range.</summary>
public sealed record ClientConfig
{
    /// <summary>A link acts once for as long as the audit has what it did: longer than the fourteen days for which it holds.</summary>
    public const int LeastAuditDays = 30;

    public const int UsualAuditDays = 400;

    /// <summary>Lower-case letters, digits and hyphens; the config's file is named after it.</summary>
    public required string Id { get; init; }

    /// <summary>The name that readers see. Written by people: to be escaped.</summary>
    public required string Name { get; init; }

    /// <summary>The digest's language, as an ISO 639-1 code that there is a language file for.</summary>
    public required string Language { get; init; }

    /// <summary>When the digest goes out, and the zone in which the client's days begin.</summary>
    public required DigestSchedule Schedule { get; init; }

    /// <summary>The country whose holidays the client's weeks have, ISO 3166-1 alpha-2; null where the zone says it.</summary>
    public string? Country { get; init; }

    /// <summary>The holidays that the client's weeks are compared by: those of the declared country, else of the zone's.</summary>
    public HolidayCalendar Calendar => new(Country ?? Schedule.Zone.Country);

    /// <summary>How long the digest waits for figures, and what becomes of one that has none.</summary>
    public SettlingConfig Settling { get; init; } = SettlingConfig.Default;

    /// <summary>At least one; no address twice.</summary>
    public required IReadOnlyList<Recipient> Recipients { get; init; }

    /// <summary>The languages that recipients read the digest in beside the client's; mostly none.</summary>
    public IEnumerable<string> FurtherLanguages => ObjectivesByLanguage.Keys.Order(StringComparer.Ordinal);

    /// <summary>The person in charge at the agency, whom digests come from: the first of those who are.</summary>
    public required Consultant Consultant { get; init; }

    /// <summary>The others in charge; no address twice.</summary>
    public IReadOnlyList<Consultant> FurtherConsultants { get; init; } = [];

    /// <summary>All who are in charge, and to whom problems are reported.</summary>
    public IReadOnlyList<Consultant> Consultants => [Consultant, .. FurtherConsultants];

    /// <summary>Where answers to the digest go; the first consultant's address unless declared.</summary>
    public required string ReplyTo { get; init; }

    /// <summary>Whether the config declares no other address for answers than the consultants' own.</summary>
    public bool RepliesToConsultants { get; init; }

    /// <summary>As far as the client's own file declares it; its brand's file and the defaults give the rest.</summary>
    public required Brand Brand { get; init; }

    public required IReadOnlyList<SourceConfig> Sources { get; init; }

    /// <summary>All networks by which visits are told apart, the client's own or not: a network sends visits to clients that have no account there.</summary>
    public IReadOnlyList<Network> Networks { get; init; } = [];

    /// <summary>In the order in which the digest shows them.</summary>
    public required IReadOnlyList<ObjectiveConfig> Objectives { get; init; }

    /// <summary>The same objectives with their names in each further language that a recipient reads.</summary>
    public IReadOnlyDictionary<string, IReadOnlyList<ObjectiveConfig>> ObjectivesByLanguage { get; init; } = new Dictionary<string, IReadOnlyList<ObjectiveConfig>>();

    public IReadOnlyList<ActionConfig> Actions { get; init; } = [];

    /// <summary>Posts planned per week, by account.</summary>
    public IReadOnlyDictionary<AccountRef, int> PostingPlan { get; init; } = new Dictionary<AccountRef, int>();

    /// <summary>Rules of advice that are switched off, by key.</summary>
    public IReadOnlyList<string> AdviceOff { get; init; } = [];

    /// <summary>Whether the digest also gives advice about the agency's own work.</summary>
    public bool ShowsAgencyAdvice { get; init; }

    /// <summary>Whether subject and preview may show amounts of money.</summary>
    public bool ShowsMoneyInSubject { get; init; }

    /// <summary>How many days the audit keeps what people did.</summary>
    public int AuditDays { get; init; } = UsualAuditDays;

    /// <summary>What an account costs, by account.</summary>
    public IReadOnlyDictionary<AccountRef, CostConfig> Costs { get; init; } = new Dictionary<AccountRef, CostConfig>();

    /// <summary>The consultants who are present on a day; all of them where none is.</summary>
    public IReadOnlyList<Consultant> PresentOn(DateOnly day) =>
        Consultants.Where(consultant => !consultant.IsAwayOn(day)).ToList() is { Count: > 0 } present ? present : Consultants;

    /// <summary>The config as a reader sees it who reads in another language.</summary>
    /// <param name="language">An ISO 639-1 code; null for the client's own.</param>
    public ClientConfig In(string? language) => language is null ? this : this with { Language = language, Objectives = ObjectivesByLanguage.GetValueOrDefault(language, Objectives) };

    /// <summary>The config as it is for the digest of a week: answers go to the first consultant who is present when it falls due.</summary>
    /// <param name="occurrence">The week in which the digest is due.</param>
    public ClientConfig In(IsoWeek occurrence) =>
        RepliesToConsultants ? this with { ReplyTo = PresentOn(Schedule.Zone.DayAt(Schedule.In(occurrence).DueAt))[0].Email } : this;
}

/// <summary>What a digest does whose sources are late.</summary>
/// <param name="Wait">How long after its due time it waits for those that still may answer.</param>
/// <param name="Hold">How long after its due time it is held where no objective has any figure.</param>
/// <param name="WithoutAnswer">What becomes of it then, and of one that nobody has approved in time.</param>
public sealed record SettlingConfig(TimeSpan Wait, TimeSpan Hold, WithoutAnswer WithoutAnswer)
{
    /// <summary>Whether it is sent only when a person has approved it, or nobody has in time.</summary>
    public bool Review { get; init; }

    /// <summary>Where the client declares nothing.</summary>
    public static readonly SettlingConfig Default = new(TimeSpan.FromHours(6), TimeSpan.FromHours(24), WithoutAnswer.Send);
}

/// <summary>What becomes of a digest that was held to the end and still has no figure, or no approval.</summary>
public enum WithoutAnswer
{
    /// <summary>It goes out, and says what is missing; an alert says that nobody approved it.</summary>
    Send,

    /// <summary>It is missed: nobody gets it, and an alert reports that to the agency.</summary>
    Miss,
}

/// <summary>One who receives the digest.</summary>
public sealed record Recipient(string Email, string? Name)
{
    /// <summary>The language in which the recipient reads, as an ISO 639-1 code; null where it is the client's.</summary>
    public string? Language { get; init; }
}

/// <summary>The person at the agency who answers for a client.</summary>
public sealed record Consultant(string Name, string Email)
{
    /// <summary>The language of the agency's own mails to the consultant, as an ISO 639-1 code; null where none is declared.</summary>
    public string? Language { get; init; }

    /// <summary>The last day of an absence; null where none is declared.</summary>
    public DateOnly? AwayUntil { get; init; }

    /// <summary>Whether the consultant is away on a day, on the client's clock.</summary>
    public bool IsAwayOn(DateOnly day) => day <= AwayUntil;
}

/// <summary>One account that the client's figures come from.</summary>
public sealed record SourceConfig
{
    /// <summary>A source's type, such as <c>facebook</c>.</summary>
    public required string Type { get; init; }

    /// <summary>The platform's identifier of the page, property or site; for files a name of the consultant's own.</summary>
    public required string Account { get; init; }

    /// <summary>What the digest calls it; the platform's name unless declared.</summary>
    public required string Name { get; init; }

    /// <summary>The name under which the vault holds the secret; null where the source needs none.</summary>
    public string? Credential { get; init; }

    /// <summary>The server's https address, for sources that run on the client's own.</summary>
    public Uri? Url { get; init; }

    /// <summary>The most that reading the account may cost in a month, in US dollars; null where reading is free, or the platform's default holds.</summary>
    public decimal? MonthlyBudget { get; init; }

    /// <summary>Metrics in which the platform counts what adverts brought.</summary>
    public IReadOnlySet<Metric> IncludesPaid { get; init; } = new HashSet<Metric>();

    /// <summary>Whether the figures of its posts still grow noticeably when they are two days old.</summary>
    public bool PostsKeepGrowing { get; init; }

    /// <summary>How visits that the network sent are known; null of what sends none.</summary>
    public NetworkLinks? Links { get; init; }

    /// <summary>How to read dropped files; only for <c>files</c>.</summary>
    public FileMap? Files { get; init; }

    /// <summary>Type and account.</summary>
    public AccountRef Ref => new(Type, Account);
}

/// <summary>
/// How an export's columns are named. Each map goes from the pipeline's field to the file's column header; a map that
/// is left out means that the file already uses the pipeline's own names. One file may feed both.
/// </summary>
/// <param name="Posts">Post fields (<c>id</c>, <c>published</c>, <c>type</c>, <c>text</c>, <c>link</c>, or a metric) to columns; null where the file has no posts.</param>
/// <param name="Readings">Day fields (<c>day</c>, or a metric) to columns; null where the file has no account levels.</param>
/// <param name="Network">The network whose figures are taken from exports that hold several; null where they hold one.</param>
public sealed record FileMap(IReadOnlyDictionary<string, string>? Posts, IReadOnlyDictionary<string, string>? Readings, ExportNetwork? Network = null);

/// <summary>An objective that the client declared.</summary>
public sealed record ObjectiveConfig
{
    public required ObjectiveKind Kind { get; init; }

    /// <summary>Unique within the client: the kind's own key, or a custom objective's.</summary>
    public required string Key { get; init; }

    /// <summary>The name of a custom objective; null where the language's own words serve.</summary>
    public string? Name { get; init; }

    public IReadOnlyList<TargetConfig> Targets { get; init; } = [];

    /// <summary>The figures of a custom objective; empty for all other kinds.</summary>
    public IReadOnlyList<CustomKpi> Kpis { get; init; } = [];
}

/// <summary>What a client may want of its networks.</summary>
public enum ObjectiveKind
{
    Awareness,
    Image,
    GoogleIndependence,
    Offers,
    Sales,
    Custom,
}

/// <summary>A figure to reach.</summary>
/// <param name="Kpi">The key of a primary KPI of the objective.</param>
/// <param name="AtLeast">Reached at or above this, in the KPI's unit; null where <paramref name="AtMost"/> is set.</param>
/// <param name="AtMost">Reached at or below this; null where <paramref name="AtLeast"/> is set.</param>
/// <param name="Start">The figure that the way started from, and when; null for the first week that is known.</param>
/// <param name="By">The day by which it is to be reached.</param>
public sealed record TargetConfig(string Kpi, double? AtLeast, double? AtMost, DateOnly By, TargetStart? Start)
{
    /// <summary>The one of the two that is set.</summary>
    public double Goal => (AtLeast ?? AtMost)!.Value;
}

/// <summary>Where the way to a target began.</summary>
public sealed record TargetStart(double Value, DateOnly On);

/// <summary>A figure that the client made up from metrics.</summary>
/// <param name="Key">Unique within the objective.</param>
/// <param name="Name">What the digest calls it.</param>
/// <param name="Formula">Arithmetic over metrics.</param>
/// <param name="Unit">A word behind the figure, in the client's language, or null; <c>%</c> shows a share.</param>
/// <param name="Good">Which way is better.</param>
public sealed record CustomKpi(string Key, string Name, Formula Formula, string? Unit, GoodDirection Good)
{
    /// <summary>The words behind numbers of other plural categories of CLDR (<c>one</c>, <c>few</c>), where those are others.</summary>
    public IReadOnlyDictionary<string, string> UnitByCategory { get; init; } = new Dictionary<string, string>();

    /// <summary>Whether 0.12 is shown as 12 %.</summary>
    public bool IsShare => Unit == "%";
}

/// <summary>Something that was done for an objective, to be measured.</summary>
/// <param name="Account">Where it was done; null where it was not on a network.</param>
/// <param name="Campaign">The <c>utm_campaign</c> of its links, or null.</param>
public sealed record ActionConfig(string Name, string Objective, DayRange Days, AccountRef? Account, string? Campaign);

/// <summary>What the work on an account costs in a week.</summary>
/// <param name="Currency">ISO 4217.</param>
public sealed record CostConfig(double HoursPerWeek, double HourlyCost, double AdBudgetPerWeek, string Currency);
