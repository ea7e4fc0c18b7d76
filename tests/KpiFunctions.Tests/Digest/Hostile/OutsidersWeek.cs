using System.Text;
using KpiFunctions.Pipeline.Clients;
using KpiFunctions.Pipeline.Delivery;
using KpiFunctions.Pipeline.Digest;
using KpiFunctions.Pipeline.Digest.Branding;
using KpiFunctions.Pipeline.Digest.Notes;
using KpiFunctions.Pipeline.Digest.Writing;
using KpiFunctions.Pipeline.Kpis;
using KpiFunctions.Pipeline.Periods;
using KpiFunctions.Pipeline.Readings;

namespace KpiFunctions.Tests.Digest.Hostile;

/// <summary>A small week in which the words of each <see cref="Field"/> stand once at least, all in places that show them.</summary>
/// <param name="words">What stands in a field; given what it would harmlessly be.</param>
internal sealed class OutsidersWeek(string language, Func<Field, string, string> words)
{
    private readonly AccountRef account = new("facebook", words(Field.Account, "201100000000002"));

    /// <summary>Where its posts lead.</summary>
    public string? Link { get; init; } = "https://social.example/posts/1?a=1&b=2";

    /// <summary>Whether the brand has a name; the consultant's stands for it where not.</summary>
    public bool HasBrandName { get; init; } = true;

    public string ReplyTo { get; init; } = "studio@agency.example";

    /// <summary>The note as Markdown; null for one whose words stand for nothing but themselves.</summary>
    public string? Note { get; init; }

    public bool HasNote { get; init; } = true;

    /// <summary>Null where there is none, or it has a mistake: it is left out whole then.</summary>
    public ConsultantNote? ReadNote => HasNote ? NoteParser.Parse("2026-W46.md", Encoding.UTF8.GetBytes(Note ?? $"# Avant les fêtes\n\nLe **plan** : {Written()}")).Note : null;

    public ClientConfig Client => new()
    {
        Id = "confectioner",
        Name = words(Field.Client, "Confiserie du Port"),
        Language = language,
        Schedule = new(DayOfWeek.Monday, new(11, 30), Zone.Find("Europe/Paris")!),
        Recipients = [new("reader@client.example", words(Field.Recipient, "Reader"))],
        Consultant = new(words(Field.Consultant, "Studio"), "studio@agency.example"),
        ReplyTo = ReplyTo,
        Brand = new(HasBrandName ? words(Field.Brand, "Studio Belvédère") : null, "#0b6e4f", new("https://agency.example/logo.png"))
        {
            Sender = new("studio@agency.example", words(Field.Sender, "Studio")),
            Footer = new Dictionary<string, string> { [""] = words(Field.Footer, "2 quai du Port, Nantes") },
        },
        Sources = [new() { Type = account.Source, Account = account.Account, Name = words(Field.Source, "Facebook") }],
        Objectives = [Result.Objective],
        Actions = [Action],
    };

    public WeekReport Kpis => HandMade.Set([Result], new DataCaveat.NoPosts(account, HandMade.Week.Plus(-1)), new DataCaveat.NotDelivered("word-of-mouth", null)) with
    {
        Trace = Trace,
        Plan = [new(account, 3, 4, null)],
        Advice =
        [
            Say("spike-rests-on-one-post", ("name", new() { Unit = FactUnit.Name, Like = Figure(3) }), ("post", new() { Word = words(Field.Post, "Les caramels"), Unit = FactUnit.Quote }), ("part", Share(0.62))),
            Say("source-lost-sessions", ("source", new() { Word = words(Field.Referrer, "office-tourisme.example"), Unit = FactUnit.Sender }), ("before", Count(88)), ("now", Count(31))),
            Say(
                "post-type-outperforms",
                ("account", new() { Account = account, Unit = FactUnit.Account }), ("type", new() { Word = words(Field.PostType, "reel of the day"), Unit = FactUnit.PostType }), ("metric", new() { Word = "reach", Unit = FactUnit.Metric }),
                ("n", Count(7)), ("othern", Count(19)), ("median", Count(4_300)), ("othermedian", Count(1_900)), ("times", new() { Number = 2.3, Unit = FactUnit.Times })),
        ],
    };

    private Edition Edition(ClientConfig client) => new()
    {
        Face = AgencyBranding.Of(client, null),
        Page = new("https://digests.agency.example/api/digests/token"),
        HasUnsubscribeLink = true,
        Note = ReadNote,
    };

