using KpiFunctions.Pipeline.Clients;
using KpiFunctions.Pipeline.History;
using KpiFunctions.Pipeline.Periods;
using KpiFunctions.Pipeline.Readings;

namespace KpiFunctions.Pipeline.Kpis.Measuring;

/// <summary>All that is stored of one account, and what that shows it to deliver.</summary>
internal sealed class AccountData
{
    private readonly Dictionary<DateOnly, Reading> byDay;
    private readonly HashSet<Metric> dayMetrics;
    private readonly HashSet<Metric> postMetrics;

    /// <summary>The days that exports cover; null for an account that is fetched.</summary>
    private readonly IReadOnlyList<DayRange>? covered;

    private readonly Zone zone;
    private readonly HashSet<IsoWeek> otherAge = [];
    private readonly Dictionary<IsoWeek, AccountWeek> weeks = [];
    private readonly DayRange? postsKnown;
    private readonly DayRange? mentionsKnown;

    public AccountData(SourceConfig source, ClientHistory history, Zone zone, InputLog log)
    {
        (Ref, Log, PostsKeepGrowing, this.zone) = (source.Ref, log, source.PostsKeepGrowing, zone);
        var account = source.Ref;
        State = history.Accounts.FirstOrDefault(state => state.Account == account);
        byDay = history.Readings.Where(r => r.Account == account)
            .GroupBy(r => r.Day).ToDictionary(g => g.Key, g => g.MaxBy(r => r.FetchedAt)!);
        Posts = [.. history.Posts.Where(p => p.Account == account)
            .GroupBy(p => p.Id, StringComparer.Ordinal)
            .Select(g => g.MaxBy(p => p.FetchedAt)!)
            .Select(p => new DatedPost(p, zone.DayAt(p.Published)))
            .OrderBy(p => p.Post.Published).ThenBy(p => p.Post.Id, StringComparer.Ordinal)];
        dayMetrics = [.. byDay.Values.SelectMany(r => r.Values.Keys.Concat(r.Impossible?.Keys ?? []))];
        postMetrics = [.. Posts.Where(p => !p.Post.IsMention).SelectMany(p => p.Post.Values.Keys.Concat(p.Post.Impossible?.Keys ?? []))];
        GivesTraffic = byDay.Values.Any(r => r.Traffic is not null);
        GivesConversionsByOrigin = byDay.Values.Any(r => r.Traffic?.Any(slice => slice.Conversions is not null) == true);
        Drops = State is { PostsCovered: not null } state ? ExportSilence.DropsOf(state.Drops, state.LastSuccess is { } last ? zone.DayAt(last) : null) : [];
        covered = CoveredFrom(State?.PostsCovered, Posts);
        postsKnown = Known(Posts.Where(p => !p.Post.IsMention), State?.PostsReadUntil, isWhole: !(State?.PostsReadUntil < State?.LastSuccess), zone);
        mentionsKnown = Known(Posts, State?.LastSuccess, isWhole: true, zone);
    }

    /// <summary>The same account with its posts as first reported.</summary>
    private AccountData(AccountData today, IReadOnlyList<DatedPost> posts, HashSet<IsoWeek> otherAge)
    {
        (Ref, Log, PostsKeepGrowing, zone, State, Drops, covered) = (today.Ref, today.Log, today.PostsKeepGrowing, today.zone, today.State, today.Drops, today.covered);
        (byDay, dayMetrics, postMetrics, postsKnown, mentionsKnown) = (today.byDay, today.dayMetrics, today.postMetrics, today.postsKnown, today.mentionsKnown);
        (GivesTraffic, GivesConversionsByOrigin) = (today.GivesTraffic, today.GivesConversionsByOrigin);
        (Posts, this.otherAge) = (posts, otherAge);
    }

    /// <summary>
    /// The account as its weeks can be compared with a reported one: with the figures that its posts had when their week was
    /// first reported (<see cref="EqualAge"/>). Itself where its posts do not go on growing.
    /// </summary>
    public AccountData AsReported(IsoWeek reported) =>
        PostsKeepGrowing && GivesPosts && EqualAge.Of(Posts, reported, zone) is var (posts, others) ? new(this, posts, others) : this;

    /// <summary>Whether the figures of its posts still grow noticeably when they are two days old.</summary>
    public bool PostsKeepGrowing { get; }

    public AccountRef Ref { get; }

    /// <summary>A week of it, taken together once: many figures ask for it.</summary>
    public AccountWeek In(IsoWeek week) => weeks.TryGetValue(week, out var known) ? known : weeks[week] = new(this, week);

    /// <summary>Where it is noted what is read of it.</summary>
    public InputLog Log { get; }

