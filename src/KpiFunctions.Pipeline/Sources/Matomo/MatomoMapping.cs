using System.Text.Json;
using KpiFunctions.Pipeline.Periods;
using KpiFunctions.Pipeline.Readings;

namespace KpiFunctions.Pipeline.Sources.Matomo;

/// <summary>From the answers of a bulk request to readings. Pure.</summary>
internal static class MatomoMapping
{
    /// <summary>What a fetch of some days asks for.</summary>
    public static IReadOnlyList<MatomoQuestion> Questions { get; } =
    [
        new(MatomoMethods.Site),
        new(MatomoMethods.Visits),
        new(MatomoMethods.Goals),
        new(MatomoMethods.Types, "&filter_limit=-1"),
        .. MatomoMetrics.Referrers.Values
            .Where(referrer => referrer.Report is not null)
            .Select(referrer => new MatomoQuestion(
                referrer.Report!,
                $"&filter_limit={MatomoMetrics.RowsPerReport}&filter_sort_column=nb_visits&filter_sort_order=desc&showColumns=label,nb_visits,nb_conversions,revenue"))
            .OrderBy(question => question.Method, StringComparer.Ordinal),
    ];

    /// <summary>What the server says of the site; empty where it does not.</summary>
    public static MatomoSite SiteOf(MatomoAnswer answer)
    {
        var site = answer.Failure is not null ? default
            : answer.Json is { ValueKind: JsonValueKind.Array } list && list.GetArrayLength() == 1 ? list[0]
            : answer.Json;
        string? Text(string name) => site.ValueKind == JsonValueKind.Object && site.TryGetProperty(name, out var text) && text.ValueKind == JsonValueKind.String ? text.GetString() : null;
        return new(Text("currency"), Text("timezone"));
    }

    /// <summary>What the server answered about each of the days.</summary>
    public static IReadOnlyList<MatomoDay> DaysOf(DayRange wanted, IReadOnlyDictionary<string, MatomoAnswer> answers, MatomoFigures figures, bool hasCurrency) =>
        [.. wanted.Each().Select(day => new MatomoDay(day, answers, figures, hasCurrency))];

    /// <summary>One reading for each day that is over and of which anything is known.</summary>
    /// <param name="isFollowed">Whether there are visits after these days.</param>
    /// <param name="currency">The site's; null where it is not known.</param>
    public static IReadOnlyList<Reading> Readings(AccountRef account, IReadOnlyList<MatomoDay> wanted, bool isFollowed, string? currency, SourceDays days)
    {
        // Silence with a visit after it is a quiet day. Silence up to the end may be a tag or an archive that does not work.
        var quiet = new QuietDays(wanted.Where(day => day.Heard > 0).ToDictionary(day => day.Day, day => day.Heard));
        return
        [
            .. from day in wanted
               where days.IsOver(day.Day)
               let isBelieved = day.Heard > 0 || ((isFollowed || day.Day <= quiet.Last) && quiet.MayBeQuiet(day.Day))
               where isBelieved || !day.IsAnswered || day.IsUnreadable
               let reading = ReadingOf(account, day, currency, days)
               where reading.Values.Count > 0 || reading.Traffic is not null
               select reading,
        ];
    }

    private static Reading ReadingOf(AccountRef account, MatomoDay day, string? currency, SourceDays days)
    {
        // Where the day's visits were not answered, no other blank report means that there was nothing.
        var silence = day is { IsAnswered: true, IsUnreadable: false } ? days.Silence(day.Day, Absence.Zero) : null;
        var parts = day.Origins?.Sum(slice => slice.Sessions) ?? 0;
        var isSilent = day is { IsAnswered: true, IsUnreadable: false } && !(day.Heard > 0);

        // A blank report beside visits by origin was not made: the parts are exact, and stand in for it.
        double? sessions = day.Visits > 0 ? Math.Max(day.Visits.Value, parts) : !day.IsAnswered || day.IsUnreadable ? null : parts > 0 ? parts : isSilent ? silence : null;
        var conversions = day.Conversions(silence);
        var revenue = day.Revenue(silence);

        var values = new Dictionary<Metric, double>();
        void Set(Metric metric, double? value)
        {
            if (value is { } known) values[metric] = known;
        }

        Set(Metrics.Sessions, sessions);
        Set(Metrics.Users, day.Visits > 0 || day.Visitors > 0 ? day.Visitors : isSilent ? silence : null);
        Set(Metrics.Conversions, conversions);
        Set(Metrics.Revenue, revenue);
        return new()
        {
            Account = account,
            Day = day.Day,
            Values = values,
            Traffic = day.Origins is null || (day.Origins.Count == 0 && sessions is null) ? null : TrafficSlices.Bound(day.Origins, sessions ?? parts, conversions, revenue),
            Currency = values.ContainsKey(Metrics.Revenue) ? currency : null,
            Settled = days.IsSettled(day.Day),
            FetchedAt = days.Now,
        };
    }
}
