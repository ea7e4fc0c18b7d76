using KpiFunctions.Pipeline.Clients;
using KpiFunctions.Pipeline.Digest.Branding;
using KpiFunctions.Pipeline.Digest.Languages;
using KpiFunctions.Pipeline.Digest.Notes;
using KpiFunctions.Pipeline.Digest.Writing;
using KpiFunctions.Pipeline.Kpis;
using KpiFunctions.Pipeline.Kpis.Engine;
using KpiFunctions.Pipeline.Periods;
using KpiFunctions.Pipeline.Readings;

namespace KpiFunctions.Tests.Digest;

/// <summary>
/// Weeks made by hand, without the engine: each finding that a digest can hold. The week is 2026-W46, 9 to 15 November.
/// </summary>
/// <param name="language">The reader's language.</param>
/// <param name="outsider">Stands for every word that is not ours; given what it would harmlessly be.</param>
internal sealed class HandMade(string language, Func<string, string>? outsider = null)
{
    public static readonly IsoWeek Week = IsoWeek.Parse("2026-W46");
    private static readonly AccountRef Facebook = new("facebook", "201100000000002");
    private static readonly AccountRef Site = new("matomo", "1");
    private static readonly double?[] Steady = [41, 38, 44, 40, null, 39, 42, 37, 45, 40, 41, 43];

    private string Words(string harmless) => outsider?.Invoke(harmless) ?? harmless;

    public ClientConfig Client(params ObjectiveConfig[] objectives) => new()
    {
        Id = "confectioner",
        Name = Words("Confiserie du Port"),
        Language = language,
        Schedule = new(DayOfWeek.Monday, new(11, 30), Zone.Find("Europe/Paris")!),
        Recipients = [new("reader@client.example", null)],
        Consultant = new("Studio", "studio@agency.example"),
        ReplyTo = "studio@agency.example",
        Brand = new(Words("Studio Belvédère"), "#0b6e4f", null),
        Sources =
        [
            new() { Type = Facebook.Source, Account = Facebook.Account, Name = Words("Facebook") },
            new() { Type = Site.Source, Account = Site.Account, Name = Words("confiserie.example") },
        ],
        Objectives = objectives,
    };

    /// <summary>The agency's face, a note, and a page to lead to.</summary>
    public Edition Edition(ClientConfig client) => new()
    {
        Face = AgencyBranding.Of(client, new() { Footer = new Dictionary<string, string> { [""] = Words("Studio Belvédère, 2 quai du Port, Nantes") } }),
        Page = new("https://digests.agency.example/api/digests/token"),
        HasUnsubscribeLink = true,
        Note = new(
        [
            new(NoteBlockKind.Heading, [Span("Avant les fêtes")]),
            new(NoteBlockKind.Paragraph, [Span("Le tournage est"), new(" ", false, false, null), new("fixé au 24", true, false, null), new(". ", false, false, null), Span("Le plan") with { Link = new("https://agency.example/plan?a=1&b=2") }]),
            new(NoteBlockKind.NumberedItem, [Span("Boîtes sans gluten")]) { Number = 1 },
        ]),
    };

    /// <summary>Words of a note as its parser hands them over: in one line, and not beyond its limit.</summary>
    private NoteSpan Span(string harmless) => new(SafeText.Line(Words(harmless), 1_000), false, false, null);

    /// <summary>Every objective and every verdict, with targets, posts, traffic, actions and each kind of note.</summary>
    public WeekReport Busy() => BusyWithoutPlan() with
    {
        Advice = Advised(),
        Plan = [new(Facebook, 3, 4, null), new(Facebook, 2, 1, null), new(Facebook, 1, 0, null), new(Facebook, 3, null, Gap.NoData)],
    };

