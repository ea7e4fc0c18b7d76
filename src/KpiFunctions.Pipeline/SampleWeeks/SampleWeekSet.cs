using KpiFunctions.Pipeline.Clients;
using KpiFunctions.Pipeline.Digest.Branding;
using KpiFunctions.Pipeline.History;
using KpiFunctions.Pipeline.Periods;
using KpiFunctions.Pipeline.Readings;

namespace KpiFunctions.Pipeline.SampleWeeks;

/// <summary>
/// A week of every kind, made from readings that are made up and computed like any client's. The gallery shows them, and
/// a brand's template has to write all of them before it is accepted.
/// </summary>
public static class SampleWeekSet
{
    private const int HalfAYear = 26;
    private static readonly IsoWeek Week = IsoWeek.Parse("2026-W46");
    private static readonly AccountRef Facebook = new("facebook", "201100000000002");
    private static readonly AccountRef Instagram = new("instagram", "17841400000000002");
    private static readonly AccountRef Site = new("google-analytics", "properties/310000002");

    private static readonly Turn Normal = new();
    private static readonly Turn Up = new(Attention: 1.6, Growth: 3, FromGoogle: 0.85, FromElsewhere: 1.5, Buying: 1.5);
    private static readonly Turn Down = new(Attention: 0.5, Growth: -1, FromGoogle: 1.25, FromElsewhere: 0.45, Buying: 0.5);
    private static readonly Turn Both = new(Attention: 1.6, Growth: 1, FromGoogle: 1.3, FromElsewhere: 0.6, Buying: 1);

    /// <summary>All of them, in a language that digests are written in.</summary>
    /// <param name="brand">The agency's colours and logo.</param>
    public static IReadOnlyList<SampleWeek> All(string language, Brand brand)
    {
        var words = SampleWords.Of(language);
        SampleWeek Make(string name, string about, SampleWords said, Turn turn, Func<SampleHistory, SampleHistory>? change = null, int weeks = HalfAYear, bool hasNote = false) =>
            Of(name, about, language, brand, said, Client(language, brand, said), Full(new(Week, weeks, turn, said), change), hasNote);

        return
        [
            Make("good", "Better than usual", words, Up, hasNote: true),
            Make("bad", "Worse than usual", words, Down),
            Make("steady", "All as usual", words, Normal),
            Make("mixed", "Better and worse at once", words, Both),
            Make("first", "The first week of a client", words, Normal, weeks: 1),
            Nothing(language, brand, words),
            Make("dead-source", "One source has lost its access", words, Normal, history => history.Dead(Facebook, Week.Monday.AddDays(-4), SourceFailureKind.CredentialExpired)),
            Make("partial", "Days of the week are missing", words, Normal, history => history.Without(Site, Week.Monday.AddDays(2)).Without(Instagram, Week.Sunday)),
            Make("long-names", "Very long names everywhere", words.Each(Long), Up, hasNote: true),
            Make("right-to-left", "Names in Arabic and Hebrew", words.Each(RightToLeft), Up),
            Make("emoji", "Names with emoji", words.Each(Emoji), Up),
            Make("hostile", "Words that try to break out", words.Each(Hostile), Down, hasNote: true),
            OneSource("one-source", "One source and one objective", Normal, language, brand, words),
            OneSource("one-record", "One source and one objective: the highest week of thirteen, and no change yet", Normal with { Attention = 1.21 }, language, brand, words),
            Crowd(language, brand, words),
        ];
    }

