using KpiFunctions.Pipeline.Clients;
using KpiFunctions.Pipeline.Kpis.Figures;
using KpiFunctions.Pipeline.Kpis.Judging;
using KpiFunctions.Pipeline.Kpis.Measuring;
using KpiFunctions.Pipeline.Periods;
using KpiFunctions.Pipeline.Readings;

namespace KpiFunctions.Pipeline.Kpis.Engine;

/// <summary>Makes a KPI of one measurement by applying it to every week alike.</summary>
/// <param name="data">The client's history.</param>
/// <param name="asReported">The same with posts as first reported: what growing figures are compared by.</param>
internal sealed class KpiBuilder(ClientData data, ClientData asReported, ObjectiveConfig objective, IsoWeek week)
{
    private const int HistoryWeeks = 13;

    /// <summary>To the week that began on the same day of the week a year before.</summary>
    private const int WeeksOfAYear = 52;

    private readonly HashSet<string> targetsTaken = [];

    /// <summary>The figures that a definition measures.</summary>
    public IReadOnlyList<Kpi> Build(FigureDefinition figure)
    {
        var earlier = new Lazy<List<Measurement>>(() => [.. figure.Of(asReported.WithEarlierYears, objective, week)]);
        return
        [
            .. figure.Of(data, objective, week).Zip(figure.Of(asReported, objective, week), (today, ofReports) =>
                Build(today, ofReports, () => earlier.Value.Find(same => same.Traits.Name == today.Traits.Name && same.Account == today.Account))),
        ];
    }

    /// <summary>
    /// The verdict is left open where there is evidence: it depends on the other figures too (<see cref="Verdicts"/>).
    /// A target names a figure and no account. Where a figure is shown for several accounts it belongs to the first
    /// of them, in the config's order.
    /// </summary>
    /// <param name="figure">Measured today.</param>
    /// <param name="ofReports">The same figure of posts as first reported.</param>
    /// <param name="withEarlierYears">The same from all that was read of earlier years.</param>
    private Kpi Build(Measurement figure, Measurement ofReports, Func<Measurement?> withEarlierYears)
    {
        var traits = figure.Traits;
        var (measured, inputs) = data.Log.During(() => figure.Week(week));
        var isGrowing = inputs.Any(IsGrowing);
        var samples = Comparable(isGrowing ? [.. Weeks().Select(ofReports.Week)] : [.. Weeks().SkipLast(1).Select(figure.Week), measured]);
        var (now, before) = (isGrowing ? measured : samples[^1], samples[..^1]);
        var expected = ExpectedOf(traits, samples);
        var evidence = EvidenceOf(traits, samples, withEarlierYears, way: null);
        return new()
        {
            Traits = traits,
            Custom = figure.Custom,
            Account = figure.Account,
            Currency = samples.LastOrDefault(sample => sample.Figure.Value is not null)?.Currency,
            Basis = now.Basis,
            Value = now.Figure,
            Inputs = inputs,
            Completeness = InputDays.CompletenessOf(inputs.Select(input => (data.Of(input.Account), input)), week),
            Previous = before[^1].Figure,
            YearBefore = samples.Count > WeeksOfAYear ? samples[^(WeeksOfAYear + 1)].Figure : null,
            Expected = expected,
            Evidence = evidence,
            UnknownPart = now.UnknownPart,
            OtherWays = [.. OtherWays(samples).Select((way, i) => EvidenceOf(traits, way, withEarlierYears, i)).OfType<Evidence>()],
            Verdict = now.Figure.Value is null || traits.IsLevel ? KpiVerdict.Unknown : evidence is null ? KpiVerdict.TooEarly : KpiVerdict.Steady,
            AsReported = isGrowing ? samples[^1].Figure : null,
            JudgedFrom = isGrowing && now.Figure.Value is not null && evidence is null ? FirstJudged(before) : null,
            Target = TargetOf(traits, samples),
            History = [.. samples.TakeLast(HistoryWeeks).Select(sample => sample.Figure)],
            RelativeChange = now.RelativeChange,
            Flow = now.Flow,
        };
    }

    /// <summary>Whether an input is made of posts that go on gathering.</summary>
    private bool IsGrowing(KpiInput input) => input.Way is Aggregation.PostsAddedUp or Aggregation.PostByPost && data.Of(input.Account).PostsKeepGrowing;

    /// <summary>The first week that has enough comparable ones before it, if each is reported from now on.</summary>
    private IsoWeek FirstJudged(List<WeekMeasurement> before) =>
        week.Plus(Math.Max(1, Baseline.FewestWeeks - before.TakeLast(HistoryWeeks - 1).Count(sample => sample.Figure.Value is not null)));

