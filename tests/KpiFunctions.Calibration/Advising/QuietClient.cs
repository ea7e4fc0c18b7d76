using KpiFunctions.Calibration.Worlds;
using KpiFunctions.Pipeline.Clients;
using KpiFunctions.Pipeline.History;
using KpiFunctions.Pipeline.Kpis;
using KpiFunctions.Pipeline.Kpis.Engine;
using KpiFunctions.Pipeline.Periods;
using KpiFunctions.Pipeline.Readings;
using KpiFunctions.Pipeline.Sources.All;

namespace KpiFunctions.Calibration.Advising;

/// <summary>
/// A client of some networks that all cost and bring the same, and of a site: posts of several kinds, followers, conversations,
/// visits by sender, conversions, a plan that is kept, a target that is held and a newsletter that goes out every week.
/// </summary>
internal sealed class QuietClient
{
    private const int Weeks = 26;
    private const double Reach = 5000;
    private const int PostsPlanned = 3;

    /// <summary>Days in which a post gathers all but a third of what it will get.</summary>
    private const double Gathering = 2;

    private static readonly IsoWeek Last = IsoWeek.Parse("2026-W46");
    private static readonly Zone Paris = Zone.Find("Europe/Paris")!;
    private static readonly DateTimeOffset Now = new(Last.Sunday.AddDays(1), new(6, 0), TimeSpan.Zero);
    private static readonly AccountRef[] AllNetworks = [new("facebook", "page"), new("instagram", "profile"), new("linkedin", "page"), new("tiktok", "profile")];
    private static readonly AccountRef Site = new("ga4", "123");
    private static readonly Formula Clicks = Formula.Parse("clicks").Formula!;
    private static readonly (string Sender, double Visits)[] Partners = [("partner.example", 100), ("portal.example", 60), ("guide.example", 40), ("blog.example", 25), ("forum.example", 15)];

    private readonly AccountRef[] networks;
    private readonly QuietWorld world;
    private readonly Cause cause;
    private readonly Random random;
    private readonly List<Reading> readings = [];
    private readonly List<Post> posts = [];

    public QuietClient(QuietWorld world, Cause cause, int networks, Random random)
    {
        (this.world, this.cause, this.random, this.networks) = (world, cause, random, AllNetworks[..networks]);
        foreach (var network in this.networks) AddNetwork(network);
        AddSite();
        AddMessages();
        readings.Sort((one, other) => one.Day.CompareTo(other.Day));
        posts.Sort((one, other) => one.Published.CompareTo(other.Published));
    }

    /// <summary>The last week, by the engine that makes the digests.</summary>
    public WeekReport Compute(IReadOnlyList<ObjectiveKind> objectives) => KpiEngine.Compute(Config(objectives), History(), Last);

    private bool IsFirst(AccountRef network) => network == networks[0];

    private static DateOnly Monday(int week) => Last.Plus(week - Weeks + 1).Monday;

    private double[] Course(double part = 1) => world.Course(Weeks, part, random);

    private void AddNetwork(AccountRef network)
    {
        var (reach, gain, comments, clicks, quality) = (Course(), Course(), Course(), Course(), Course());
        var level = 20_000.0;
        for (var week = 0; week < Weeks; week++)
        {
            var isCaused = IsFirst(network) && week == Weeks - 1;
            for (var day = 0; day < Days.Rhythm.Length; day++)
            {
                var rhythm = Days.Rhythm[day];
                level += Draw.Poisson(40 * gain[week] * rhythm, random) - Draw.Poisson((10 + (isCaused ? cause.FollowersLost : 0)) * rhythm, random);
                Dictionary<Metric, double> values = new()
                {
                    [Metrics.Followers] = level,
                    [Metrics.Comments] = Draw.Poisson(40 * comments[week] * rhythm, random),
                    [Metrics.Clicks] = Draw.Poisson(200 * clicks[week] * rhythm, random),
                };
                if (day == 6) values[Metrics.Reach7Days] = Math.Round(Reach * reach[week] * (isCaused ? cause.Reach : 1));
                readings.Add(Read(network, Monday(week).AddDays(day)) with { Values = values });
            }

            AddPosts(network, week, quality[week], isCaused && cause.TopPost is { } part ? part * Reach * reach[week] * cause.Reach : null);
        }
    }

