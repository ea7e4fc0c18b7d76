using KpiFunctions.Pipeline.Periods;
using KpiFunctions.Pipeline.Readings;

namespace KpiFunctions.Pipeline.Sources.GoogleAnalytics;

/// <summary>From the reports of a window to readings. Pure.</summary>
internal static class GoogleAnalyticsMapping
{
    /// <summary>Of a day's conversions, the part whose way is not known at most, so that those with a known way are a figure.</summary>
    private const double LargestUnknownPart = 0.1;

    /// <summary>One reading for each day that is over and of which anything is known.</summary>
    /// <param name="isFollowed">Whether there are visits after these days.</param>
    public static SourcePage PageOf(AccountRef account, DayRange wanted, WindowReports reports, bool isFollowed, SourceDays days)
    {
        var restricted = RestrictedIn(reports);
        var currency = reports.Metadata?.CurrencyCode;
        if (string.IsNullOrEmpty(currency)) restricted.Add(GoogleAnalyticsMetrics.Revenue);

        var table = reports.Totals is null ? null : new ReportTable(reports.Totals);
        var rows = (table?.Rows ?? []).Where(row => table!.DayOf(row) is not null).ToDictionary(row => table!.DayOf(row)!.Value);
        var traffic = reports.Slices is null ? null : new DayOrigins(reports.Slices, restricted);
        var assisted = restricted.Contains(GoogleAnalyticsMetrics.KeyEvents) || reports.Paths is null ? null : AssistedByDay(reports.Paths);
        var withheld = reports.Totals?.Metadata?.SubjectToThresholding == true;

        // Silence with a visit after it is a quiet day. Silence up to the end may be a property that lost its tag or its data.
        var quiet = new QuietDays(VisitsByDay(table, rows, traffic));
        var heard = isFollowed ? wanted.Last : rows.Keys.Concat(traffic?.Days ?? []).DefaultIfEmpty().Max();

        var readings = new List<Reading>();
        var missing = new List<DateOnly>();
        var notes = new OriginNotes();
        foreach (var day in wanted.Each().Where(days.IsOver))
        {
            var row = rows.GetValueOrDefault(day);
            if (row is null && withheld) missing.Add(day);
            if (row is null && (table is null ? traffic?.On(day) is not { Count: > 0 } : withheld || reports.Totals!.IsIncompleteOn(day) || day > heard || days.Silence(day, Absence.Zero) is null || !quiet.MayBeQuiet(day))) continue;

            var values = GoogleAnalyticsMetrics.Totals
                .Where(metric => table?.Has(metric.Name) == true && !restricted.Contains(metric.Name))
                .Select(metric => (metric.Metric, Value: row is null ? 0 : table!.NumberOf(row, metric.Name)))
                .Where(value => value.Value is not null)
                .ToDictionary(value => value.Metric, value => value.Value!.Value);

            // Google leaves out rows without figures: no row on a day with conversions is not known, and not none.
            if (assisted is not null && (assisted.TryGetValue(day, out var conversions) ? conversions is not null : values.GetValueOrDefault(Metrics.Conversions, 1) == 0))
                values[Metrics.ConversionsAssistedBySocial] = conversions ?? 0;

            var reading = ReadingOf(account, day, values, traffic?.On(day) ?? [], currency, days);
            if (traffic?.On(day) is null) reading = reading with { Traffic = null };
            else notes.Add(reading, traffic.On(day)!, traffic.IsPending(day));
            if (values.Count > 0 || reading.Traffic is not null)
                readings.Add(reading with { Settled = reading.Settled && !(traffic?.IsPending(day) == true && days.IsOpen(day)) });
        }

        return new() { Readings = readings, Refusals = [.. RefusalsOf(restricted, currency, missing), .. notes.Refusals(traffic?.IsSampled == true)] };
    }

    /// <summary>The reading of a day, whose traffic adds up to its visits.</summary>
    public static Reading ReadingOf(
        AccountRef account, DateOnly day, Dictionary<Metric, double> values, IReadOnlyList<TrafficSlice> slices, string? currency, SourceDays days)
    {
        double? Known(Metric metric) => values.TryGetValue(metric, out var value) ? value : null;
        var parts = Within(slices, Known(Metrics.Sessions), Known(Metrics.Conversions), Known(Metrics.Revenue));

        // Google estimates sessions separately for each report, so the parts may come to more than the total. They are
        // the finer count, and shares are computed over them: the day's figure is never less than its parts.
        var sessions = Math.Max(values.GetValueOrDefault(Metrics.Sessions), parts.Sum(slice => slice.Sessions));
        if (values.ContainsKey(Metrics.Sessions)) values[Metrics.Sessions] = sessions;
        return new()
        {
            Account = account,
            Day = day,
            Values = values,
            Traffic = TrafficSlices.Bound(parts, sessions, Known(Metrics.Conversions), Known(Metrics.Revenue)),
            Currency = values.ContainsKey(Metrics.Revenue) ? currency : null,
            Settled = days.IsSettled(day),
            FetchedAt = days.Now,
        };
    }

