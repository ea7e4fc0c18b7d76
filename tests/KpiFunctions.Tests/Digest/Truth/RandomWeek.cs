using KpiFunctions.Pipeline.Clients;
using KpiFunctions.Pipeline.Digest.Branding;
using KpiFunctions.Pipeline.Digest.Writing;
using KpiFunctions.Pipeline.History;
using KpiFunctions.Pipeline.Kpis;
using KpiFunctions.Pipeline.Kpis.Engine;
using KpiFunctions.Pipeline.Periods;
using KpiFunctions.Pipeline.Readings;
using KpiFunctions.Pipeline.Runs.Digests;

namespace KpiFunctions.Tests.Digest.Truth;

/// <summary>
/// A client's week, made up at random and computed like any client's: accounts that grow, fall and go silent, figures that
/// are refused or contradict each other, targets, plans, costs and actions, and weeks that were told otherwise before.
/// The same seed gives the same week.
/// </summary>
internal sealed class RandomWeek
{
    private static readonly IsoWeek[] Weeks = [IsoWeek.Parse("2026-W46"), IsoWeek.Parse("2027-W01"), IsoWeek.Parse("2026-W10")];
    private static readonly string[] Types = ["photo", "video", "link"];
    private static readonly (Channel Channel, string Sender)[] Referrers =
    [
        (Channel.OrganicSearch, "google"), (Channel.Direct, TrafficSlice.Nobody), (Channel.OrganicSocial, "facebook"), (Channel.Email, "newsletter"),
        (Channel.Referral, "harbour.example"), (Channel.AiAssistant, "chatgpt.com"), (Channel.Unknown, TrafficSlice.UnknownReferrer), (Channel.Other, TrafficSlice.SmallReferrers),
    ];

    private readonly Random random;
    private readonly List<Reading> readings = [];
    private readonly List<Post> posts = [];
    private readonly List<AccountState> states = [];

    public RandomWeek(int seed, string language)
    {
        random = new Random(seed);
        Week = Weeks[random.Next(Weeks.Length)];
        AccountRef[] networks = [.. new AccountRef[] { new("facebook", "201100000000002"), new("instagram", "17841400000000002"), new("linkedin", "301") }.Take(1 + random.Next(3))];
        AccountRef[] sites = Chance(0.8) ? [new("google-analytics", "properties/310000002")] : [];
        var known = Pick(1, 2, 4, 5, 6, 9, 14, 27, 58);
        foreach (var account in networks) Network(account, known);
        foreach (var account in sites) Site(account, known);
        History = Build();
        Client = Config(language, networks, sites);
        Edition = new() { Face = AgencyBranding.Of(Client, null), Page = Chance(0.5) ? new("https://digests.agency.example/api/digests/token") : null };
        Shown = Chance(0.4) ? ToldBefore() : [];
    }

    public IsoWeek Week { get; }

    public ClientConfig Client { get; }

    public ClientHistory History { get; }

    public Edition Edition { get; }

    /// <summary>What the weeks before were told from, which were other readings.</summary>
    public IReadOnlyList<WeekTrace> Shown { get; }

    public WeekReport Compute() => KpiEngine.Compute(Client, History, Week, Shown);

    private List<WeekTrace> ToldBefore()
    {
        var before = History with
        {
            Readings = [.. History.Readings.Where(_ => !Chance(0.02)).Select(reading => Chance(0.2) ? reading with { Values = reading.Values.ToDictionary(value => value.Key, value => Math.Round(value.Value * (0.6 + (0.8 * random.NextDouble())))) } : reading)],
        };
        return
        [
            .. Enumerable.Range(1, 3).Select(back => Week.Plus(-back)).Reverse()
                .Select(week => KpiEngine.Compute(Client, before, week).Trace!),
        ];
    }

