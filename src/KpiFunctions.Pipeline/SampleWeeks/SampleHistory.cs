using KpiFunctions.Pipeline.History;
using KpiFunctions.Pipeline.Periods;
using KpiFunctions.Pipeline.Readings;

namespace KpiFunctions.Pipeline.SampleWeeks;

/// <summary>How the reported week differs from those before it.</summary>
/// <param name="Attention">Times the usual reach, views, mentions and messages.</param>
/// <param name="Growth">Times the usual growth of followers; below zero they leave.</param>
/// <param name="FromGoogle">Times the usual visits from Google.</param>
/// <param name="FromElsewhere">Times the usual visits from everywhere else.</param>
/// <param name="Buying">Times the usual conversions per visit.</param>
internal sealed record Turn(double Attention = 1, double Growth = 1, double FromGoogle = 1, double FromElsewhere = 1, double Buying = 1);

/// <summary>
/// Readings made up for a sample week: weeks that scatter by some percent around a level, and a last one that turns. Always
/// the same for the same account and day.
/// </summary>
internal sealed class SampleHistory(IsoWeek week, int weeks, Turn turn, SampleWords words)
{
    private static readonly TimeSpan FetchedAfter = TimeSpan.FromHours(54);
    private readonly List<Reading> readings = [];
    private readonly List<Post> posts = [];
    private readonly List<AccountState> states = [];
    private readonly Dictionary<AccountRef, double> followers = [];

    /// <summary>Nothing is there from this day on.</summary>
    public DateOnly? Until { get; init; }

    /// <summary>A network's page: people reached, followers, posts and what is said under them.</summary>
    /// <param name="level">People reached in a usual week.</param>
    /// <param name="own">How the account's last week differs, where that is otherwise than the others'.</param>
    public SampleHistory Network(AccountRef account, double level, Turn? own = null)
    {
        followers[account] = Math.Round(level / 2);
        foreach (var day in Days())
        {
            var (now, weekly) = (TurnOn(day, own), Around(account, IsoWeek.Of(day).Number, 0.08));
            var posted = PostsOf(account, day, level * weekly * now.Attention);
            posts.AddRange(posted);
            var gained = Math.Round(6 * Math.Max(now.Growth, 0.2) * Around(account, day.DayNumber, 0.3));
            var lost = Math.Round(2 * (now.Growth < 0 ? 8 : 1) * Around(account, day.DayNumber + 7, 0.3));
            followers[account] += gained - lost;
            Add(account, day, new()
            {
                [Metrics.Reach7Days] = Math.Round(level * weekly * now.Attention),
                [Metrics.Reach] = Math.Round(level / 4 * weekly * now.Attention * Around(account, day.DayNumber, 0.2)),
                [Metrics.Views] = Math.Round(level / 3 * weekly * now.Attention * Around(account, day.DayNumber + 1, 0.2)),
                [Metrics.Mentions] = Math.Round(6 * now.Attention * Around(account, day.DayNumber + 2, 0.35)),
                [Metrics.Messages] = Math.Round(3 * now.Attention * Around(account, day.DayNumber + 3, 0.4)),
                [Metrics.Followers] = followers[account],
                [Metrics.FollowersGained] = gained,
                [Metrics.FollowersLost] = lost,
                [Metrics.Posts] = posted.Count,
                [Metrics.Reactions] = posted.Sum(post => post[Metrics.Reactions] ?? 0),
                [Metrics.Comments] = posted.Sum(post => post[Metrics.Comments] ?? 0),
                [Metrics.Shares] = posted.Sum(post => post[Metrics.Shares] ?? 0),
            });
        }

        return Answered(account);
    }

    /// <summary>A site with its visits by origin, conversions and revenue.</summary>
    /// <param name="level">Visits on a usual day.</param>
    public SampleHistory Site(AccountRef account, double level)
    {
        (Channel Channel, string Sender, double Share)[] origins =
        [
            (Channel.OrganicSearch, "google", 0.58), (Channel.Direct, "(direct)", 0.16), (Channel.OrganicSocial, "facebook", 0.1),
            (Channel.Email, "newsletter", 0.08), (Channel.Referral, words.Referrer, 0.05), (Channel.AiAssistant, "chatgpt.com", 0.03),
        ];
        foreach (var day in Days())
        {
            var now = TurnOn(day);
            var slices = origins.Select((origin, i) =>
            {
                var visits = Math.Round(level * origin.Share * (origin.Sender == "google" ? now.FromGoogle : now.FromElsewhere) * Around(account, day.DayNumber + i, 0.12));
                var conversions = Math.Round(visits * 0.035 * now.Buying * Around(account, day.DayNumber + 10 + i, 0.3));
                return new TrafficSlice(origin.Channel, origin.Sender, null, origin.Sender == "facebook" ? "avent" : null, visits, conversions, conversions * 46);
            }).ToList();
            Add(
                account,
                day,
                new()
                {
                    [Metrics.Sessions] = slices.Sum(slice => slice.Sessions),
                    [Metrics.Conversions] = slices.Sum(slice => slice.Conversions ?? 0),
                    [Metrics.ConversionsAssistedBySocial] = Math.Round(2 * now.Buying * Around(account, day.DayNumber + 20, 0.5)),
                    [Metrics.Revenue] = slices.Sum(slice => slice.Revenue ?? 0),
                },
                slices);
        }

        return Answered(account);
    }

