using KpiFunctions.Pipeline.Readings;

namespace KpiFunctions.Pipeline.Kpis.Measuring;

/// <summary>Which visits belong to each part, and what is counted of them.</summary>
internal static class VisitParts
{
    /// <summary>Whether a row of visits belongs to the part.</summary>
    public static bool Has(VisitPart part, TrafficSlice slice) => part switch
    {
        VisitPart.SessionsFromGoogle => !slice.HasUnknownSender && GoogleNames.IsGoogle(slice),
        VisitPart.SessionsFromGoogleOrNot => !IsPerhapsGoogles(slice),
        VisitPart.SessionsFromSocial or VisitPart.ConversionsFromSocial => WeekTraffic.IsSocial(slice.Channel),
        VisitPart.SessionsFromSocialOrNot or VisitPart.ConversionsFromSocialOrNot => !slice.HasUnknownChannel,
        VisitPart.SessionsOfKnownSender => !slice.HasUnknownSender,
        VisitPart.Sessions or VisitPart.Conversions => true,
        _ => throw new ArgumentOutOfRangeException(nameof(part), part, "It is not known which visits this part has."),
    };

    /// <summary>Whether it is not known that Google sent them, nor that it did not: it sends none of a network's, whoever that is.</summary>
    public static bool IsPerhapsGoogles(TrafficSlice slice) => slice.HasUnknownSender && !WeekTraffic.IsSocial(slice.Channel);

    /// <summary>A day's sum; null where that is not known.</summary>
    public static double? Of(VisitPart part, IReadOnlyList<TrafficSlice>? day)
    {
        var slices = day?.Where(slice => Has(part, slice));
        return slices is null ? null
            : part is VisitPart.Conversions or VisitPart.ConversionsFromSocial or VisitPart.ConversionsFromSocialOrNot ? WeekTraffic.SumOrNull(slices, slice => slice.Conversions)
            : slices.Sum(slice => slice.Sessions);
    }
}
