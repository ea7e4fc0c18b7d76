using System.Globalization;
using KpiFunctions.Simulator.Faults;
using KpiFunctions.Simulator.World;

namespace KpiFunctions.Calibration.Recomputing;

/// <summary>A client of the simulated world, when its accounts are fetched, and what goes wrong: all of it follows from the seed.</summary>
internal sealed record RandomWorld
{
    public const string ClientId = "shop";

    public required int Seed { get; init; }

    /// <summary>The client's zone.</summary>
    public required string Zone { get; init; }

    public required IReadOnlyList<PlannedAccount> Accounts { get; init; }

    /// <summary>Keys of objectives, as configs write them.</summary>
    public required IReadOnlyList<string> Objectives { get; init; }

    /// <summary>The formulas of the objective <c>own</c>, by key.</summary>
    public required IReadOnlyList<(string Key, PlannedFormula Formula)> Formulas { get; init; }

    /// <summary>The same by the figures' names.</summary>
    public IReadOnlyDictionary<FigureName, PlannedFormula> OwnFigures => Formulas.ToDictionary(own => new FigureName("own", own.Key, ""), own => own.Formula);

    /// <summary>When everything is fetched, in order.</summary>
    public required IReadOnlyList<DateTimeOffset> Fetches { get; init; }

    /// <summary>The first day of the last week that was over at the last fetch: its digest reads what is stored.</summary>
    public required DateOnly Newest { get; init; }

    /// <summary>The first day of the week whose figures are compared: the newest, or one of those before it that its digest computes again.</summary>
    public required DateOnly Monday { get; init; }

    public required IReadOnlyList<PlannedFault> Faults { get; init; }

    /// <summary>The client's config.</summary>
    public string Config => $$"""
        {
          "id": "{{ClientId}}", "name": "Shop", "language": "en", "timeZone": "{{Zone}}",
          "digest": { "day": "thursday", "time": "09:00" },
          "recipients": ["owner@shop.example"],
          "consultant": { "name": "Agency", "email": "desk@agency.example" },
          "brand": { "name": "Agency" },
          "sources": [ {{string.Join(",\n    ", Accounts.Select(account => account.Config))}} ],
          "objectives": [ {{string.Join(", ", Objectives.Select(key => $"\"{key}\"").Concat(OwnObjective()))}} ]
        }
        """;