    /// <summary>What the week usually has; of a level that is judged by its change, what it has where it changes as usual.</summary>
    private static ExpectedWeek? ExpectedOf(FigureTraits traits, List<WeekMeasurement> samples)
    {
        if (traits.IsLevel) return null;
        var judged = traits.IsJudgedByChange ? LevelChanges.Of(samples) : samples;
        var (now, before) = (judged[^1], judged[..^1]);
        var variance = now.Figure.Value is not null ? now.Variance : before.LastOrDefault(sample => sample.Figure.Value is not null)?.Variance ?? VarianceModel.None;
        if (!traits.IsJudgedByChange) return Baseline.Expect(KnownWeeks(before), variance, now.Days, traits.Floor, traits.Ceiling);
        return samples.SkipLast(1).LastOrDefault(sample => sample.Figure.Value is not null)?.Figure.Value is { } level
            && Baseline.Expect(KnownWeeks(before), variance, now.Days, traits.Floor - level) is { } change
            ? change with { Low = level + change.Low, Centre = level + change.Centre, High = level + change.High }
            : null;
    }

    /// <summary>The evidence of a change; where there is any, beside what the same weeks of earlier years did.</summary>
    /// <param name="way">Which of the other ways the samples are; null of the figure itself.</param>
    private Evidence? EvidenceOf(FigureTraits traits, List<WeekMeasurement> samples, Func<Measurement?> withEarlierYears, int? way)
    {
        var judged = traits.IsJudgedByChange ? LevelChanges.Of(samples) : samples;
        var (now, before) = (judged[^1], judged[..^1]);
        if (traits.IsLevel || now.Figure.Value is not { } value) return null;
        Evidence? With(IReadOnlyList<EarlierYear> earlier) =>
            Baseline.EvidenceOf(KnownWeeks(before), new(value, now.Days), now.Variance, followsAtOnce: before[^1].Figure.Value is not null, earlier);
        if (With([]) is not { } evidence) return null;
        if (!Verdicts.IsSuspect(evidence) || withEarlierYears() is not { } figure) return evidence;
        var newest = samples[^1];
        return With(Seasons.Of(data, figure, week, sample => Comparable(way < sample.Ways.Count ? sample.Ways[way.Value] : sample, newest)));
    }

    private static WeekMeasurement Comparable(WeekMeasurement sample, WeekMeasurement newest) =>
        sample.Figure.Value is null || (sample.Series == newest.Series && sample.Currency == newest.Currency) ? sample : WeekMeasurement.Missing(Gap.SeriesBreak);

    /// <summary>The same weeks with what is of unknown origin given wholly to one side, in every week alike.</summary>
    private static IEnumerable<List<WeekMeasurement>> OtherWays(List<WeekMeasurement> samples)
    {
        for (var way = 0; way < samples.Max(sample => sample.Ways.Count); way++)
            yield return [.. samples.Select(sample => way < sample.Ways.Count ? sample.Ways[way] : sample)];
    }

    /// <summary>From the first week that was read, thirteen at least.</summary>
    private IEnumerable<IsoWeek> Weeks()
    {
        var first = week.Plus(1 - HistoryWeeks);
        for (var each = data.FirstWeek < first ? data.FirstWeek : first; each <= week; each = each.Plus(1)) yield return each;
    }

    /// <summary>Figures of another definition than the newest one's are taken out: nothing is compared across.</summary>
    private static List<WeekMeasurement> Comparable(List<WeekMeasurement> samples) =>
        samples.LastOrDefault(sample => sample.Figure.Value is not null) is { } newest
            ? [.. samples.Select(s => s.Figure.Value is null || s.Series == newest.Series && s.Currency == newest.Currency
                ? s
                : WeekMeasurement.Missing(s.Currency == newest.Currency ? Gap.SeriesBreak : Gap.MixedCurrencies))]
            : samples;

    /// <summary>The weeks before that have a figure; none where the newest ones do not: what was usual long ago is not.</summary>
    private static IReadOnlyList<KnownWeek> KnownWeeks(List<WeekMeasurement> before) =>
        before.TakeLast(HistoryWeeks - 1).Count(sample => sample.Figure.Value is not null) < Baseline.FewestWeeks
            ? []
            : [.. before.Where(sample => sample.Figure.Value is not null).Select(sample => new KnownWeek(sample.Figure.Value!.Value, sample.Days))];

    /// <summary>With what is of unknown origin given wholly to one side, there is no pace where that leads to another.</summary>
    private TargetProgress? TargetOf(FigureTraits traits, List<WeekMeasurement> samples)
    {
        var targets = objective.Targets.Where(t => t.Kpi == traits.Name).OrderBy(t => t.By).ToList();
        if (targets.Count == 0 || !targetsTaken.Add(traits.Name)) return null;
        var target = targets.Find(t => t.By >= week.Sunday) ?? targets[^1];
        var progress = ProgressOf(samples);
        return samples[^1].Ways.Count > 0 && OtherWays(samples).Any(way => ProgressOf(way).Pace != progress.Pace) ? progress with { Pace = Pace.Unknown } : progress;

        TargetProgress ProgressOf(List<WeekMeasurement> weeks)
        {
            var known = weeks.Select((sample, i) => (Sunday: week.Plus(i - weeks.Count + 1).Sunday, Sample: sample)).Where(each => each.Sample.Figure.Value is not null).ToList();
            return TargetPace.Of(
                target, [.. known.Select(each => new DatedWeek(each.Sunday, new(each.Sample.Figure.Value!.Value, each.Sample.Days)))],
                known.Count > 0 ? known[^1].Sample.Variance : VarianceModel.None, traits.IsLevel, week.Sunday);
        }
    }
}
