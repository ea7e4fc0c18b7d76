using KpiFunctions.Pipeline.Kpis.Measuring;
using KpiFunctions.Pipeline.Readings;

namespace KpiFunctions.Pipeline.Kpis.Figures;

/// <summary>How much of the visits Google sends.</summary>
internal static class GoogleShare
{
    public static readonly FigureDefinition Definition = new OverAccounts(
        new("google-share", KpiUnit.Share, GoodDirection.Down)
        {
            Ceiling = 1,
            IsFedBy = source => source.HasTraffic,
            Formula = "visits from Google / visits whose origin is known",
        },
        (data, week) => VisitShare.Of(data, week, VisitPart.SessionsFromGoogle, VisitPart.SessionsFromGoogleOrNot));
}
