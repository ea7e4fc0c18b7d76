using KpiFunctions.Pipeline.Periods;
using KpiFunctions.Pipeline.Readings;

namespace KpiFunctions.Pipeline.Sources.GoogleAnalytics;

/// <summary>From the reports of a window to readings. Pure.</summary>
internal static class GoogleAnalyticsMapping
{
    /// <summary>One reading for each day that is over and of which anything is known.</summary>
    /// <param name="refused">Metrics that Google does not take, and why.</param>
    /// <param name="isFollowed">Whether there are visits after these days.</param>
    public static SourcePage PageOf(
        AccountRef account, DayRange wanted, WindowReports reports, IReadOnlyDictionary<string, SourceFailure> refused, bool isFollowed, SourceDays days)
    {
        var metadata = reports.Totals.Metadata;
        var restricted = (metadata?.SchemaRestrictionResponse?.ActiveMetricRestrictions ?? [])
            .Select(restriction => restriction.MetricName)
            .OfType<string>()
            .ToHashSet(StringComparer.Ordinal);
        var currency = metadata?.CurrencyCode;
        if (string.IsNullOrEmpty(currency)) restricted.Add("totalRevenue");

        var table = new ReportTable(reports.Totals);
        var rows = table.Rows.Where(row => table.DayOf(row) is not null).ToDictionary(row => table.DayOf(row)!.Value);
        var traffic = SlicesByDay(new(reports.Slices), restricted);
        var assisted = restricted.Contains(GoogleAnalyticsMetrics.KeyEvents) || reports.Paths is null ? null : AssistedByDay(new(reports.Paths));
        var withheld = metadata?.SubjectToThresholding == true;

        // Silence with a visit after it is a quiet day. Silence up to the end may be a property that lost its tag or its data.
        var heard = isFollowed ? wanted.Last : rows.Keys.Concat(traffic.Select(day => day.Key)).DefaultIfEmpty().Max();

        var readings = new List<Reading>();
        var missing = new List<DateOnly>();
        foreach (var day in wanted.Each().Where(days.IsOver))
        {
            var row = rows.GetValueOrDefault(day);
            if (row is null && withheld) missing.Add(day);
            if (row is null && (withheld || day > heard || days.Silence(day, Absence.Zero) is null)) continue;

            var values = GoogleAnalyticsMetrics.Totals
                .Where(metric => !restricted.Contains(metric.Name) && !refused.ContainsKey(metric.Name))
                .Select(metric => (metric.Metric, Value: row is null ? 0 : table.NumberOf(row, metric.Name)))
                .Where(value => value.Value is not null)
                .ToDictionary(value => value.Metric, value => value.Value!.Value);

            // Google leaves out rows without figures: no row on a day with conversions is not known, and not none.
            if (assisted is not null && (assisted.TryGetValue(day, out var conversions) || values.GetValueOrDefault(Metrics.Conversions, 1) == 0))
                values[Metrics.ConversionsAssistedBySocial] = conversions;
            readings.Add(ReadingOf(account, day, values, [.. traffic[day]], currency, days));
        }

        return new() { Readings = readings, Refusals = [.. refused.Select(metric => new Refusal(metric.Key, metric.Value)), .. RefusalsOf(restricted, currency, missing)] };
    }

    /// <summary>The reading of a day, whose traffic adds up to its visits.</summary>
    public static Reading ReadingOf(
        AccountRef account, DateOnly day, Dictionary<Metric, double> values, IReadOnlyList<TrafficSlice> slices, string? currency, SourceDays days)
    {
        // Google estimates sessions separately for each report, so the parts may come to more than the total. They are
        // the finer count, and shares are computed over them: the day's figure is never less than its parts.
        var sessions = Math.Max(values.GetValueOrDefault(Metrics.Sessions), slices.Sum(slice => slice.Sessions));
        if (values.ContainsKey(Metrics.Sessions)) values[Metrics.Sessions] = sessions;
        double? Known(Metric metric) => values.TryGetValue(metric, out var value) ? value : null;
        return new()
        {
            Account = account,
            Day = day,
            Values = values,
            Traffic = TrafficSlices.Bound(slices, sessions, Known(Metrics.Conversions), Known(Metrics.Revenue)),
            Currency = values.ContainsKey(Metrics.Revenue) ? currency : null,
            Settled = days.IsSettled(day),
            FetchedAt = days.Now,
        };
    }