    /// <summary>How its last fetch went; null where the store has never heard of it.</summary>
    public AccountState? State { get; }

    /// <summary>The latest days on which exports were dropped, in order; empty for an account that is fetched.</summary>
    public IReadOnlyList<DateOnly> Drops { get; }

    /// <summary>Each once, in order of publication; mentions by others among them.</summary>
    public IReadOnlyList<DatedPost> Posts { get; }

    /// <summary>Whether the platform refuses the metric at present.</summary>
    public bool Refuses(Metric metric) => State?.Refused.Contains(metric) == true;

    public bool HasNothing => byDay.Count == 0 && Posts.Count == 0;

    public bool GivesPosts => Posts.Any(p => !p.Post.IsMention);

    public bool GivesMentionsAsPosts => Posts.Any(p => p.Post.IsMention);

    public bool GivesTraffic { get; }

    public bool GivesConversionsByOrigin { get; }

    /// <summary>
    /// Whether a day without a reading is a day that is missing. It is not where readings hold nothing but levels: a
    /// level stands until the next one is known, as in an export that tells the followers at each post.
    /// </summary>
    public bool NeedsEveryDay => GivesTraffic || dayMetrics.Any(metric => metric is not LevelMetric);

    public IReadOnlySet<Metric> PostMetrics => postMetrics;

    public IEnumerable<Metric> DayMetrics => dayMetrics;

    public DateOnly? LastDay
    {
        get
        {
            var days = byDay.Keys.Concat(Posts.Select(p => p.Day)).ToList();
            return days.Count == 0 ? null : days.Max();
        }
    }

    /// <summary>The last day before another on which a metric is known; null where there is none.</summary>
    public DateOnly? LastDayWith(Metric metric, DateOnly before)
    {
        var days = byDay.Values.Where(reading => reading.Day < before && reading[metric] is not null).Select(reading => reading.Day).ToList();
        return days.Count == 0 ? null : days.Max();
    }

    public bool DeliversByDay(Metric metric) => dayMetrics.Contains(metric);

    public bool DeliversByPost(Metric metric) => postMetrics.Contains(metric);

    public Reading? On(DateOnly day) => byDay.GetValueOrDefault(day);

    public IEnumerable<DatedPost> PostsIn(DayRange days) => Posts.Where(p => !p.Post.IsMention && days.Contains(p.Day));

    public IEnumerable<DatedPost> MentionsIn(DayRange days) => Posts.Where(p => p.Post.IsMention && days.Contains(p.Day));

    /// <summary>Why the posts of these days are not all known; null where they are, and none is then a real zero.</summary>
    public Gap? PostsGap(DayRange days) => GapIn(postsKnown, days, covered) ?? (otherAge.Count > 0 && otherAge.Contains(IsoWeek.Of(days.First)) ? Gap.OtherAge : null);

    /// <inheritdoc cref="PostsGap"/>
    public Gap? MentionsGap(DayRange days) => GapIn(mentionsKnown, days, covered);

    private static Gap? GapIn(DayRange? known, DayRange days, IReadOnlyList<DayRange>? covered) => known switch
    {
        null => Gap.NotDelivered,
        _ when covered is not null => covered.Any(range => range.First <= days.First && range.Last >= days.Last) ? null : Gap.NotExported,
        { } range when days.Last < range.First || days.First > range.Last => Gap.NoData,
        { } range when days.First < range.First || days.Last > range.Last => Gap.PartialWeek,
        _ => null,
    };

    /// <summary>What earlier releases stored is covered from the first post on.</summary>
    private static List<DayRange>? CoveredFrom(IReadOnlyList<DayRange>? ranges, IReadOnlyList<DatedPost> posts) => ranges is null ? null :
    [
        .. ranges.Where(range => range.First > DateOnly.MinValue || (posts.Count > 0 && range.Last >= posts[0].Day))
            .Select(range => range.First > DateOnly.MinValue ? range : new(posts[0].Day, range.Last)),
    ];

    /// <summary>
    /// From the first post to the last one, or to the last whole day before the list was read. A mention by others says
    /// nothing of the account's own posts.
    /// </summary>
    /// <param name="isWhole">False where a later reading of the list broke off: of the days after, posts may be missing among those that are stored.</param>
    private static DayRange? Known(IEnumerable<DatedPost> posts, DateTimeOffset? readUntil, bool isWhole, Zone zone)
    {
        var days = posts.Select(p => p.Day).ToList();
        if (days.Count == 0) return null;
        var last = days[^1];
        if (readUntil is { } until && zone.DayAt(until).AddDays(-1) is var whole && (whole > last || !isWhole)) last = whole > days[0] ? whole : days[0];
        return new(days[0], last);
    }
}
