using KpiFunctions.Pipeline.Kpis.Measuring;
using KpiFunctions.Pipeline.Periods;
using KpiFunctions.Pipeline.Readings;

namespace KpiFunctions.Pipeline.Kpis.Engine;

/// <summary>Follows a week's figures back to what is stored. Pure.</summary>
internal static class KpiTracer
{
    /// <summary>Beyond it senders of visits are not told one by one.</summary>
    private const int MostReferrers = 50;

    /// <param name="data">The history that the figures were computed from.</param>
    public static WeekTrace Trace(ClientData data, WeekReport kpis)
    {
        var accounts = data.Accounts.ToDictionary(account => account.Ref);
        var traces =
            from objective in kpis.Objectives
            from kpi in objective.Primary.Select(kpi => (Kpi: kpi, IsPrimary: true)).Concat(objective.Explaining.Select(kpi => (Kpi: kpi, IsPrimary: false)))
            select Trace(objective, kpi.Kpi, kpi.IsPrimary, accounts, kpis.Week);
        return new(
            kpis.ClientId,
            kpis.Week.ToString(),
            [.. traces],
            [.. kpis.Notes.OfType<DataCaveat.Restated>().Select(note => new RestatedTrace(note.Week.ToString(), note.Name, note.Now.Value.Value))],
            [.. kpis.Advice.Concat(kpis.AgencyAdvice).Select(advice => new AdviceTrace(advice.Rule, advice.Subject))])
        {
            Rules = WeekTrace.CurrentRules,
        };
    }

    private static KpiTrace Trace(ObjectiveResult objective, Kpi kpi, bool isPrimary, Dictionary<AccountRef, AccountData> accounts, IsoWeek week) => new()
    {
        Name = kpi.NameIn(objective.Objective),
        IsPrimary = isPrimary,
        Value = kpi.Value.Value,
        Gap = KpiNames.Of(kpi.Value.Gap),
        IsProvisional = kpi.Value.IsProvisional,
        AsReported = kpi.AsReported?.Value,
        JudgedFrom = kpi.JudgedFrom?.ToString(),
        Verdict = KpiNames.Verdicts[kpi.Verdict],
        Formula = FormulaInWords.Of(kpi),
        Expected = kpi.Expected,
        Evidence = kpi.Evidence,
        Completeness = kpi.Completeness,
        Before = [.. kpi.History.SkipLast(1).Select((figure, i) => new WeekFigure(week.Plus(i - kpi.History.Count + 1).ToString(), figure.Value, KpiNames.Of(figure.Gap)))],
        Inputs = [.. kpi.Inputs.Select(input => Trace(accounts[input.Account], input, week))],
    };

    private static InputTrace Trace(AccountData account, KpiInput input, IsoWeek week) =>
        new(account.Ref.ToString(), input.Metric?.Key ?? KpiNames.VisitParts[input.Part!.Value], input.Way, InputDays.Of(account, input, week))
        {
            Posts = input.Way switch
            {
                Aggregation.PostsCounted or Aggregation.PostsAddedUp or Aggregation.PostByPost => [.. account.PostsIn(week.Days).Select(post => Trace(post.Post, input))],
                Aggregation.MentionsCounted => [.. account.MentionsIn(week.Days).Select(post => Trace(post.Post, input))],
                _ => [],
            },
            Referrers = input.Part is { } part ? ReferrersOf(account, week, part) : [],
        };

    private static PostTrace Trace(Post post, KpiInput input) =>
        input.Way is Aggregation.PostsAddedUp or Aggregation.PostByPost
            ? new(post.Id, post.Published, post.Link, post[input.Metric!], post.FetchedAt) { AsReported = post.AsReported?.Values.TryGetValue(input.Metric!, out var reported) == true ? reported : null }
            : new(post.Id, post.Published, post.Link, null, post.FetchedAt);

    private static IReadOnlyList<ReferrerTrace> ReferrersOf(AccountData account, IsoWeek week, VisitPart part) =>
    [
        .. week.Days.Each().Select(account.On).OfType<Reading>().SelectMany(day => day.Traffic ?? []).Where(slice => VisitParts.Has(part, slice))
            .GroupBy(slice => (slice.Channel, slice.Source))
            .Select(sender => new ReferrerTrace(
                ReadingNames.Channels[sender.Key.Channel],
                sender.Key.Source,
                sender.Sum(slice => slice.Sessions),
                VisitParts.SumOrNull(sender, slice => slice.Conversions),
                VisitParts.SumOrNull(sender, slice => slice.Revenue)))
            .OrderByDescending(sender => sender.Sessions).ThenBy(sender => sender.Source, StringComparer.Ordinal).ThenBy(sender => sender.Channel, StringComparer.Ordinal)
            .Take(MostReferrers),
    ];
}
