using KpiFunctions.Pipeline.Kpis.Measuring;
using KpiFunctions.Pipeline.Periods;
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
        ShareOf);

    private static WeekMeasurement ShareOf(ClientData data, IsoWeek week)
    {
        if (!data.Accounts.Any(account => account.GivesConversionsByOrigin)) return WeekMeasurement.Missing(data.NobodyDelivers);
        var traffic = ClientVisits.In(data, week, VisitPart.ConversionsFromSocial, VisitPart.ConversionsFromSocialOrNot);
        if (traffic.Slices is not { } slices) return WeekMeasurement.Missing(traffic.Gap!.Value);
        if (VisitParts.SumOrNull(slices, slice => slice.Conversions) is not { } all) return WeekMeasurement.Missing(Gap.PartialWeek);
        double Of(Func<TrafficSlice, bool> which) => slices.Where(which).Sum(slice => slice.Conversions!.Value);
        return KnownPart.ShareOf(Of(slice => VisitParts.IsSocial(slice.Channel)), Of(slice => slice.HasUnknownChannel), all, traffic.IsProvisional);
    }
}
