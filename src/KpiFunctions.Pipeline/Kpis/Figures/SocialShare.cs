using KpiFunctions.Pipeline.Kpis.Measuring;
using KpiFunctions.Pipeline.Readings;

namespace KpiFunctions.Pipeline.Kpis.Figures;

/// <summary>How much of the visits social networks send. Neither more nor less is better by itself.</summary>
internal static class SocialShare
{
    public static readonly FigureDefinition Definition = new OverAccounts(
        new("social-share", KpiUnit.Share, null)
        {
            Ceiling = 1,
            IsFedBy = source => source.HasTraffic,
            Formula = "visits from social networks / visits whose origin is known",
        },
        (data, week) => VisitShare.Of(data, week, VisitPart.SessionsFromSocial, VisitPart.SessionsFromSocialOrNot));
}