    /// <summary>Every suggestion that there is; the third of them for the third time.</summary>
    private IReadOnlyList<Advice> Advised()
    {
        var reach = Kpi("reach", KpiUnit.People, 9_120, Usually(13_912.4, 15_100, 16_288.7, 8), KpiVerdict.Worse, new Basis.UniqueOverWeek()) with { Account = Facebook };
        var google = Kpi("google-share", KpiUnit.Share, 0.71, Usually(0.6, 0.63, 0.66, 8), KpiVerdict.Worse, new Basis.Ratio(), GoodDirection.Down);
        Fact Count(double number) => new() { Number = number };
        Fact Of(Kpi kpi, double number) => new() { Number = number, Unit = FactUnit.Figure, Like = kpi };
        Fact Usual(Kpi kpi) => new() { Unit = FactUnit.Expected, Like = kpi };
        Fact Account(AccountRef account) => new() { Account = account, Unit = FactUnit.Account };
        Fact Quote(string words) => new() { Word = Words(words), Unit = FactUnit.Quote };
        Fact Euros(double number) => new() { Number = number, Word = "EUR", Unit = FactUnit.Money };
        Fact Share(double number) => new() { Number = number, Unit = FactUnit.Share };
        Fact Times(double number) => new() { Number = number, Unit = FactUnit.Times };
        Advice Say(string rule, params (string Name, Fact Fact)[] facts) =>
            new(rule, "awareness", "", facts.ToDictionary(fact => fact.Name, fact => fact.Fact), 3, rule == "followers-lost" ? 3 : 1);
        return
        [
            Say("plan-missed-and-reach-fell", ("account", Account(Facebook)), ("published", Count(1)), ("planned", Count(3)), ("value", Of(reach, 9_120)), ("usual", Usual(reach))),
            Say("google-share-rose", ("value", Of(google, 0.71)), ("usual", Usual(google))),
            Say("followers-lost", ("account", Account(Facebook)), ("value", Of(reach, -12)), ("usual", Usual(reach))),
            Say("conversion-rate-fell", ("value", Of(google, 0.01)), ("usual", Usual(google))),
            Say("target-behind", ("name", new() { Unit = FactUnit.Name, Like = reach }), ("recent", Of(reach, 9_120)), ("asked", Of(reach, 15_750)), ("goal", Of(reach, 20_000)), ("day", new() { Word = "2027-03-31", Unit = FactUnit.Day })),
            Say("nothing-posted", ("account", Account(Facebook)), ("weeks", Count(3))),
            Say("post-type-outperforms", ("account", Account(Facebook)), ("type", new() { Word = "video", Unit = FactUnit.PostType }), ("metric", new() { Word = "reach", Unit = FactUnit.Metric }), ("n", Count(7)), ("othern", Count(19)), ("median", Count(4_300)), ("othermedian", Count(1_900)), ("times", Times(2.263))),
            Say("source-lost-sessions", ("source", new() { Word = Words("office-tourisme.example"), Unit = FactUnit.Sender }), ("before", Count(88)), ("now", Count(31)), ("deviation", new() { Number = -3.2, Unit = FactUnit.None })),
            Say("questions-to-answer", ("n", Count(1))),
            Say("questions-to-answer", ("n", Count(4))),
            Say("network-costs-more-per-result", ("account", Account(Facebook)), ("other", Account(Site)), ("result", new() { Word = "PeopleReached", Unit = FactUnit.Result }), ("weeks", Count(8)), ("price", Euros(7.739)), ("otherprice", Euros(2.5)), ("times", Times(3.0957))),
            Say("spike-rests-on-one-post", ("name", new() { Unit = FactUnit.Name, Like = reach }), ("post", Quote("Dans l'atelier : la cuisson des caramels")), ("part", Share(0.62))),
            Say("action-brought-visits", ("action", Quote("Calendrier de l'avent")), ("n", Count(175)), ("part", Share(0.18))),
        ];
    }