    /// <summary>Metrics that this service account may not see: their values are no figures.</summary>
    private static HashSet<string> RestrictedIn(WindowReports reports) =>
        new[] { reports.Totals, reports.Slices, reports.Paths }
            .SelectMany(report => report?.Metadata?.SchemaRestrictionResponse?.ActiveMetricRestrictions ?? [])
            .Select(restriction => restriction.MetricName).OfType<string>().ToHashSet(StringComparer.Ordinal);

    private static Dictionary<DateOnly, double> VisitsByDay(ReportTable? table, Dictionary<DateOnly, ReportRow> rows, DayOrigins? traffic)
    {
        var visits = rows.ToDictionary(row => row.Key, row => table!.NumberOf(row.Value, GoogleAnalyticsMetrics.Sessions) ?? 0);
        foreach (var day in traffic?.Days ?? []) visits[day] = Math.Max(visits.GetValueOrDefault(day), traffic!.On(day)?.Sum(slice => slice.Sessions) ?? 0);
        return visits.Where(day => day.Value > 0).ToDictionary();
    }

    /// <summary>
    /// What Google adds for visits without an origin beyond the day's total counts some of them twice: of these, as many are
    /// left as the total has beyond those with an origin.
    /// </summary>
    private static List<TrafficSlice> Within(IReadOnlyList<TrafficSlice> slices, double? sessions, double? conversions, double? revenue)
    {
        double? Left(double? total, Func<TrafficSlice, double?> valueOf) =>
            total is > 0 and { } all ? Math.Max(0, all - slices.Where(slice => !slice.HasUnknownChannel).Sum(slice => valueOf(slice) ?? 0)) : null;
        var (sessionsLeft, conversionsLeft, revenueLeft) = (Left(sessions, slice => slice.Sessions), Left(conversions, slice => slice.Conversions), Left(revenue, slice => slice.Revenue));
        var within = new List<TrafficSlice>();
        foreach (var slice in slices)
        {
            within.Add(!slice.HasUnknownChannel ? slice : slice with
            {
                Sessions = Taken(ref sessionsLeft, slice.Sessions)!.Value,
                Conversions = Taken(ref conversionsLeft, slice.Conversions),
                Revenue = Taken(ref revenueLeft, slice.Revenue),
            });
        }

        return within;

        static double? Taken(ref double? left, double? value)
        {
            if (left is not { } rest || value is not { } some) return value;
            var taken = Math.Min(rest, some);
            left = rest - taken;
            return taken;
        }
    }

    /// <summary>
    /// By day, the key events of visits that no network sent, of people whom a network sent first; null where more than a
    /// tenth of the day's have an unknown way that may have been one of these, and of days of which rows are missing.
    /// </summary>
    private static Dictionary<DateOnly, double?> AssistedByDay(ReportAnswer answer)
    {
        var table = new ReportTable(answer);
        var days = table.Rows.Where(row => table.DayOf(row) is not null).ToLookup(row => table.DayOf(row)!.Value);
        return days.ToDictionary(day => day.Key, day =>
        {
            double Sum(Func<Channel, Channel, bool> of) => day
                .Where(row => of(ChannelOf(table, row, GoogleAnalyticsMetrics.FirstChannel), ChannelOf(table, row, GoogleAnalyticsMetrics.SessionChannel)))
                .Sum(row => table.NumberOf(row, GoogleAnalyticsMetrics.KeyEvents) ?? 0);
            var unknown = Sum((first, last) => (first == Channel.Unknown && !IsSocial(last)) || (IsSocial(first) && last == Channel.Unknown));
            return answer.IsIncompleteOn(day.Key) || unknown > LargestUnknownPart * Sum((_, _) => true) ? (double?)null : Sum((first, last) => IsSocial(first) && !IsSocial(last) && last != Channel.Unknown);
        });
    }

    private static Channel ChannelOf(ReportTable table, ReportRow row, string dimension) => GoogleAnalyticsChannels.Of(table.TextOf(row, dimension));

    private static bool IsSocial(Channel channel) => channel is Channel.OrganicSocial or Channel.PaidSocial;

    private static IEnumerable<Refusal> RefusalsOf(HashSet<string> restricted, string? currency, List<DateOnly> missing)
    {
        foreach (var metric in restricted)
        {
            yield return (metric == GoogleAnalyticsMetrics.Revenue && string.IsNullOrEmpty(currency)
                ? new Refusal(metric, new(SourceFailureKind.AnswerUnreadable, "Google did not say in which currency the revenue is."))
                : new Refusal(metric, new(SourceFailureKind.PermissionMissing, $"The service account may not see {metric} in this property."))) with
            {
                Metrics = [.. GoogleAnalyticsMetrics.Totals.Where(known => known.Name == metric).Select(known => known.Metric)],
            };
        }

        if (missing.Count > 0)
        {
            yield return new("date", new(
                SourceFailureKind.PartlyUnknown,
                $"Google withholds small figures of this property (data thresholds): nothing is known of {missing.Count} days, the first {missing[0]:yyyy-MM-dd}."));
        }
    }
}
