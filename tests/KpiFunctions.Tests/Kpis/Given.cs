using KpiFunctions.Pipeline.Clients;
using KpiFunctions.Pipeline.History;
using KpiFunctions.Pipeline.Kpis;
using KpiFunctions.Pipeline.Kpis.Engine;
using KpiFunctions.Pipeline.Periods;
using KpiFunctions.Pipeline.Readings;
using KpiFunctions.Pipeline.Sources.All;

namespace KpiFunctions.Tests.Kpis;

/// <summary>
/// A client with one objective and a history made by hand. The reported week is 2026-W46, 9 to 15 November, unless a
/// test says otherwise; tables of weeks end with it.
/// </summary>
internal sealed class Given(ObjectiveKind kind)
{
    public static readonly AccountRef Facebook = new("facebook", "page");
    public static readonly AccountRef Instagram = new("instagram", "profile");
    public static readonly AccountRef Site = new("ga4", "123");
    public static readonly AccountRef Export = new("files", "export");

    /// <summary>A week of which nothing is stored.</summary>
    public const double Absent = double.NaN;

    private readonly Dictionary<(AccountRef Account, DateOnly Day), Reading> readings = [];
    private readonly List<Post> posts = [];
    private readonly List<AccountState> states = [];
    private readonly List<AccountRef> accounts = [];
    private readonly List<TargetConfig> targets = [];
    private readonly List<ActionConfig> actions = [];
    private readonly List<CustomKpi> own = [];
    private readonly Dictionary<AccountRef, int> plan = [];
    private readonly Dictionary<AccountRef, CostConfig> costs = [];

    public IsoWeek Week { get; init; } = IsoWeek.Parse("2026-W46");

    public bool HasOwn => own.Count > 0;

    public string ZoneId { get; init; } = "Europe/Paris";

    /// <summary>The account is in the config, whether or not anything is stored of it.</summary>
    public Given Account(AccountRef account)
    {
        if (!accounts.Contains(account)) accounts.Add(account);
        return this;
    }

    public Given Day(AccountRef account, DateOnly day, params (Metric Metric, double Value)[] values) =>
        Change(account, day, reading => reading with { Values = Merge(reading.Values, values) });

    public Given Day(AccountRef account, string day, params (Metric Metric, double Value)[] values) => Day(account, DateOnly.Parse(day), values);

    /// <summary>The reported week day by day, Monday first; <see cref="Absent"/> for a day without an answer.</summary>
    public Given Days(AccountRef account, Metric metric, params double[] days)
    {
        for (var i = 0; i < days.Length; i++)
            if (!double.IsNaN(days[i])) Day(account, Week.Monday.AddDays(i), (metric, days[i]));
        return this;
    }

    /// <summary>Totals of whole weeks, the last of them the reported one: all on Monday, and 0 on the other six days.</summary>
    public Given Weeks(AccountRef account, Metric metric, params double[] totals)
    {
        for (var i = 0; i < totals.Length; i++)
        {
            if (double.IsNaN(totals[i])) continue;
            var week = Week.Plus(i - totals.Length + 1);
            foreach (var day in week.Days.Each()) Day(account, day, (metric, day == week.Monday ? totals[i] : 0));
        }

        return this;
    }

    /// <summary>Figures of Sundays, the last of them the reported week's.</summary>
    public Given Sundays(AccountRef account, Metric metric, params double[] values)
    {
        for (var i = 0; i < values.Length; i++)
            if (!double.IsNaN(values[i])) Day(account, Week.Plus(i - values.Length + 1).Sunday, (metric, values[i]));
        return this;
    }

    /// <summary>Visits of a whole week by origin: all on Monday, and none on the other six days.</summary>
    public Given Visits(AccountRef account, IsoWeek week, params TrafficSlice[] slices)
    {
        foreach (var day in week.Days.Each()) Change(account, day, reading => reading with { Traffic = day == week.Monday ? slices : [] });
        return this;
    }

    public Given Change(AccountRef account, DateOnly day, Func<Reading, Reading> change)
    {
        Account(account);
        readings[(account, day)] = change(readings.GetValueOrDefault((account, day)) ?? new Reading
        {
            Account = account,
            Day = day,
            Values = new Dictionary<Metric, double>(),
            Settled = true,
            FetchedAt = new(day.AddDays(3), TimeOnly.MinValue, TimeSpan.Zero),
        });
        return this;
    }

    /// <summary>The week's days of an account, changed alike.</summary>
    public Given ChangeWeek(AccountRef account, IsoWeek week, Func<Reading, Reading> change)
    {
        foreach (var day in week.Days.Each().Where(day => readings.ContainsKey((account, day)))) Change(account, day, change);
        return this;
    }

    public Reading? Known(AccountRef account, DateOnly day) => readings.GetValueOrDefault((account, day));

    public Given Forget(AccountRef account, DateOnly day)
    {
        readings.Remove((account, day));
        return this;
    }

    /// <param name="published">With its offset: <c>2026-11-10T10:00+01:00</c>.</param>
    public Given Post(AccountRef account, string published, params (Metric Metric, double Value)[] values) => AddPost(account, published, false, values);