    private ActionConfig Action => new(words(Field.Action, "Calendrier de l'avent"), "word-of-mouth", new(new(2026, 11, 1), new(2026, 12, 24)), account, words(Field.Campaign, "avent"));

    private ObjectiveResult Result => new()
    {
        Objective = new() { Kind = ObjectiveKind.Custom, Key = "word-of-mouth", Name = words(Field.Objective, "Bouche à oreille") },
        Verdict = ObjectiveVerdict.Steady,
        Primary = [Figure(1), Figure(3) with { Account = account }],
        Explaining = [Figure(3)],
        Posts = [new(Post(Field.Post, "Les caramels"), Metrics.Reach, 9_700)],
        Threads = [new(Post(Field.Thread, "Sans gluten ?") with { IsMention = true }, 1, true)],
        Referrers = [new(default, words(Field.Referrer, "office-tourisme.example"), 560, 0.57, 0.64, 9, null)],
        Moves = [new(words(Field.Referrer, "office-tourisme.example"), 40, 120)],
        Actions = [new(Action, 1, 175, 8)],
    };

    private WeekTrace Trace => new("confectioner", "2026-W46",
        [
            new()
            {
                Name = Figure(1).NameIn(Result.Objective),
                IsPrimary = true,
                Value = 1,
                IsProvisional = false,
                Verdict = "Steady",
                Formula = "",
                Before = [],
                Inputs =
                [
                    new(new AccountRef("instagram", words(Field.Account, "17841400000000002")).ToString(), "messages", Aggregation.DaysAddedUp, [new(HandMade.Week.Monday, 1, null, true, null)])
                    {
                        Posts = [new("1", new(2026, 11, 12, 9, 30, 0, TimeSpan.Zero), Link, 1, new(2026, 11, 16, 6, 0, 0, TimeSpan.Zero))],
                        Referrers = [new(words(Field.Channel, "Carrier pigeons"), words(Field.Referrer, "office-tourisme.example"), 3, null, null)],
                    },
                ],
            },
        ], [], []);

    /// <summary>Mail and page, the recipient's place still open.</summary>
    public RenderedDigest Render() => GoldenDigestTests.Renderer.Render(Client, Kpis, Edition(Client));

    public RenderedDigest RenderMail() => GoldenDigestTests.Renderer.RenderMail(Client, Kpis, Edition(Client));

    /// <summary>The mail on its way.</summary>
    public Envelope Envelope(RenderedDigest digest) => new(Client, HandMade.Week, Client.Recipients[0], digest) { Unsubscribe = new("https://digests.agency.example/api/unsubscribe/token") };

    private Kpi Figure(double value) => HandMade.Kpi("custom", KpiUnit.Number, value, new(0.5, 2, 4, 8), KpiVerdict.Steady, new Basis.SumOfDays()) with
    {
        Custom = new("own", words(Field.Figure, "Appels par visite"), Formula.Parse("messages / sessions").Formula!, words(Field.Unit, "appels"), GoodDirection.Up) { UnitByCategory = new Dictionary<string, string> { ["one"] = words(Field.UnitOfOne, "appel") } },
    };

    private Post Post(Field field, string harmless) => new()
    {
        Account = account,
        Id = "1",
        Published = new(2026, 11, 12, 9, 30, 0, TimeSpan.Zero),
        Type = words(Field.PostType, "reel of the day"),
        Excerpt = words(field, harmless),
        Link = Link,
        Values = new Dictionary<Metric, double>(),
        FetchedAt = new(2026, 11, 16, 6, 0, 0, TimeSpan.Zero),
    };

    /// <summary>Words of which nothing is read as Markdown.</summary>
    private string Written() => string.Concat(words(Field.Note, "rien").ReplaceLineEndings(" ").Take(500).Select(character => char.IsAsciiLetterOrDigit(character) || character > 127 || character == ' ' ? $"{character}" : $"\\{character}"));

    private static Advice Say(string rule, params (string Name, Fact Fact)[] facts) => new(rule, "word-of-mouth", "", facts.ToDictionary(fact => fact.Name, fact => fact.Fact), 3, 1);

    private static Fact Count(double number) => new() { Number = number };

    private static Fact Share(double number) => new() { Number = number, Unit = FactUnit.Share };
}
