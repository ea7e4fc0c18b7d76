using KpiFunctions.Pipeline.Kpis.Measuring;
using KpiFunctions.Pipeline.Readings;

namespace KpiFunctions.Pipeline.Kpis.Figures;

/// <summary>How many of the conversions come from visits that social networks sent.</summary>
internal static class SocialConversionShare
{
    public static readonly FigureDefinition Definition = new OverAccounts(
        new("social-conversion-share", KpiUnit.Share, GoodDirection.Up)
        {
            Ceiling = 1,
            IsFedBy = source => source.HasTraffic,
            Formula = "conversions from social networks / conversions whose origin is known",
        },
        (data, week) => data.Accounts.Any(account => account.GivesConversionsByOrigin)
            ? VisitShare.Of(data, week, VisitPart.ConversionsFromSocial, VisitPart.ConversionsFromSocialOrNot)
            : WeekMeasurement.Missing(data.NobodyDelivers));
}