    private WeekReport BusyWithoutPlan() => Set(
        [
            Objective(ObjectiveKind.Awareness, ObjectiveVerdict.Better) with
            {
                Primary =
                [
                    Kpi("reach", KpiUnit.People, 18_400, Usually(13_912.4, 15_100, 16_288.7, 8), KpiVerdict.Better, new Basis.UniqueOverWeek()) with
                    {
                        Account = Facebook,
                        Previous = Figure.Known(15_020),
                        Target = new(new("reach", 20_000, null, new(2027, 3, 31), null), 15_750, Pace.Ahead) { Deviation = 2.4, Recent = 17_350, RecentWeeks = 4 },
                    },
                    Kpi("mentions", KpiUnit.Count, 41, Usually(30, 40, 52, 8), KpiVerdict.Steady, new Basis.SumOfDays(), isProvisional: true) with { YearBefore = Figure.Known(28) },
                ],
                Worth =
                [
                    new(Facebook, 142.5, "EUR", WorthResult.PeopleReached, 7, 18_400, null),
                    new(Facebook, 142.5, "EUR", WorthResult.Conversions, 7, 0, null),
                    new(Facebook, 285, "EUR", WorthResult.NewFollowers, 14, 24, null),
                    new(Facebook, 142.5, "EUR", WorthResult.Visits, 7, null, Gap.PartialWeek),
                    new(Facebook, 142.5, "EUR", WorthResult.Discussions, 7, 1, null),
                ],
                Explaining =
                [
                    Kpi("views", KpiUnit.Count, 61_250, Usually(40_000, 48_000, 56_000, 8), KpiVerdict.Better, new Basis.SumOfDays()),
                    Kpi("reach-per-post", KpiUnit.People, 4_300, Usually(1_900, 2_600, 3_300, 5), KpiVerdict.Better, new Basis.TypicalPost(4)) with { Account = Facebook },
                    Kpi("posts", KpiUnit.Count, 4, Usually(0, 4, 9.4, 8), KpiVerdict.Steady, new Basis.SumOfDays()) with { Account = Facebook },
                ],
                Posts =
                [
                    new(Post("1", "2026-11-12T09:30Z", "video", Words("Dans l'atelier : la cuisson des caramels, au chaudron de cuivre"), Metrics.Reach, 9_700), Metrics.Reach, 9_700),
                    new(Post("2", "2026-11-10T17:00Z", "photo", null, Metrics.Reach, 1) with { Link = null }, Metrics.Reach, 1),
                ],
            },
            Objective(ObjectiveKind.Image, ObjectiveVerdict.Worse) with
            {
                Primary =
                [
                    Kpi("follower-growth", KpiUnit.People, -12, Usually(8, 21, 34, 6), KpiVerdict.Worse, new Basis.LevelChange(new(2026, 11, 1), new(2026, 11, 15), 1_952, 1_940)) with
                    {
                        Account = Facebook,
                        Previous = Figure.Unknown(Gap.NoEarlierLevel),
                        RelativeChange = -12 / 1_952.0,
                        Flow = new(9, 21),
                        History = [.. Past(null, 20, 21, 19, 25, 18, null, 22, 24, 21, 20, 19), Figure.Known(-12)],
                    },
                ],
                Explaining =
                [
                    Kpi("engagement-rate", KpiUnit.Share, 0.0425, Usually(0.03, 0.041, 0.052, 8), KpiVerdict.Steady, new Basis.Ratio(Metrics.Followers)) with { Account = Facebook },
                    Kpi("followers", KpiUnit.People, 1_940, null, KpiVerdict.Unknown, new Basis.LastLevel(new(2026, 11, 15))) with { Account = Facebook },
                ],
            },
            Objective(ObjectiveKind.GoogleIndependence, ObjectiveVerdict.Mixed) with
            {
                Primary =
                [
                    Kpi("google-share", KpiUnit.Share, 0.58, Usually(0.6, 0.63, 0.66, 8), KpiVerdict.Better, new Basis.Ratio(), GoodDirection.Down) with { Previous = Figure.Known(0.64) },
                    Kpi("effective-sources", KpiUnit.Number, 2.1, Usually(2.4, 2.7, 3.0, 8), KpiVerdict.Worse, new Basis.Ratio()) with
                    {
                        Previous = Figure.Unknown(Gap.PartialWeek),
                        Evidence = new(new(-2.2, 0.06), new(-3.4, 0.01)),
                        RestsOnTwoWeeks = true,
                    },
                ],
                Explaining = [Kpi("social-share", KpiUnit.Share, 0.14, Usually(0.08, 0.1, 0.12, 8), KpiVerdict.Unusual, new Basis.Ratio(), good: null)],
                Traffic =
                [
                    new(Channel.OrganicSearch, null, 566, 0.58, 0.64, 9, null),
                    new(Channel.OrganicSocial, null, 137, 0.14, null, 1, null),
                    new(Channel.AiAssistant, null, 12, 0.012, 0.007, 0, null),
                ],
                Referrers =
                [
                    new(default, Words("google"), 560, 0.57, 0.64, 9, null),
                    new(default, Words("facebook"), 120, 0.12, 0.05, 1, null),
                ],
                Moves = [new(Words("facebook"), 40, 120), new(Words("google"), 610, 560), new("bing", 9, 10)],
                Actions =
                [
                    new(new(Words("Calendrier de l'avent"), "google-independence", new(new(2026, 11, 1), new(2026, 12, 24)), Facebook, "avent"), 1, 175, 8)
                    {
                        Revenue = 412.5,
                        Currency = "EUR",
                        PostFigures = [(Metrics.Reactions, 31), (Metrics.Shares, 0)],
                        SinceItBegan = (260, 11),
                    },
                ],
            },
            Objective(ObjectiveKind.Offers, ObjectiveVerdict.TooEarly) with
            {
                Primary =
                [
                    Kpi("discussions", KpiUnit.Count, 1, null, KpiVerdict.TooEarly, new Basis.SumOfParts([Metrics.Comments, Metrics.Mentions], [Metrics.Replies, Metrics.Messages]) { OfPosts = true }) with
                    {
                        Previous = Figure.Unknown(Gap.NoData),
                        History = [.. Past(null, null, null, null, null, null, null, null, null, null, null, null), Figure.Known(1)],
                    },
                    Missing("discussions-per-post", KpiUnit.Number, Gap.NoPosts),
                ],
                Explaining = [],
                Threads =
                [
                    new(Post("3", "2026-11-11T12:00Z", "status", Words("Faites-vous aussi des boîtes sans gluten ?"), Metrics.Comments, 0) with { IsMention = true }, 1, true),
                    new(Post("1", "2026-11-12T09:30Z", "video", Words("Dans l'atelier : la cuisson des caramels, au chaudron de cuivre"), Metrics.Comments, 14), 14, false),
                    new(Post("4", "2026-11-13T12:00Z", "status", Words("Merci pour hier"), Metrics.Comments, 0) with { IsMention = true }, 1, false),
                ],
            },
            Objective(ObjectiveKind.Sales, ObjectiveVerdict.Borderline) with
            {
                Primary =
                [
                    Kpi("conversions", KpiUnit.Count, 31, Usually(22, 30, 38, 8), KpiVerdict.Steady, new Basis.SumOfDays()) with
                    {
                        Previous = Figure.Known(31),
                        Target = new(new("conversions", 60, null, new(2026, 12, 31), null), 44, Pace.Behind) { Deviation = -2.1, Recent = 30.5, RecentWeeks = 4 },
                    },
                    Kpi("revenue", KpiUnit.Money, 1_540.4, Usually(900, 1_180, 1_460, 8), KpiVerdict.Borderline, new Basis.SumOfDays()) with { Evidence = new(new(3.1, 0.012), null), Currency = "EUR", Previous = Figure.Known(1_302) },
                ],
                Explaining = [],
                Traffic = [new(Channel.Direct, null, 1, 0.5, 0.4, 1, 40), new(Channel.Email, null, 1, 0.5, 0.6, null, null)],
                Actions = [new(new(Words("Affichage au marché"), "sales", new(new(2026, 11, 14), new(2026, 11, 14)), null, null), null, null, null)],
            },
            Custom(ObjectiveVerdict.Unknown) with
            {
                Primary =
                [
                    Missing("custom", KpiUnit.Number, Gap.Undefined) with { Custom = Own(Words("Appels par visite"), Words("appels")) },
                    Kpi("custom", KpiUnit.Number, 1.5, Usually(1, 2, 3, 8), KpiVerdict.Steady, new Basis.Ratio()) with { Custom = Own(Words("Retours par semaine"), Words("retours")) },
                ],
                Explaining = [],
            },
        ],
        new DataCaveat.SourceInTrouble(Facebook, SourceFailureKind.CredentialExpired, new(2026, 11, 11)),
        new DataCaveat.SourceInTrouble(Site, SourceFailureKind.Unavailable, null),
        new DataCaveat.ExportsSilent(Facebook, new(2026, 10, 5)),
        new DataCaveat.DaysMissing(Facebook, [new(2026, 11, 12), new(2026, 11, 14), new(2026, 11, 15)]),
        new DataCaveat.DaysProvisional(Site, [new(2026, 11, 15)]),
        new DataCaveat.NoPosts(Facebook, Week.Plus(-1)),
        new DataCaveat.ImpossiblePostFigures(Facebook, 2),
        new DataCaveat.EmptyPostFigures(Facebook, Metrics.Shares, 1),
        new DataCaveat.NotDelivered("offers", Objectives.Figures["discussions-per-post"]),
        new DataCaveat.SeriesBreak(Facebook, Metrics.Reach),
        new DataCaveat.Restated(Week.Plus(-1), new("sales", "conversions", ""), 31, Kpi("conversions", KpiUnit.Count, 27, Usually(22, 30, 38, 8), KpiVerdict.Steady, new Basis.SumOfDays())),
        new DataCaveat.Restated(Week.Plus(-1), new("sales", "conversions", ""), 31, Kpi("conversions", KpiUnit.Count, 27, Usually(22, 30, 38, 8), KpiVerdict.Steady, new Basis.SumOfDays())) { IsCountedDifferently = true },
        new DataCaveat.Restated(Week.Plus(-1), new("sales", "conversions", ""), 31, Kpi("conversions", KpiUnit.Count, 27, null, KpiVerdict.Unknown, new Basis.SumOfDays()) with { Value = Figure.Unknown(Gap.Impossible) }),
        new DataCaveat.Restated(Week.Plus(-2), new("awareness", "reach", Facebook.ToString()), null, Kpi("reach", KpiUnit.People, 15_020, null, KpiVerdict.TooEarly, new Basis.UniqueOverWeek()) with { Account = Facebook }));