    private void AddPosts(AccountRef network, int week, double quality, double? top)
    {
        // Every third account took up videos a month ago: its other posts are older.
        var withVideos = week >= Weeks - 4 || network.Source != "linkedin";
        var number = IsFirst(network) && week >= Weeks - cause.SilentWeeks ? 0
            : IsFirst(network) && week == Weeks - 1 && cause.Posts is { } few ? few
            : PostsPlanned + (int)Draw.Poisson(0.5, random);
        for (var i = 0; i < number; i++)
        {
            var type = (string[])["photo", "link", "video"] is var types && withVideos ? types[random.Next(3)] : types[random.Next(2)];
            var published = new DateTimeOffset(Monday(week).AddDays(random.Next(7)), new(8 + random.Next(10), random.Next(60)), TimeSpan.Zero);
            var fetched = Now < published.AddDays(28) ? Now : published.AddDays(28);
            var gathered = 1 - Math.Exp(-(fetched - published).TotalDays / Gathering);
            var people = 1500 * quality * Math.Exp(0.6 * Draw.Normal(random)) * gathered * (IsFirst(network) && type == "video" ? cause.Videos : 1);
            if (i == 0 && top is { } most) people = most;
            posts.Add(new()
            {
                Account = network,
                Id = $"{network.Source}{posts.Count}",
                Published = published,
                Type = type,
                Excerpt = "What we made this week",
                FetchedAt = fetched,
                Values = new Dictionary<Metric, double>
                {
                    [Metrics.Reach] = Math.Round(people),
                    [Metrics.Reactions] = Draw.Poisson(0.03 * people * Math.Exp(0.3 * Draw.Normal(random)), random),
                    [Metrics.Comments] = Draw.Poisson(0.006 * people, random),
                },
            });
        }
    }

    private void AddSite()
    {
        (Channel Channel, string Sender, string? Campaign, double Visits, double[] Course)[] senders =
        [
            (Channel.OrganicSearch, "google", null, 600, Course(0.5)),
            (Channel.Direct, "(direct)", null, 400, Course(0.5)),
            (Channel.Email, "newsletter", "letter", 300, Course(0.5)),
            .. networks.Select(network => (Channel.OrganicSocial, network.Source, (string?)null, 150.0, Course(0.5))),
            .. Partners.Select(partner => (Channel.Referral, partner.Sender, (string?)null, partner.Visits, Course(0.5))),
            (Channel.OrganicSocial, networks[0].Source, "fair", cause.FreshCampaign, [.. Enumerable.Range(0, Weeks).Select(week => week == Weeks - 1 ? 1.0 : 0)]),
        ];
        var converting = Course(0.5);
        for (var week = 0; week < Weeks; week++)
        {
            for (var day = 0; day < Days.Rhythm.Length; day++)
            {
                var slices = new List<TrafficSlice>();
                foreach (var sender in senders)
                {
                    var visits = Draw.Poisson(sender.Visits * sender.Course[week] * (week == Weeks - 1 ? TimesOf(sender.Sender) : 1) * Days.Rhythm[day], random);
                    var conversions = Draw.Part((int)visits, 0.03 * converting[week] * (week == Weeks - 1 ? cause.Conversions : 1), random);
                    if (visits > 0) slices.Add(new(sender.Channel, sender.Sender, null, sender.Campaign, visits, conversions, Math.Round(50 * conversions * (0.8 + 0.4 * random.NextDouble()))));
                }

                readings.Add(Read(Site, Monday(week).AddDays(day)) with
                {
                    Values = new Dictionary<Metric, double> { [Metrics.Sessions] = slices.Sum(slice => slice.Sessions), [Metrics.Conversions] = slices.Sum(slice => slice.Conversions!.Value), [Metrics.Revenue] = slices.Sum(slice => slice.Revenue!.Value) },
                    Traffic = slices,
                    Currency = "EUR",
                });
            }
        }
    }