    /// <summary>A client of three objectives, in each state that an objective's row of the mail can have. The gallery shows them.</summary>
    /// <inheritdoc cref="All"/>
    public static IReadOnlyList<SampleWeek> Three(string language, Brand brand)
    {
        var words = SampleWords.Of(language);
        var usual = Client(language, brand, words);
        var client = usual with { Objectives = [usual.Objectives[0], usual.Objectives[4], usual.Objectives[1]] };
        SampleWeek Make(string name, string about, Turn turn, Func<SampleHistory, SampleHistory>? change = null, int weeks = HalfAYear, ClientConfig? other = null) =>
            Of($"three-{name}", $"Three objectives: {about}", language, brand, words, other ?? client, Full(new(Week, weeks, turn, words), change));

        var due = client with { Objectives = [.. client.Objectives.Select(each => each with { Targets = [.. each.Targets.Select(target => target with { By = Week.Sunday })] })] };
        return
        [
            Make("better", "better", Up),
            Make("worse", "worse", Down),
            Of("three-mixed", "Three objectives: both ways at once", language, brand, words, client, new SampleHistory(Week, HalfAYear, Normal, words).Network(Facebook, 16_000, Up).Network(Instagram, 7_500, Down).Site(Site, 150).Build()),
            Make("normal", "normal", Normal),
            Of("three-borderline", "Three objectives: barely beyond normal", language, brand, words, client, new SampleHistory(Week, HalfAYear, Normal, words).Network(Facebook, 16_000, new(Attention: 1.26)).Network(Instagram, 7_500).Site(Site, 150).Build()),
            Make("too-early", "too early to compare", Normal, weeks: 2),
            Make("no-figure", "one without a figure", Normal, history => history.Dead(Site, Week.Monday, SourceFailureKind.PermissionMissing)),
            Make("incomplete", "one with days missing", Normal, history => history.Without(Site, Week.Monday.AddDays(2))),
            Make("target-only", "targets alone", Normal, weeks: 3, other: due),
        ];
    }

    private static SampleWeek Of(
        string name, string about, string language, Brand brand, SampleWords words, ClientConfig client, ClientHistory history, bool hasNote = false) => new(
        name,
        about,
        client,
        history,
        Week,
        new()
        {
            Face = AgencyBranding.Of(client, brand with { Name = words.Agency, Footer = new Dictionary<string, string> { [language] = words.Footer } }),
            Note = hasNote ? SampleNote.Of(words.Note) : null,
            Page = new("https://digests.agency.example/api/digests/specimen"),
            HasUnsubscribeLink = true,
        });

    private static ClientHistory Full(SampleHistory history, Func<SampleHistory, SampleHistory>? change) =>
        (change ?? (same => same))(history.Network(Facebook, 16_000).Network(Instagram, 7_500).Site(Site, 150)).Build();

    private static SampleWeek Nothing(string language, Brand brand, SampleWords words)
    {
        var history = new SampleHistory(Week, HalfAYear, Normal, words) { Until = Week.Monday }.Network(Facebook, 16_000).Network(Instagram, 7_500).Site(Site, 150)
            .Dead(Facebook, Week.Monday, SourceFailureKind.PermissionMissing).Dead(Instagram, Week.Monday, SourceFailureKind.PermissionMissing).Dead(Site, Week.Monday, SourceFailureKind.Unavailable);
        return Of("nothing", "A week of which nothing arrived", language, brand, words, Client(language, brand, words), history.Build());
    }

    private static SampleWeek OneSource(string name, string about, Turn turn, string language, Brand brand, SampleWords words)
    {
        var client = Client(language, brand, words);
        client = client with
        {
            Sources = [client.Sources[0]],
            Objectives = [new() { Kind = ObjectiveKind.Awareness, Key = "awareness" }],
            Actions = [],
            Costs = new Dictionary<AccountRef, CostConfig>(),
        };
        return Of(name, about, language, brand, words, client, new SampleHistory(Week, HalfAYear, turn, words).Network(Facebook, 16_000).Build());
    }