    /// <summary>By day, the key events of visits that no network sent, of people whom a network sent first.</summary>
    private static Dictionary<DateOnly, double> AssistedByDay(ReportTable table) =>
        table.Rows.Where(row => table.DayOf(row) is not null).GroupBy(row => table.DayOf(row)!.Value).ToDictionary(
            day => day.Key,
            day => day.Where(row => IsSocial(table.TextOf(row, GoogleAnalyticsMetrics.FirstChannel)) && !IsSocial(table.TextOf(row, GoogleAnalyticsMetrics.SessionChannel)))
                .Sum(row => table.NumberOf(row, GoogleAnalyticsMetrics.KeyEvents) ?? 0));

    private static bool IsSocial(string group) => GoogleAnalyticsChannels.Of(group) is Channel.OrganicSocial or Channel.PaidSocial;

    private static ILookup<DateOnly, TrafficSlice> SlicesByDay(ReportTable table, HashSet<string> restricted)
    {
        double? Of(ReportRow row, string metric) => restricted.Contains(metric) ? null : table.NumberOf(row, metric);
        return table.Rows
            .Where(row => table.DayOf(row) is not null)
            .ToLookup(row => table.DayOf(row)!.Value, row =>
                SliceOf(
                    table.TextOf(row, "sessionDefaultChannelGroup"),
                    table.TextOf(row, "sessionSource"),
                    table.TextOf(row, "sessionMedium"),
                    table.TextOf(row, "sessionCampaignName")) with
                {
                    Sessions = Of(row, "sessions") ?? 0,
                    Conversions = Of(row, "keyEvents"),
                    Revenue = Of(row, "totalRevenue"),
                });
    }

    /// <summary>A slice without figures, from Google's words for where it came from; empty ones are not known.</summary>
    public static TrafficSlice SliceOf(string group, string source, string medium, string campaign)
    {
        var channel = GoogleAnalyticsChannels.Of(group);
        var isNamed = IsSet(source) || source is "(direct)" or TrafficSlices.Rest;
        return new(
            channel,

            // The sender is the better name; a group that nobody knows stands in only where there is none.
            isNamed ? source : channel == Channel.Other && IsSet(group) ? group : source.Length > 0 ? source : "(not set)",
            IsSet(medium) ? medium : null,
            IsSet(campaign) ? campaign : null,
            Sessions: 0,
            Conversions: null,
            Revenue: null);
    }

    /// <summary>Whether a value is a name: Google puts its own words for "none" in parentheses, such as <c>(not set)</c> and <c>(organic)</c>.</summary>
    private static bool IsSet(string value) => value.Length > 0 && (value[0] != '(' || value[^1] != ')');

    private static IEnumerable<Refusal> RefusalsOf(HashSet<string> restricted, string? currency, List<DateOnly> missing)
    {
        foreach (var metric in restricted)
        {
            yield return metric == "totalRevenue" && string.IsNullOrEmpty(currency)
                ? new(metric, new(SourceFailureKind.AnswerUnreadable, "Google did not say in which currency the revenue is."))
                : new(metric, new(SourceFailureKind.PermissionMissing, $"The service account may not see {metric} in this property."));
        }

        if (missing.Count > 0)
        {
            yield return new("date", new(
                SourceFailureKind.RequestRefused,
                $"Google withholds small figures of this property (data thresholds): nothing is known of {missing.Count} days, the first {missing[0]:yyyy-MM-dd}."));
        }
    }
}

/// <summary>The reports of one window.</summary>
/// <param name="Totals">By date.</param>
/// <param name="Slices">By date, source, medium, channel and campaign.</param>
/// <param name="Paths">By date, first channel and channel; null where Google does not tell.</param>
internal sealed record WindowReports(ReportAnswer Totals, ReportAnswer Slices, ReportAnswer? Paths);