    private ClientConfig Config(string language, AccountRef[] networks, AccountRef[] sites)
    {
        TargetConfig[] Target(string kpi, double around) => !Chance(0.6) ? [] :
        [
            Chance(0.8)
                ? new(kpi, Math.Round(around * (0.5 + random.NextDouble() * 1.5)), null, Week.Sunday.AddDays(random.Next(-40, 200)), Chance(0.5) ? new(Math.Round(around * random.NextDouble()), Week.Sunday.AddDays(-random.Next(60, 200))) : null)
                : new(kpi, null, Math.Round(around * (0.5 + random.NextDouble())), Week.Sunday.AddDays(random.Next(-40, 200)), null),
        ];
        ObjectiveConfig[] objectives =
        [
            new() { Kind = ObjectiveKind.Awareness, Key = "awareness", Targets = Target("reach", 5_000) },
            new() { Kind = ObjectiveKind.Image, Key = "image" },
            new() { Kind = ObjectiveKind.GoogleIndependence, Key = "google-independence" },
            new() { Kind = ObjectiveKind.Offers, Key = "offers", Targets = Target("discussions", 40) },
            new() { Kind = ObjectiveKind.Sales, Key = "sales", Targets = Target("conversions", 60) },
            new()
            {
                Kind = ObjectiveKind.Custom,
                Key = "word-of-mouth",
                Name = "Bouche à oreille",
                Kpis = [new("messages-per-post", "Messages par publication", Formula.Parse("messages / posts").Formula!, "messages", Chance(0.5) ? GoodDirection.Up : GoodDirection.Down)],
            },
        ];
        return new()
        {
            Id = "client",
            Name = "Confiserie du Port",
            Language = language,
            Schedule = new(DayOfWeek.Wednesday, new(9, 30), Zone.Find("Europe/Paris")!),
            Recipients = [new("reader@client.example", null)],
            Consultant = new("Studio", "studio@agency.example"),
            ReplyTo = "studio@agency.example",
            Brand = new Brand("Studio"),
            Sources = [.. networks.Concat(sites).Select((account, i) => new SourceConfig { Type = account.Source, Account = account.Account, Name = $"Page {"ABCD"[i]}", PostsKeepGrowing = i == 1, Links = sites.Contains(account) ? null : new([account.Source], [$"{account.Source}.com"]) })],
            Objectives = [.. objectives.Where(_ => Chance(0.8)).DefaultIfEmpty(objectives[0])],
            Actions = Chance(0.5) ? [new("Calendrier de l'avent", "google-independence", new(Week.Monday.AddDays(-random.Next(20)), Week.Sunday.AddDays(random.Next(20))), networks[0], Chance(0.8) ? "avent" : null)] : [],
            ShowsAgencyAdvice = true,
            PostingPlan = networks.Where(_ => Chance(0.5)).ToDictionary(account => account, _ => random.Next(1, 7)),
            Costs = networks.Where(_ => Chance(0.5)).ToDictionary(account => account, _ => new CostConfig(random.Next(1, 9), 45, random.Next(100), "EUR")),
        };
    }

