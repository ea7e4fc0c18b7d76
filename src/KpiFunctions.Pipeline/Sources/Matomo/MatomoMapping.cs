using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using KpiFunctions.Pipeline.Periods;
using KpiFunctions.Pipeline.Readings;

namespace KpiFunctions.Pipeline.Sources.Matomo;

/// <summary>From the answers of a bulk request to readings. Pure.</summary>
internal static class MatomoMapping
{
    /// <summary>The site's currency and zone.</summary>
    public const string Site = "SitesManager.getSiteFromId";

    /// <summary>Visits and visitors.</summary>
    public const string Visits = "VisitsSummary.get";

    /// <summary>Conversions and revenue.</summary>
    public const string Goals = "Goals.get";

    /// <summary>Visits by kind of referrer.</summary>
    public const string Types = "Referrers.getReferrerType";

    /// <summary>What a fetch of some days asks for.</summary>
    public static IReadOnlyList<MatomoQuestion> Questions { get; } =
    [
        new(Site),
        new(Visits),
        new(Goals),
        new(Types, "&filter_limit=-1"),
        .. MatomoMetrics.Referrers.Values
            .Where(referrer => referrer.Report is not null)
            .Select(referrer => new MatomoQuestion(
                referrer.Report!,
                $"&filter_limit={MatomoMetrics.RowsPerReport}&filter_sort_column=nb_visits&filter_sort_order=desc&showColumns=label,nb_visits,nb_conversions,revenue"))
            .OrderBy(question => question.Method, StringComparer.Ordinal),
    ];

    /// <summary>What the server says of the site; empty where it does not.</summary>
    public static MatomoSite SiteOf(MatomoAnswer answer) => answer switch
    {
        { Failure: null, Json: { ValueKind: JsonValueKind.Object } site } => Read(site, MatomoJson.Default.MatomoSite),
        { Failure: null, Json: { ValueKind: JsonValueKind.Array } sites } when sites.GetArrayLength() == 1 => Read(sites[0], MatomoJson.Default.MatomoSite),
        _ => new(null, null),
    };

    /// <summary>The last day of which there is more than silence; null where there is none.</summary>
    public static DateOnly? LastVisit(DayRange wanted, IReadOnlyDictionary<string, MatomoAnswer> answers) =>
        wanted.Each().Where(day => answers[Visits].On(day) is { ValueKind: JsonValueKind.Object }).Select(day => (DateOnly?)day).LastOrDefault();

    /// <summary>One reading for each day that is over and of which anything is known.</summary>
    /// <param name="isFollowed">Whether there are visits after these days.</param>
    public static IReadOnlyList<Reading> Readings(
        AccountRef account, DayRange wanted, IReadOnlyDictionary<string, MatomoAnswer> answers, bool isFollowed, string? currency, SourceDays days)
    {
        // Silence with a visit after it is a quiet day. Silence up to the end may be a tag or an archive that does not work.
        var heard = isFollowed ? wanted.Last : LastVisit(wanted, answers);
        return
        [
            .. from day in wanted.Each()
               where days.IsOver(day) && (day <= heard || answers[Visits].On(day) is not { ValueKind: JsonValueKind.Array })
               let reading = ReadingOf(account, day, answers, currency, days)
               where reading.Values.Count > 0 || reading.Traffic is not null
               select reading,
        ];
    }

