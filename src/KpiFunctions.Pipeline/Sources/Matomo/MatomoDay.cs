using System.Text.Json;
using KpiFunctions.Pipeline.Readings;

namespace KpiFunctions.Pipeline.Sources.Matomo;

/// <summary>What a server answered about one day, before anything is concluded from what it left out.</summary>
internal sealed class MatomoDay
{
    private readonly IReadOnlyDictionary<string, MatomoAnswer> answers;
    private readonly MatomoFigures figures;
    private readonly bool hasCurrency;
    private readonly JsonElement? goals;
    private readonly double? converted;
    private readonly IReadOnlyList<MatomoRow>? types;

    /// <param name="hasCurrency">Whether the site's currency is known: revenue is not, without it.</param>
    public MatomoDay(DateOnly day, IReadOnlyDictionary<string, MatomoAnswer> answers, MatomoFigures figures, bool hasCurrency)
    {
        (this.answers, this.figures, this.hasCurrency, Day) = (answers, figures, hasCurrency, day);
        if (answers[MatomoMethods.Visits].On(day) is { } visits)
        {
            IsAnswered = true;
            Visits = Number(MatomoMethods.Visits, visits, "nb_visits");
            Visitors = Number(MatomoMethods.Visits, visits, "nb_uniq_visitors");
            converted = Number(MatomoMethods.Visits, visits, "nb_visits_converted");
            IsUnreadable = visits.ValueKind == JsonValueKind.Object && Visits is null && visits.TryGetProperty("nb_visits", out _);
        }

        goals = answers[MatomoMethods.Goals].On(day);
        types = figures.Rows(MatomoMethods.Types, answers[MatomoMethods.Types].On(day));
        Origins = types is null ? null : [.. types.SelectMany(OriginsOf)];
    }

    public DateOnly Day { get; }

    /// <summary>Whether the server answered the day's visits, be it with nothing.</summary>
    public bool IsAnswered { get; }

    /// <summary>Whether the visits are told in a form that cannot be read.</summary>
    public bool IsUnreadable { get; }

    /// <summary>Visits as the report of visits has them; null where it is blank.</summary>
    public double? Visits { get; }

    /// <summary>Different visitors; null where the report is blank.</summary>
    public double? Visitors { get; }

    /// <summary>Visits by origin: the senders of each kind by name, and of each kind what is left; null where the kinds are not known.</summary>
    public IReadOnlyList<TrafficSlice>? Origins { get; }

    /// <summary>The most visits that any report of the day shows; 0 where all are silent.</summary>
    public double Heard => Math.Max(Math.Max(Visits ?? 0, types?.Sum(type => type.Visits) ?? 0), Math.Max(converted ?? 0, types?.Sum(type => type.Conversions ?? 0) ?? 0));

    /// <summary>
    /// All goals reached, shop orders included. A blank or zero total beside parts that are not is a report that was not made:
    /// the parts are exact, and stand in for it.
    /// </summary>
    /// <param name="silence">What a blank report means on this day; null where that is not known.</param>
    public double? Conversions(double? silence) => Total("nb_conversions", row => row.Conversions, silence, mayBeZero: !(converted > 0));

    /// <summary>Their revenue, in the site's currency.</summary>
    /// <inheritdoc cref="Conversions"/>
    public double? Revenue(double? silence) =>
        hasCurrency ? Total("revenue", row => row.Revenue, silence, mayBeZero: !(converted > 0) || goals is { ValueKind: JsonValueKind.Object } && Conversions(silence) > 0) : null;

    private double? Total(string column, Func<MatomoRow, double?> ofRow, double? silence, bool mayBeZero)
    {
        double? total = null;
        var halves = 0.0;
        switch (goals)
        {
            case { ValueKind: JsonValueKind.Object } day when day.EnumerateObject().Any():
                if (!figures.TryNumber(MatomoMethods.Goals, day, column, out total)) return null;
                halves = (Number(MatomoMethods.Goals, day, column + "_new_visit") ?? 0) + (Number(MatomoMethods.Goals, day, column + "_returning_visit") ?? 0);
                break;
            case { ValueKind: JsonValueKind.Object }:
            case { ValueKind: JsonValueKind.Array } empty when empty.GetArrayLength() == 0:
                total = silence;
                break;
            default:
                return null;
        }

        if (total > 0) return total;
        var parts = Math.Max(halves, types?.Sum(row => ofRow(row) ?? 0) ?? 0);
        return parts > 0 ? parts : mayBeZero ? total : null;
    }

    private double? Number(string report, JsonElement part, string column) => part.ValueKind == JsonValueKind.Object ? figures.Number(report, part, column) : null;

    private IEnumerable<TrafficSlice> OriginsOf(MatomoRow type)
    {
        var known = MatomoMetrics.Referrers.GetValueOrDefault(type.Type ?? 0);
        var channel = known?.Channel ?? (type.IsUnnamed ? Channel.Unknown : Channel.Other);
        var whole = SliceOf(channel, known is null ? type.Label : TrafficSlice.UnknownReferrer, type);
        if (channel == Channel.Unknown) return [whole with { Source = TrafficSlice.UnknownReferrer }];
        if (known?.Report is not { } report) return [channel == Channel.Direct ? whole with { Source = TrafficSlice.Nobody } : whole];

        // A list without a row, of a kind that has visits, is a report that was not made.
        var senders = figures.Rows(report, answers[report].On(Day));
        if (senders is null or { Count: 0 })
            return [known.IsRecent && type.Label.Length > 0 ? whole with { Source = type.Label } : channel == Channel.Campaign ? whole with { Source = TrafficSlice.TaggedLink } : whole];

        List<TrafficSlice> named =
        [
            .. senders.Where(row => !row.IsCutOff).Select(row => channel == Channel.Campaign

                // A campaign's name is all that Matomo keeps of a tagged link: it does not say who sent the visit.
                ? SliceOf(channel, TrafficSlice.TaggedLink, row) with { Campaign = row.IsUnnamed ? null : row.Label }
                : SliceOf(channel, row.IsUnnamed ? TrafficSlice.UnknownReferrer : row.Label, row)),
        ];

        // Beyond the rows that were asked for, and those that the server's limits cut off, are the small senders; Google's
        // services may be among the search engines that were cut off. What is missing from a whole list has no known sender.
        var isSmall = senders.Count >= MatomoMetrics.RowsPerReport || (senders.Any(row => row.IsCutOff) && channel != Channel.OrganicSearch);
        return
        [
            .. named,
            whole with
            {
                Source = channel == Channel.Campaign ? TrafficSlice.TaggedLink : isSmall ? TrafficSlices.Rest : TrafficSlice.UnknownReferrer,
                Sessions = TrafficSlices.Beyond(whole.Sessions, named.Sum(slice => slice.Sessions)) ?? 0,
                Conversions = TrafficSlices.Beyond(whole.Conversions, named.Sum(slice => slice.Conversions ?? 0)),
                Revenue = TrafficSlices.Beyond(whole.Revenue, named.Sum(slice => slice.Revenue ?? 0)),
            },
        ];
    }

    private TrafficSlice SliceOf(Channel channel, string source, MatomoRow row) => new(channel, source, null, null, row.Visits, row.Conversions, hasCurrency ? row.Revenue : null);
}