    private void Network(AccountRef account, int known)
    {
        var (level, scatter) = (Math.Pow(10, 0.5 + (4.5 * random.NextDouble())), 0.03 + (0.4 * random.NextDouble()));
        var (hasWindow, hasFlow, hasMessages) = (Chance(0.6), Chance(0.6), Chance(0.5));
        var (attention, growth, perWeek) = (Turns(), Turns(), random.Next(0, 6));
        var followers = Math.Round(level / 2) + 10;
        foreach (var day in Days(known))
        {
            var (back, weekly) = (Back(day), Around(scatter));
            var now = level * weekly * attention(back);
            List<Post> posted = [];
            for (var i = 0; i < 7; i++)
                if (Chance(perWeek / 49.0) || (i == 0 && Chance(0.02))) posted.Add(PostOf(account, day, i, now));
            if (Chance(0.1)) posted.Add(PostOf(account, day, 8, now) with { IsMention = true, Excerpt = Chance(0.5) ? "Faites-vous des boîtes sans gluten ?" : "Merci" });
            var (gained, lost) = (Math.Round(level / 300 * growth(back) * Around(0.5)), Math.Round(level / 500 * Around(0.5)));
            followers = Math.Max(0, followers + gained - lost);
            var values = new Dictionary<Metric, double>
            {
                [Metrics.Reach] = Math.Round(now / 4),
                [Metrics.Views] = Math.Round(now / 3 * Around(scatter)),
                [Metrics.Mentions] = Math.Round(6 * attention(back) * Around(0.6)),
                [Metrics.Followers] = followers,
                [Metrics.Posts] = posted.Count(post => !post.IsMention),
                [Metrics.Reactions] = posted.Sum(post => post[Metrics.Reactions] ?? 0),
                [Metrics.Comments] = posted.Sum(post => post[Metrics.Comments] ?? 0),
                [Metrics.Shares] = posted.Sum(post => post[Metrics.Shares] ?? 0),
            };
            if (hasWindow) values[Metrics.Reach7Days] = Math.Round(now);
            if (hasFlow) (values[Metrics.FollowersGained], values[Metrics.FollowersLost]) = (gained, lost);
            if (hasMessages) values[Metrics.Messages] = Math.Round(5 * attention(back) * Around(0.6));
            Add(account, day, values, null);
            posts.AddRange(posted);
        }

        End(account);
    }

    private void Site(AccountRef account, int known)
    {
        var (level, scatter) = (Math.Pow(10, 0.3 + (3.5 * random.NextDouble())), 0.05 + (0.4 * random.NextDouble()));
        var turns = Referrers.Select(_ => Turns()).ToList();
        var shares = Referrers.Select(sender => sender.Channel is Channel.Unknown or Channel.Other ? (Chance(0.3) ? 0.2 * random.NextDouble() : 0) : random.NextDouble()).ToList();
        var (buying, sold) = (Turns(), 0.01 + (0.1 * random.NextDouble()));
        if (Chance(0.05)) sold = 1.5;
        foreach (var day in Days(known))
        {
            var back = Back(day);
            var slices = Referrers.Select((sender, i) =>
            {
                var visits = Math.Round(level * shares[i] * turns[i](back) * Around(scatter));
                var conversions = Math.Round(visits * sold * buying(back) * Around(0.6));
                return new TrafficSlice(sender.Channel, sender.Sender, null, sender.Sender == "facebook" ? "avent" : null, visits, conversions, conversions * 46.5);
            }).Where(slice => slice.Sessions > 0).ToList();
            Add(
                account,
                day,
                new()
                {
                    [Metrics.Sessions] = slices.Sum(slice => slice.Sessions),
                    [Metrics.Conversions] = slices.Sum(slice => slice.Conversions ?? 0),
                    [Metrics.ConversionsAssistedBySocial] = Math.Round(3 * Around(0.8)),
                    [Metrics.Revenue] = slices.Sum(slice => slice.Revenue ?? 0),
                },
                slices);
        }

        End(account);
    }

    /// <summary>What may go wrong with an account: days that are missing, an access that ends, metrics that are refused, another way of counting.</summary>
    private void End(AccountRef account)
    {
        AccountTrouble? trouble = null;
        if (Chance(0.25))
        {
            var from = Week.Monday.AddDays(random.Next(-20, 9));
            readings.RemoveAll(reading => reading.Account == account && reading.Day >= from);
            posts.RemoveAll(post => post.Account == account && DateOnly.FromDateTime(post.Published.UtcDateTime) >= from);
            var kinds = Enum.GetValues<SourceFailureKind>();
            trouble = new(new(kinds[random.Next(kinds.Length)], "It does not answer."), At(from));
        }

        var holes = Chance(0.3) ? random.Next(1, 8) : 0;
        for (var i = 0; i < holes; i++)
        {
            var day = Week.Sunday.AddDays(-random.Next(14));
            readings.RemoveAll(reading => reading.Account == account && reading.Day == day);
            trouble ??= Chance(0.3) ? new(new(SourceFailureKind.Unavailable, "It does not answer."), At(day)) : null;
        }

        var refused = Chance(0.15) ? new[] { Metrics.Reach7Days, Metrics.Reach, (Metric)Metrics.Mentions }.Take(random.Next(1, 4)).ToHashSet() : [];
        var breaks = Chance(0.1) ? Week.Monday.AddDays(-random.Next(40)) : (DateOnly?)null;
        for (var i = 0; i < readings.Count; i++)
        {
            if (readings[i].Account != account) continue;
            if (readings[i].Day >= Week.Monday && refused.Count > 0) readings[i] = readings[i] with { Values = readings[i].Values.Where(value => !refused.Contains(value.Key)).ToDictionary() };
            if (breaks is { } from) readings[i] = readings[i] with { Series = new Dictionary<Metric, string> { [Metrics.Views] = readings[i].Day < from ? "2020-01-01" : "2026-06-01" } };
        }

        states.Add(new(account, At(Week.Sunday), trouble) { Refused = refused.ToHashSet() });
    }