    private static Reading ReadingOf(
        AccountRef account, DateOnly day, IReadOnlyDictionary<string, MatomoAnswer> answers, string? currency, SourceDays days)
    {
        var zero = days.Silence(day, Absence.Zero);
        var visits = OneOf(answers[Visits].On(day), MatomoJson.Default.MatomoVisits, new(zero, zero));
        var goals = OneOf(answers[Goals].On(day), MatomoJson.Default.MatomoGoals, new(zero, zero));
        var slices = SlicesOf(day, answers, currency is not null);
        if (slices is { Count: 0 } && visits?.Visits is null) slices = null;

        var values = new Dictionary<Metric, double>();
        void Set(Metric metric, double? value)
        {
            if (value is { } known) values[metric] = known;
        }

        Set(Metrics.Sessions, visits?.Visits is { } total ? Math.Max(total, slices?.Sum(slice => slice.Sessions) ?? 0) : null);
        Set(Metrics.Users, visits?.Visitors);
        Set(Metrics.Conversions, goals?.Conversions);
        if (currency is not null) Set(Metrics.Revenue, goals?.Revenue);

        return new()
        {
            Account = account,
            Day = day,
            Values = values,
            Traffic = slices is null ? null : TrafficSlices.Bound(
                slices, values.GetValueOrDefault(Metrics.Sessions), goals?.Conversions, currency is null ? null : goals?.Revenue),
            Currency = values.ContainsKey(Metrics.Revenue) ? currency : null,
            Settled = days.IsSettled(day),
            FetchedAt = days.Now,
        };
    }

    /// <summary>The senders of each kind by name, and of each kind what is left; null where the kinds are not known.</summary>
    private static List<TrafficSlice>? SlicesOf(DateOnly day, IReadOnlyDictionary<string, MatomoAnswer> answers, bool hasCurrency)
    {
        if (RowsOf(answers[Types].On(day)) is not { } types) return null;
        var slices = new List<TrafficSlice>();
        foreach (var type in types)
        {
            var known = MatomoMetrics.Referrers.GetValueOrDefault(type.ReferrerType ?? 0);
            var channel = known?.Channel ?? Channel.Other;
            var senders = known?.Report is { } report ? RowsOf(answers[report].On(day)) : null;
            var named = senders?.Select(row => SliceOf(channel, row, hasCurrency)).ToList();
            var whole = SliceOf(channel, type, hasCurrency) with { Source = NameOf(channel, type), Campaign = null };
            if (named is null)
            {
                slices.Add(known is null or { Report: null } or { IsRecent: true } ? whole : whole with { Source = TrafficSlices.Rest });
                continue;
            }

            slices.AddRange(named);
            slices.Add(whole with
            {
                Source = TrafficSlices.Rest,
                Sessions = Math.Max(0, whole.Sessions - named.Sum(slice => slice.Sessions)),
                Conversions = Math.Max(0, (whole.Conversions ?? 0) - named.Sum(slice => slice.Conversions ?? 0)),
                Revenue = hasCurrency ? Math.Max(0, (whole.Revenue ?? 0) - named.Sum(slice => slice.Revenue ?? 0)) : null,
            });
        }

        return slices;
    }

    private static TrafficSlice SliceOf(Channel channel, MatomoRow row, bool hasCurrency) => new(
        channel,

        // A campaign's name is all that Matomo keeps of a tagged link: it does not say who sent the visit.
        channel == Channel.Campaign ? "(campaign)" : row.Label ?? "(not set)",
        null,
        channel == Channel.Campaign ? row.Label : null,
        row.Visits ?? 0,
        row.Conversions ?? 0,
        hasCurrency ? row.Revenue ?? 0 : null);

    private static string NameOf(Channel channel, MatomoRow type) => channel == Channel.Direct ? "(direct)" : type.Label ?? "(not set)";

    private static MatomoRow[]? RowsOf(JsonElement? part) =>
        part is { ValueKind: JsonValueKind.Array } rows ? Read(rows, MatomoJson.Default.MatomoRowArray) : null;

    /// <summary>The day's figures; <paramref name="silent"/> for an empty day; null where the answer does not have the day.</summary>
    private static T? OneOf<T>(JsonElement? part, JsonTypeInfo<T> type, T silent)
        where T : class => part switch
        {
            { ValueKind: JsonValueKind.Object } figures => Read(figures, type),
            { ValueKind: JsonValueKind.Array } empty when empty.GetArrayLength() == 0 => silent,
            _ => null,
        };

    private static T Read<T>(JsonElement json, JsonTypeInfo<T> type)
        where T : class
    {
        try
        {
            return json.Deserialize(type)!;
        }
        catch (JsonException e)
        {
            throw new SourceException(new(SourceFailureKind.AnswerUnreadable, $"Matomo gave figures in another form than it documents ({typeof(T).Name}, {e.Path})."));
        }
    }
}