    /// <summary>A week in which all is as usual.</summary>
    public static WeekReport Quiet() => Set(
        [
            Objective(ObjectiveKind.Awareness, ObjectiveVerdict.Steady) with
            {
                Primary = [Kpi("mentions", KpiUnit.Count, 41, Usually(30, 40, 52, 8), KpiVerdict.Steady, new Basis.SumOfDays()) with { Previous = Figure.Known(41) }],
                Explaining = [],
            },
            Objective(ObjectiveKind.Sales, ObjectiveVerdict.Steady) with
            {
                Primary = [Kpi("conversions", KpiUnit.Count, 31, Usually(22, 30, 38, 8), KpiVerdict.Steady, new Basis.SumOfDays())],
                Explaining = [],
            },
        ]);

    /// <summary>The first digest of a client, of whom one week is known.</summary>
    public static WeekReport First() => Set(
        [
            Objective(ObjectiveKind.Awareness, ObjectiveVerdict.TooEarly) with
            {
                Primary =
                [
                    Kpi("reach", KpiUnit.People, 1, null, KpiVerdict.TooEarly, new Basis.BestDay(new(2026, 11, 11))) with
                    {
                        Account = Facebook,
                        Previous = Figure.Unknown(Gap.NoData),
                        History = [.. Past(null, null, null, null, null, null, null, null, null, null, null, null), Figure.Known(1)],
                    },
                ],
                Explaining = [],
            },
        ]);