    private Post PostOf(AccountRef account, DateOnly day, int place, double reach)
    {
        var share = random.NextDouble();
        var values = new Dictionary<Metric, double>
        {
            [Metrics.Reach] = Math.Round(reach * share),
            [Metrics.Views] = Math.Round(reach * share * 1.4),
            [Metrics.Reactions] = Math.Round(reach * share * 0.02),
            [Metrics.Comments] = Math.Round(reach * share * 0.01),
            [Metrics.Shares] = Math.Round(reach * share * 0.001),
        };
        if (Chance(0.05)) values.Remove(Metrics.Reach);
        return new()
        {
            Account = account,
            Id = $"{account.Source}{day:yyyyMMdd}{place}",
            Published = new(day.ToDateTime(new(9 + place, 0)), TimeSpan.Zero),
            Type = Types[random.Next(Types.Length)],
            Excerpt = Chance(0.9) ? "La cuisson des caramels" : null,
            Link = "https://social.example/post",
            Values = values,
            Impossible = Chance(0.03) ? new Dictionary<Metric, double> { [Metrics.Saves] = -1 } : null,
            FetchedAt = At(day),
        };
    }

    private void Add(AccountRef account, DateOnly day, Dictionary<Metric, double> values, List<TrafficSlice>? traffic) => readings.Add(new()
    {
        Account = account,
        Day = day,
        Values = values,
        Traffic = traffic,
        Currency = traffic is null ? null : "EUR",
        Settled = day < Week.Sunday || Chance(0.7),
        FetchedAt = At(day),
    });

    private ClientHistory Build() => new()
    {
        Days = new(Week.Plus(-57).Monday, Week.Plus(1).Sunday),
        Readings = [.. readings.OrderBy(reading => reading.Day)],
        Posts = [.. posts.OrderBy(post => post.Published)],
        Accounts = states,
    };

    private IEnumerable<DateOnly> Days(int weeks) => new DayRange(Week.Plus(1 - weeks).Monday, Week.Sunday.AddDays(random.Next(2) * 3)).Each();

    private int Back(DateOnly day) => day >= Week.Monday ? 0 : day >= Week.Plus(-1).Monday ? 1 : 2;

    /// <summary>Times the usual in the week, in the one before, and earlier.</summary>
    private Func<int, double> Turns()
    {
        var (now, before) = (Chance(0.4) ? Math.Pow(4, (2 * random.NextDouble()) - 1) : 1, Chance(0.2) ? Math.Pow(3, (2 * random.NextDouble()) - 1) : 1);
        return back => back == 0 ? now : back == 1 ? before : 1;
    }

    private double Around(double share) => 1 + (share * ((2 * random.NextDouble()) - 1));

    private bool Chance(double chance) => random.NextDouble() < chance;

    private T Pick<T>(params T[] from) => from[random.Next(from.Length)];

    private static DateTimeOffset At(DateOnly day) => new(day.AddDays(2).ToDateTime(new(6, 0)), TimeSpan.Zero);
}