    /// <summary>Twenty sources and every objective: the largest digest that an agency is likely to declare.</summary>
    private static SampleWeek Crowd(string language, Brand brand, SampleWords words)
    {
        string[] types = ["facebook", "instagram", "linkedin", "youtube", "tiktok", "mastodon"];
        var networks = Enumerable.Range(0, 18).Select(i => new AccountRef(types[i % types.Length], $"{300 + i}")).ToList();
        var sites = Enumerable.Range(0, 2).Select(i => new AccountRef("google-analytics", $"properties/31000001{i}")).ToList();
        var client = Client(language, brand, words);
        client = client with
        {
            Sources = [.. networks.Concat(sites).Select((account, i) => Source(account, $"{words.Client} {i + 1}"))],
            PostingPlan = networks.ToDictionary(account => account, _ => 3),
            Costs = networks.ToDictionary(account => account, _ => new CostConfig(2, 45, 30, "EUR")),
            Actions = [.. client.Actions.Select(action => action with { Account = networks[0] })],
        };
        var history = new SampleHistory(Week, HalfAYear, Both, words);
        foreach (var (account, i) in networks.Select((account, i) => (account, i))) history.Network(account, 3_000 + (900 * i));
        foreach (var account in sites) history.Site(account, 220);
        return Of("twenty-sources", "Twenty sources and every objective", language, brand, words, client, history.Build());
    }

    private static ClientConfig Client(string language, Brand brand, SampleWords words) => new()
    {
        Id = "specimen",
        Name = words.Client,
        Language = language,
        Schedule = new(DayOfWeek.Wednesday, new(9, 30), Zone.Find("Europe/Paris")!),
        Recipients = [new("reader@client.example", null)],
        Consultant = new(words.Agency, "studio@agency.example"),
        ReplyTo = "studio@agency.example",
        Brand = new Brand(words.Agency) { Id = brand.Id },
        Sources =
        [
            Source(Facebook, words.Page),
            Source(Instagram, "Instagram"),
            Source(Site, words.Site),
        ],
        Objectives =
        [
            new() { Kind = ObjectiveKind.Awareness, Key = "awareness", Targets = [new("reach", 20_000, null, new(2027, 3, 31), new(14_000, new(2026, 6, 1)))] },
            new() { Kind = ObjectiveKind.Image, Key = "image" },
            new() { Kind = ObjectiveKind.GoogleIndependence, Key = "google-independence" },
            new() { Kind = ObjectiveKind.Offers, Key = "offers" },
            new() { Kind = ObjectiveKind.Sales, Key = "sales", Targets = [new("conversions", 60, null, new(2026, 12, 31), null)] },
            new()
            {
                Kind = ObjectiveKind.Custom,
                Key = "word-of-mouth",
                Name = words.Objective,
                Kpis = [new("messages-per-post", words.Figure, Formula.Parse("messages / posts").Formula!, words.Unit, GoodDirection.Up)],
            },
        ],
        Actions = [new(words.Action, "google-independence", new(new(2026, 11, 2), new(2026, 12, 24)), Facebook, "avent")],
        PostingPlan = new Dictionary<AccountRef, int> { [Facebook] = 3 },
        Costs = new Dictionary<AccountRef, CostConfig> { [Facebook] = new(2.5, 45, 30, "EUR") },
    };

    /// <summary>A source, whose visits have its type as their sender where it is a network.</summary>
    private static SourceConfig Source(AccountRef account, string name) => new()
    {
        Type = account.Source,
        Account = account.Account,
        Name = name,
        PostsKeepGrowing = account.Source == Instagram.Source,
        Links = account.Source == Site.Source ? null : new([account.Source], [$"{account.Source}.com"]),
    };

    private static string Long(string words) => $"{words} & {words} – {string.Concat(Enumerable.Repeat("Donaudampfschifffahrtsgesellschaft", 2))} {words}";

    private static string RightToLeft(string words) => $"مقهى الميناء 123 {words} בית קפה";

    private static string Emoji(string words) => $"🍬 {words} 👩‍👩‍👧‍👦🏴󠁧󠁢󠁥󠁮󠁧󠁿 ✨";

    private static string Hostile(string words) =>
        $"</td></table><script>alert(1)</script>\" onload=\"x' {{{{ 1 + 1 }}}} \u202Etxet\r\nBcc: somebody@else.example {words} Z̸̡̛̪̠͎͚̘͉̞̏̓̊͗͊̀a̶̧̳͚͖͈̞̫͒̈́́l̷͈̟͊g̵̢͙̑o̷͚̓ =HYPERLINK(\"http://evil.example\")";
}