    /// <summary>A week of which nothing arrived.</summary>
    public static WeekReport Nothing() => Set(
        [
            Objective(ObjectiveKind.Awareness, ObjectiveVerdict.Unknown) with { Primary = [Missing("reach", KpiUnit.People, Gap.NoData), Missing("mentions", KpiUnit.Count, Gap.NotDelivered)], Explaining = [] },
            Objective(ObjectiveKind.Sales, ObjectiveVerdict.Unknown) with { Primary = [Missing("conversions", KpiUnit.Count, Gap.PartialWeek)], Explaining = [] },
        ],
        new DataCaveat.SourceInTrouble(Facebook, SourceFailureKind.PermissionMissing, new(2026, 11, 8)));

    /// <summary>As many objectives, figures, rows and notes as a client could declare.</summary>
    public WeekReport Crowded(int times)
    {
        var busy = Busy();
        return busy with
        {
            Objectives = [.. Enumerable.Repeat(busy.Objectives, times).SelectMany(all => all).Select(result => result with
            {
                Primary = [.. Enumerable.Repeat(result.Primary, times).SelectMany(all => all)],
                Explaining = [.. Enumerable.Repeat(result.Explaining, times).SelectMany(all => all)],
                Traffic = [.. Enumerable.Repeat(result.Traffic, times).SelectMany(all => all)],
            })],
            Notes = [.. Enumerable.Repeat(busy.Notes, times).SelectMany(all => all)],
        };
    }