    /// <summary>The account stopped answering: its days from then on are not known.</summary>
    public SampleHistory Dead(AccountRef account, DateOnly from, SourceFailureKind kind)
    {
        readings.RemoveAll(reading => reading.Account == account && reading.Day >= from);
        posts.RemoveAll(post => post.Account == account && DateOnly.FromDateTime(post.Published.UtcDateTime) >= from);
        states.RemoveAll(state => state.Account == account);
        states.Add(new(account, At(from.AddDays(-1)), new(new(kind, "The access has ended."), At(from))));
        return this;
    }

    /// <summary>A single day that is missing.</summary>
    public SampleHistory Without(AccountRef account, DateOnly day)
    {
        readings.RemoveAll(reading => reading.Account == account && reading.Day == day);
        return this;
    }

    public ClientHistory Build() => new()
    {
        Days = new(week.Plus(-57).Monday, week.Plus(1).Sunday),
        Readings = [.. readings.OrderBy(reading => reading.Day)],
        Posts = [.. posts.OrderBy(post => post.Published)],
        Accounts = states,
    };

    private IEnumerable<DateOnly> Days() => new DayRange(week.Plus(1 - weeks).Monday, week.Sunday).Each().Where(day => Until is null || day < Until);

    private Turn TurnOn(DateOnly day, Turn? own = null) => day >= week.Monday ? own ?? turn : new();

    private SampleHistory Answered(AccountRef account)
    {
        states.Add(new(account, At(Until?.AddDays(-1) ?? week.Sunday), null));
        return this;
    }

    private void Add(AccountRef account, DateOnly day, Dictionary<Metric, double> values, IReadOnlyList<TrafficSlice>? traffic = null) => readings.Add(new()
    {
        Account = account,
        Day = day,
        Values = values,
        Traffic = traffic,
        Currency = traffic is null ? null : "EUR",
        Settled = true,
        FetchedAt = At(day),
    });

    /// <summary>Three posts a week, on Monday, Wednesday and Friday, and a question by somebody else on Thursday.</summary>
    private List<Post> PostsOf(AccountRef account, DateOnly day, double reach)
    {
        var weekday = ((int)day.DayOfWeek + 6) % 7;
        if (weekday is not (0 or 2 or 3 or 4)) return [];
        var isMention = weekday == 3;
        var share = new[] { 0.3, 0, 0.55, 0, 0.25 }[weekday] * Around(account, day.DayNumber + 4, 0.15);
        return
        [
            new()
            {
                Account = account,
                Id = $"{day:yyyyMMdd}",
                Published = At(day) - FetchedAfter + TimeSpan.FromHours(9.5),
                Type = isMention ? "status" : weekday == 2 ? "video" : "photo",
                Excerpt = isMention ? words.Question : words.Posts[weekday / 2 % words.Posts.Count],
                Link = $"https://{account.Source}.example/{day:yyyyMMdd}",
                IsMention = isMention,
                Values = isMention
                    ? new Dictionary<Metric, double> { [Metrics.Comments] = 0 }
                    : new Dictionary<Metric, double>
                    {
                        [Metrics.Reach] = Math.Round(reach * share),
                        [Metrics.Views] = Math.Round(reach * share * 1.4),
                        [Metrics.Reactions] = Math.Round(reach * share * 0.02),
                        [Metrics.Comments] = Math.Round(reach * share * 0.002),
                        [Metrics.Shares] = Math.Round(reach * share * 0.001),
                    },
                FetchedAt = At(day),
            },
        ];
    }

    private static DateTimeOffset At(DateOnly day) => new DateTimeOffset(day.ToDateTime(TimeOnly.MinValue), TimeSpan.Zero) + FetchedAfter;

    /// <summary>1, give or take a share of it: a number that follows from account and place alone.</summary>
    private static double Around(AccountRef account, int place, double share)
    {
        var hash = 2166136261u;
        foreach (var character in account.ToString()) hash = (hash ^ character) * 16777619u;
        hash = (hash ^ (uint)place) * 2654435761u;
        hash ^= hash >> 15;
        hash *= 2246822519u;
        hash ^= hash >> 13;
        return 1 + (share * ((hash / (double)uint.MaxValue * 2) - 1));
    }
}
