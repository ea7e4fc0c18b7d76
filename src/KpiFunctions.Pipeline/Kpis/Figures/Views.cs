using KpiFunctions.Pipeline.Clients;
using KpiFunctions.Pipeline.Kpis.Judging;
using KpiFunctions.Pipeline.Kpis.Measuring;
using KpiFunctions.Pipeline.Periods;
using KpiFunctions.Pipeline.Readings;

namespace KpiFunctions.Pipeline.Kpis.Figures;

/// <summary>
/// Displays and plays. For an account whose platform changed what a view is, the views that it still counts as before are
/// taken, so that weeks can be compared; the public ones are <see cref="PublicViews"/>.
/// </summary>
internal static class Views
{
    public static readonly FigureDefinition Definition = new OfDays();

    /// <summary>Whether an account's views are its engaged ones: it has them for the week, or has no others.</summary>
    public static bool IsEngaged(AccountData account, IsoWeek week) => account.DeliversByDay(Metrics.EngagedViews)
        && (account.In(week).Sum(Metrics.EngagedViews).Value is not null || account.In(week).Sum(Metrics.Views).Value is null);

    private static WeekMeasurement Total(ClientData data, IsoWeek week, HashSet<AccountRef> engaged) => WeekMeasurement.Of(
        data.Total(week, account => engaged.Contains(account.Account.Ref) ? Metrics.EngagedViews : Metrics.Views),
        new Basis.SumOfDays { OfPosts = data.In(week).Any(account => !engaged.Contains(account.Account.Ref) && account.SumsPosts(Metrics.Views)) },
        VarianceModel.Count);

    /// <summary>Which accounts count as before is decided by the reported week, for all weeks alike.</summary>
    private sealed class OfDays() : FigureDefinition(new FigureTraits("views", KpiUnit.Count, GoodDirection.Up)
    {
        IsFedBy = source => source.GivesAny(Metrics.Views, Metrics.EngagedViews),
        Formula = "views of the seven days, added up over accounts",
    })
    {
        public override IEnumerable<Measurement> Of(ClientData data, ObjectiveConfig objective, IsoWeek reported)
        {
            var engaged = data.Where(account => IsEngaged(account, reported)).Select(account => account.Ref).ToHashSet();
            return [new(Traits!, null, week => Total(data, week, engaged))];
        }
    }
}