    public static WeekReport Set(IReadOnlyList<ObjectiveResult> objectives, params DataCaveat[] notes) =>
        new() { ClientId = "confectioner", Week = Week, Objectives = objectives, Notes = notes };

    public static Kpi Kpi(
        string key, KpiUnit unit, double value, ExpectedWeek? usual, KpiVerdict verdict, Basis basis, GoodDirection? good = GoodDirection.Up, bool isProvisional = false) => new()
        {
            Traits = TraitsOf(key, unit) with { Good = good },
            Basis = basis,
            Value = Figure.Known(value, isProvisional),
            Previous = Figure.Known(usual?.Centre ?? value),
            Expected = usual,
            Verdict = verdict,
            History = [.. Past([.. Steady.Select(week => week / 41 * (usual?.Centre ?? value))]), Figure.Known(value, isProvisional)],
        };

    private static ExpectedWeek Usually(double low, double centre, double high, int weeks) => weeks < 6 ? new(null, centre, null, weeks) : new(low, centre, high, weeks);

    private static Kpi Missing(string key, KpiUnit unit, Gap gap) => new()
    {
        Traits = TraitsOf(key, unit) with { Good = GoodDirection.Up },
        Basis = new Basis.None(),
        Value = Figure.Unknown(gap),
        Previous = Figure.Unknown(gap),
        Verdict = KpiVerdict.Unknown,
        History = Past(null, null, null, null, null, null, null, null, null, null, null, null, null),
    };

    private static FigureTraits TraitsOf(string name, KpiUnit unit) => Objectives.Figures.TryGetValue(name, out var traits) ? traits with { Unit = unit }
        : new(name, unit, GoodDirection.Up) { Floor = double.NegativeInfinity, Formula = "" };

    private static ObjectiveResult Objective(ObjectiveKind kind, ObjectiveVerdict verdict) => new()
    {
        Objective = new() { Kind = kind, Key = Objectives.Traits.Single(traits => traits.Kind == kind).Key },
        Verdict = verdict,
        Primary = [],
        Explaining = [],
    };

    private ObjectiveResult Custom(ObjectiveVerdict verdict) => new()
    {
        Objective = new() { Kind = ObjectiveKind.Custom, Key = "word-of-mouth", Name = Words("Bouche à oreille") },
        Verdict = verdict,
        Primary = [],
        Explaining = [],
    };

    private static CustomKpi Own(string name, string unit) => new("own", name, Formula.Parse("messages / sessions").Formula!, unit, GoodDirection.Up);

    private static Post Post(string id, string published, string type, string? excerpt, Metric metric, double value) => new()
    {
        Account = Facebook,
        Id = id,
        Published = DateTimeOffset.Parse(published),
        Type = type,
        Excerpt = excerpt,
        Link = $"https://social.example/posts/{id}?a=1&b=2",
        Values = new Dictionary<Metric, double> { [metric] = value },
        FetchedAt = new(2026, 11, 16, 6, 0, 0, TimeSpan.Zero),
    };

    private static IReadOnlyList<Figure> Past(params double?[] weeks) => [.. weeks.Select(week => week is { } value ? Figure.Known(value) : Figure.Unknown(Gap.NoData))];
}
