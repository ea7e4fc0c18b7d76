using static KpiFunctions.Simulator.World.ReferrerTypes;

namespace KpiFunctions.Simulator.World;

/// <summary>The GA4 properties and Matomo sites of the sample clients, and what any other one is like.</summary>
internal static class NamedSites
{
    /// <summary>The servers on which Matomo answers, besides those that the simulator's options add.</summary>
    public static readonly IReadOnlyList<string> MatomoHosts = ["stats.confiserie-du-port.example"];

    /// <summary>The server on which Mastodon answers.</summary>
    public const string MastodonHost = "mastodon.example";

    private static readonly TrafficProfile[] Properties =
    [
        new()
        {
            Id = "310000001",
            Zone = "Europe/Paris",
            Currency = "EUR",
            Sessions = 5_400,
            Basket = 34,
            Sources = GoogleSources(0.48, 0.16, 0.014, new WorldEvent(9, 14, 130, 0.8, Course.Slide)),
            Rhythm = new() { ChristmasPeak = 0.35, YearlyGrowth = 0.1 },
        },
        new()
        {
            Id = "310000003",
            Zone = "Pacific/Auckland",
            Currency = "NZD",
            Sessions = 820,
            Basket = 118,
            Sources = GoogleSources(0.4, 0.1, 0.021, new WorldEvent(10, 20, 40, 1.3, Course.Slide)),
            Rhythm = new() { Week = [1.0, 1.0, 1.0, 1.02, 0.98, 0.95, 1.05], ChristmasPeak = 0.25, Noise = 0.13 },
        },
    ];

    private static readonly TrafficProfile[] Sites =
    [
        new()
        {
            Id = "stats.confiserie-du-port.example/1",
            Zone = "Europe/Paris",
            Currency = "EUR",
            Sessions = 120,
            Basket = 27,
            Sources = MatomoSources(0.6, 0.15, new(11, 17, 20, 1, Course.Only)),
            Rhythm = new() { Week = [0.9, 0.95, 1.0, 1.0, 1.05, 1.15, 0.95], ChristmasPeak = 0.6, Noise = 0.14 },
        },
    ];

    /// <summary>The GA4 property of that number.</summary>
    public static TrafficProfile Property(string id) =>
        Properties.FirstOrDefault(property => property.Id == id) ?? Derived(id, dice => GoogleSources(0.3 + (0.25 * dice.Uniform()), 0.1, 0.012));

    /// <summary>The site of that number on a Matomo server.</summary>
    public static TrafficProfile Site(string host, string site)
    {
        var id = $"{host}/{site}";
        return Sites.FirstOrDefault(known => known.Id == id) ?? Derived(id, dice => MatomoSources(0.3 + (0.3 * dice.Uniform()), 0.14, new(5, 4, 14, 1, Course.Only)));
    }

    private static TrafficProfile Derived(string id, Func<Dice, IReadOnlyList<TrafficSource>> sources)
    {
        var dice = new Dice(0, id, "traffic");
        return new()
        {
            Id = id,
            Zone = "Europe/Paris",
            Currency = "EUR",
            Sessions = 200 + dice.Below(900),
            Basket = 20 + dice.Below(80),
            Sources = sources(dice),
            Rhythm = new() { YearlyGrowth = -0.1 + (0.4 * dice.Uniform()), Noise = 0.08 + (0.08 * dice.Uniform()) },
        };
    }

    private static IReadOnlyList<TrafficSource> GoogleSources(double organic, double paid, double rate, params IReadOnlyList<WorldEvent> organicEvents)
    {
        var rest = 1 - organic - paid;
        return
        [
            new("google", "organic", "Organic Search", null, organic, rate, organicEvents),
            new("google", "cpc", "Paid Search", "marque", paid * 0.6, rate * 1.8),
            new("google", "cpc", "Paid Search", "generique", paid * 0.4, rate * 0.9),
            new("(direct)", "(none)", "Direct", null, rest * 0.4, rate * 1.2),
            new("m.facebook.com", "referral", "Organic Social", null, rest * 0.1, rate * 0.5),
            new("facebook.com", "referral", "Organic Social", null, rest * 0.06, rate * 0.6),
            new("l.instagram.com", "referral", "Organic Social", null, rest * 0.08, rate * 0.4),
            new("facebook", "paid_social", "Paid Social", "fetes", rest * 0.12, rate * 0.7, new WorldEvent(11, 9, 46, 1, Course.Only)),
            new("newsletter", "email", "Email", "lettre-du-mardi", rest * 0.09, rate * 2.2),
            new("bing", "organic", "Organic Search", null, rest * 0.06, rate),
            new("duckduckgo", "organic", "Organic Search", null, rest * 0.02, rate),
            new("guide-du-gout.example", "referral", "Referral", null, rest * 0.09, rate * 0.8, new WorldEvent(10, 5, 60, 0.3, Course.Slide)),
            new("chatgpt.com", "referral", "Referral", null, rest * 0.03, rate * 1.1),
            new("(not set)", "(not set)", "Unassigned", null, rest * 0.015, 0),
        ];
    }

    private static IReadOnlyList<TrafficSource> MatomoSources(double google, double social, WorldEvent campaign)
    {
        var rest = 1 - google - social;
        return
        [
            new("Google", "", Search, null, google, 0.016),
            new("Bing", "", Search, null, rest * 0.12, 0.015),
            new("Qwant", "", Search, null, rest * 0.06, 0.01),
            new("Facebook", "", Social, null, social * 0.7, 0.012),
            new("Instagram", "", Social, null, social * 0.22, 0.008),
            new("Pinterest", "", Social, null, social * 0.08, 0.004),
            new("office-tourisme-littoral.example", "", Website, null, rest * 0.16, 0.012),
            new("marche-des-halles.example", "", Website, null, rest * 0.08, 0.01),
            new("calendrier-avent", "", Campaign, "calendrier-avent", rest * 1.0, 0.045, campaign),
            new("ChatGPT", "", AiAssistant, null, rest * 0.05, 0.02),
            new("", "", Direct, null, rest * 0.53, 0.02),
        ];
    }
}