    private double TimesOf(string sender) => sender == "google" ? cause.Google : sender == Partners[0].Sender ? cause.Partner : 1;

    /// <summary>What others say of the client: a fifth of it are questions, of which the last week has as many as the cause says.</summary>
    private void AddMessages()
    {
        for (var week = 0; week < Weeks; week++)
        {
            var number = Draw.Poisson(6, random);
            for (var i = 0; i < number; i++) AddMessage(week, asks: week < Weeks - 1 && random.Next(5) == 0);
        }

        for (var i = 0; i < cause.Questions; i++) AddMessage(Weeks - 1, asks: true);
    }

    private void AddMessage(int week, bool asks) => posts.Add(new()
    {
        Account = networks[0],
        Id = $"message{posts.Count}",
        Published = new DateTimeOffset(Monday(week).AddDays(random.Next(7)), new(12, 0), TimeSpan.Zero),
        IsMention = true,
        Excerpt = asks ? "Are you open on Sunday?" : "Lovely!",
        FetchedAt = Now,
        Values = new Dictionary<Metric, double>(),
    });

    private static Reading Read(AccountRef account, DateOnly day) => Days.Reading(day, Metrics.Followers, 0) with { Account = account };

    private ClientHistory History() => new()
    {
        Days = new(Monday(0), Last.Sunday),
        Readings = readings,
        Posts = posts,
        Accounts = [.. networks.Append(Site).Select(account => new AccountState(account, Now, null))],
    };

    private ClientConfig Config(IReadOnlyList<ObjectiveKind> objectives) => new()
    {
        Id = "quiet",
        Name = "Quiet",
        Language = "en",
        Schedule = new(DayOfWeek.Monday, new(9, 0), Paris),
        Recipients = [],
        Consultant = new("", ""),
        ReplyTo = "",
        Brand = new("", "#000000", null),
        Sources = [.. networks.Append(Site).Select(account => new SourceConfig { Type = account.Source, Account = account.Account, Name = account.Source, Links = AllSources.Traits.GetValueOrDefault(account.Source)?.Links })],
        Objectives = [.. objectives.Select(Objective)],
        Actions = objectives.Contains(ObjectiveKind.GoogleIndependence) ? [new("Newsletter", Key(ObjectiveKind.GoogleIndependence), new(Monday(0), Last.Sunday.AddDays(28)), null, "letter"), .. Fair()] : [],
        PostingPlan = networks.ToDictionary(network => network, _ => PostsPlanned),
        Costs = networks.ToDictionary(network => network, network => new CostConfig(2, 50 * (IsFirst(network) ? cause.Cost : 1), 0, "EUR")),
    };

    private IEnumerable<ActionConfig> Fair() => cause.FreshCampaign > 0 ? [new("Fair", Key(ObjectiveKind.GoogleIndependence), Last.Days, null, "fair")] : [];

    private ObjectiveConfig Objective(ObjectiveKind kind) => new()
    {
        Kind = kind,
        Key = Key(kind),
        Name = kind == ObjectiveKind.Custom ? "Clicks" : null,
        Kpis = kind == ObjectiveKind.Custom ? [new("clicks", "Clicks", Clicks, null, GoodDirection.Up)] : [],
        Targets = kind == ObjectiveKind.Awareness ? [new("reach", Reach * cause.Target, null, Last.Sunday.AddDays(70), new(Reach * cause.Target, Monday(0)))] : [],
    };

    private static string Key(ObjectiveKind kind) => kind.ToString();
}