    public static RandomWorld Draw(int seed)
    {
        var dice = new Dice(seed, "recomputation", "plan");
        var last = new DateTimeOffset(2025, 11, 12, 0, 0, 0, TimeSpan.Zero).AddMinutes(dice.Below(590 * 24 * 60));

        // Weeks in which platforms changed what they count are as rare as in life, and wanted more often.
        if (dice.Happens(0.08)) last = dice.Pick(Breaks).AddMinutes(dice.Below(9 * 24 * 60));
        var fetches = FetchesOf(dice, last);
        var accounts = AccountsOf(dice).Where(account => account.Type != "linkedin" || (fetches[0] >= LinkedInFrom && last < LinkedInUntil)).ToList();
        if (accounts.Count == 0) accounts = [new("mastodon", "@shop@mastodon.example")];
        var zone = dice.Pick(Zones);
        var metrics = accounts.SelectMany(account => account.FormulaMetrics).Append("posts").Distinct().ToList();
        if (accounts.All(account => account.TellsVisits)) metrics.Remove("posts");
        var formulas = Enumerable.Range(0, dice.Below(4)).Select(number => ($"own-{number}", PlannedFormula.Draw(dice, metrics))).ToList();
        var newest = MondayOf(WorldZones.DayAt(zone, last)).AddDays(-7);
        var monday = newest.AddDays(-7 * (dice.Happens(0.3) ? 1 + dice.Below(WeeksAgain) : 0));
        var fed = Keys.Where(key => accounts.Exists(account => account.Feeds(key))).ToList();
        var objectives = fed.Where(_ => dice.Happens(0.75)).ToList();
        return new()
        {
            Seed = seed,
            Zone = zone,
            Accounts = accounts,
            Objectives = objectives.Count > 0 ? objectives : [dice.Pick(fed)],
            Formulas = formulas,
            Fetches = fetches,
            Newest = newest,
            Monday = monday,
            Faults = FaultsOf(dice, accounts, fetches.Count),
        };
    }

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"""
        {Config}
        week of {Monday:yyyy-MM-dd}, fetched {string.Join(", ", Fetches.Select(at => at.ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture)))}
        {string.Join("\n", Faults)}
        """);

    /// <summary>Earlier weeks that a digest computes again.</summary>
    private const int WeeksAgain = 4;

    private static readonly string[] Keys = ["awareness", "image", "google-independence", "offers", "sales"];

    private static readonly string[] Zones =
    [
        "Europe/Paris", "Europe/Paris", "Europe/London", "America/New_York", "America/Los_Angeles", "Pacific/Auckland", "Asia/Kolkata", "Australia/Lord_Howe", "UTC", "Pacific/Honolulu",
    ];

    /// <summary>Days in whose weeks a platform changed what it counts.</summary>
    private static readonly DateTimeOffset[] Breaks = [new(2025, 11, 17, 9, 0, 0, TimeSpan.Zero), new(2025, 11, 17, 9, 0, 0, TimeSpan.Zero), new(2026, 8, 25, 9, 0, 0, TimeSpan.Zero)];

    /// <summary>The version that LinkedIn is asked in is taken from its month on, and for a year.</summary>
    private static readonly DateTimeOffset LinkedInFrom = new(2026, 7, 2, 0, 0, 0, TimeSpan.Zero);

    /// <inheritdoc cref="LinkedInFrom"/>
    private static readonly DateTimeOffset LinkedInUntil = new(2027, 7, 1, 0, 0, 0, TimeSpan.Zero);

    private static DateOnly MondayOf(DateOnly day) => day.AddDays(-(((int)day.DayOfWeek + 6) % 7));

    private static List<PlannedAccount> AccountsOf(Dice dice)
    {
        var page = dice.Happens(0.3) ? $"{1 + dice.Below(3):D11}" : $"{dice.Below(1_000_000):D11}";
        var other = $"{dice.Below(1_000_000):D11}";
        PlannedAccount[] all =
        [
            new("facebook", $"2011{page}"),
            new("facebook", $"2011{other}"),
            new("instagram", $"178414{page}"),
            new("linkedin", $"{10_000_000 + dice.Below(80_000_000)}"),
            new("youtube", $"UC{dice.Below(1_000_000_000):D22}"),
            new("tiktok", $"_000{dice.Below(1_000_000):D15}"),
            new("x", $"shop{dice.Below(1_000_000)}"),
            new("mastodon", $"@shop{dice.Below(1_000_000)}@mastodon.example"),
            new("bluesky", $"shop{dice.Below(1_000_000)}.bsky.example"),
            new("google-analytics", dice.Happens(0.3) ? $"properties/31000000{(dice.Happens(0.5) ? 1 : 3)}" : $"properties/{320_000_000 + dice.Below(1_000_000)}"),
            new("matomo", $"{1 + dice.Below(40)}"),
        ];
        var some = all.Where((account, at) => dice.Happens(at == 1 ? 0.2 : account.Type == "matomo" ? 0.4 : 0.6)).DistinctBy(account => account.Name).ToList();
        return some.Count > 0 ? some : [dice.Pick(all)];
    }

    /// <summary>A first fetch, and some in the days after it: a day apart at least, since X is asked once a day.</summary>
    private static List<DateTimeOffset> FetchesOf(Dice dice, DateTimeOffset last)
    {
        var fetches = new List<DateTimeOffset> { last };
        for (var count = 1 + dice.Below(4); count > 0; count--) fetches.Insert(0, fetches[0].AddMinutes(-(25 * 60) - dice.Below(5 * 24 * 60)));
        return fetches;
    }

    private static List<PlannedFault> FaultsOf(Dice dice, IReadOnlyList<PlannedAccount> accounts, int fetches)
    {
        var faults = new List<PlannedFault>();
        var uncertain = 0;
        foreach (var account in accounts.Where(_ => dice.Happens(0.45)))
        {
            var from = dice.Below(fetches);
            var isLong = dice.Happens(0.3);
            PlannedFault Of(FaultKind kind, Effect effect) => new(account, kind, from, isLong ? fetches : from + 1, effect);
            switch (dice.Below(7))
            {
                case 0:
                    // A report in pages of three rows has more of them than are read.
                    var harmless = dice.Pick(Harmless);
                    faults.Add(Of(harmless, harmless == FaultKind.ShortPages && account.Type == "google-analytics" ? Effect.Uncertain : Effect.None));
                    break;
                case 1:
                    faults.Add(Of(FaultKind.LateDay, Effect.Late));
                    break;
                case 2:
                    faults.Add(Of(FaultKind.Restated, Effect.Restated));
                    break;
                case 3 or 4:
                    var odd = dice.Pick(OddAnswers.Of(account.Type));
                    faults.Add(Of(odd.Kind, Effect.Odd) with { Odd = odd, Until = odd.Lasts || isLong ? fetches : from + 1 });
                    break;
                default:
                    if (uncertain++ < MostUncertain) faults.Add(TroubleOf(dice, Of));
                    break;
            }
        }

        return faults;
    }

    /// <summary>Each may have gone several ways, which are all computed.</summary>
    private const int MostUncertain = 3;

    /// <summary>An access that dies on the way brings a part: what it never brings is none of the account's figures, and so it does not die in every fetch.</summary>
    private static PlannedFault TroubleOf(Dice dice, Func<FaultKind, Effect, PlannedFault> of)
    {
        var fault = of(dice.Pick(Troubles), Effect.Uncertain);
        if (fault.Kind == FaultKind.LaterPageRefused && OddAnswers.ListOf(fault.Account.Type) is null) return fault with { Kind = FaultKind.ServerError };
        return fault.Kind == FaultKind.DyingToken ? fault with { Until = fault.From + 1 } : fault;
    }

    private static readonly FaultKind[] Harmless = [FaultKind.Slow, FaultKind.ShortPages, FaultKind.UnknownField, FaultKind.FutureEndTime, FaultKind.ExclusiveStart];

    private static readonly FaultKind[] Troubles =
    [
        FaultKind.ServerError, FaultKind.Unavailable, FaultKind.RateLimited, FaultKind.DropConnection, FaultKind.TruncatedJson, FaultKind.HtmlError, FaultKind.ExpiredToken,
        FaultKind.Unauthorized, FaultKind.PermissionMissing, FaultKind.BadRequest, FaultKind.NoData, FaultKind.RepeatedCursor, FaultKind.LaterPageRefused, FaultKind.DyingToken,
    ];

    private IEnumerable<string> OwnObjective()
    {
        if (Formulas.Count == 0) yield break;
        var kpis = Formulas.Select(own => $$"""{ "key": "{{own.Key}}", "name": "{{own.Key}}", "formula": "{{own.Formula.Text}}", "unit": "units", "good": "up" }""");
        yield return $$"""{ "objective": "custom", "key": "own", "name": "Own", "kpis": [ {{string.Join(", ", kpis)}} ] }""";
    }
}