    public Given TypedPost(AccountRef account, string published, string type, params (Metric Metric, double Value)[] values)
    {
        AddPost(account, published, false, values);
        posts[^1] = posts[^1] with { Type = type };
        return this;
    }

    /// <summary>Changes every post that is there.</summary>
    public Given ChangePosts(Func<Post, Post> change)
    {
        for (var i = 0; i < posts.Count; i++) posts[i] = change(posts[i]);
        return this;
    }

    /// <summary>How long after its publication each post that is there was read.</summary>
    public Given ReadPosts(TimeSpan after)
    {
        for (var i = 0; i < posts.Count; i++) posts[i] = posts[i] with { FetchedAt = posts[i].Published + after };
        return this;
    }

    public Given Mention(AccountRef account, string published, string? text = null) => AddPost(account, published, true, [], text);

    public Given Asked(AccountRef account, string lastSuccess, AccountTrouble? trouble = null)
    {
        states.Add(new(account, DateTimeOffset.Parse(lastSuccess), trouble));
        return Account(account);
    }

    /// <summary>The account answers, but its list of posts was last read at an instant.</summary>
    public Given PostsRead(AccountRef account, string until, string lastSuccess)
    {
        states.Add(new(account, DateTimeOffset.Parse(lastSuccess), null) { PostsReadUntil = DateTimeOffset.Parse(until) });
        return Account(account);
    }

    public Given Target(TargetConfig target)
    {
        targets.Add(target);
        return this;
    }

    public Given Action(ActionConfig action)
    {
        actions.Add(action);
        return this;
    }

    public Given Plan(AccountRef account, int posts)
    {
        plan[account] = posts;
        return Account(account);
    }

    public Given Cost(AccountRef account, double hours, double hourly, double budget, string currency = "EUR")
    {
        costs[account] = new(hours, hourly, budget, currency);
        return Account(account);
    }

    public Given Own(string formula, string? unit = null, GoodDirection good = GoodDirection.Up)
    {
        own.Add(new($"own-{own.Count + 1}", "Own", Formula.Parse(formula).Formula!, unit, good));
        return this;
    }

    public ClientConfig Client() => new()
    {
        Id = "confectioner",
        Name = "Confectioner",
        Language = "en",
        Schedule = new(DayOfWeek.Monday, new(9, 0), Zone.Find(ZoneId)!),
        Recipients = [new("reader@example.com", null)],
        Consultant = new("The agency", "agency@example.com"),
        ReplyTo = "agency@example.com",
        Brand = new("Agency", "#205080", null),
        Sources = [.. accounts.Select(account => new SourceConfig { Type = account.Source, Account = account.Account, Name = account.Source, PostsKeepGrowing = AllSources.Traits.GetValueOrDefault(account.Source)?.PostsKeepGrowing == true, Links = AllSources.Traits.GetValueOrDefault(account.Source)?.Links })],
        Networks = Network.Of(AllSources.Traits.Values),
        Objectives = [new() { Kind = kind, Key = "goal", Targets = targets, Kpis = own }],
        Actions = actions,
        PostingPlan = plan,
        Costs = costs,
    };

    public ClientHistory History() => new()
    {
        Days = new(Week.Plus(-13).Monday, Week.Sunday),
        Readings = Plausibility.OfDays([.. readings.Values.OrderBy(reading => reading.Day)]),
        Posts = [.. posts.OrderBy(post => post.Published).Select(Plausibility.Of)],
        Accounts = states,
    };

    public WeekReport Compute() => KpiEngine.Compute(Client(), History(), Week);

    public ObjectiveResult Result() => Compute().Objectives.ShouldHaveSingleItem();

    /// <summary>The one KPI of that key.</summary>
    public Kpi Kpi(string key) => Kpis(key).ShouldHaveSingleItem();

    public IReadOnlyList<Kpi> Kpis(string key) => Result() is var result ? [.. result.Primary.Concat(result.Explaining).Where(kpi => kpi.Custom is null ? kpi.Traits.Name == key : key == "custom")] : [];

    /// <summary>A slice of visits.</summary>
    public static TrafficSlice Slice(Channel channel, string source, double sessions, double? conversions = null, double? revenue = null, string? campaign = null) =>
        new(channel, source, null, campaign, sessions, conversions, revenue);

    private Given AddPost(AccountRef account, string published, bool mention, (Metric Metric, double Value)[] values, string? text = null)
    {
        posts.Add(new()
        {
            Account = account,
            Id = $"{(mention ? "m" : "p")}{posts.Count + 1}",
            Published = DateTimeOffset.Parse(published),
            IsMention = mention,
            Excerpt = text,
            Values = Merge(new Dictionary<Metric, double>(), values),
            FetchedAt = new(IsoWeek.Of(Zone.Find(ZoneId)!.DayAt(DateTimeOffset.Parse(published))).Sunday.AddDays(4), TimeOnly.MinValue, TimeSpan.Zero),
        });
        return Account(account);
    }

    private static Dictionary<Metric, double> Merge(IReadOnlyDictionary<Metric, double> values, (Metric Metric, double Value)[] more)
    {
        var merged = new Dictionary<Metric, double>(values);
        foreach (var (metric, value) in more) merged[metric] = value;
        return merged;
    }
}
