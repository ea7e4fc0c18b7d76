using KpiFunctions.Pipeline.Readings;

namespace KpiFunctions.Pipeline.Kpis.Measuring;

/// <summary>Which visits belong to each part, and what is counted of them.</summary>
internal static class VisitParts
{
    /// <summary>Whether a row of visits belongs to the part.</summary>
    public static bool Has(VisitPart part, TrafficSlice slice) => part switch
    {
        VisitPart.SessionsFromGoogle => !slice.HasUnknownReferrer && GoogleNames.IsGoogle(slice),
        VisitPart.SessionsFromGoogleOrNot => !IsPerhapsGoogles(slice),
        VisitPart.SessionsFromSocial or VisitPart.ConversionsFromSocial => IsSocial(slice.Channel),
        VisitPart.SessionsFromSocialOrNot or VisitPart.ConversionsFromSocialOrNot => !slice.HasUnknownChannel,
        VisitPart.SessionsOfKnownReferrer => !slice.HasUnknownReferrer,
        VisitPart.Sessions or VisitPart.Conversions => true,
        _ => throw new ArgumentOutOfRangeException(nameof(part), part, "It is not known which visits this part has."),
    };

    /// <summary>Whether it is not known that Google sent them, nor that it did not: it sends none of a network's, whoever that is.</summary>
    public static bool IsPerhapsGoogles(TrafficSlice slice) => slice.HasUnknownReferrer && !IsSocial(slice.Channel);

    /// <summary>What is counted of a row of visits; null where that is not known.</summary>
    public static double? ValueOf(VisitPart part, TrafficSlice slice) =>
        part is VisitPart.Conversions or VisitPart.ConversionsFromSocial or VisitPart.ConversionsFromSocialOrNot ? slice.Conversions : slice.Sessions;

    /// <summary>A day's sum; null where that is not known.</summary>
    public static double? Of(VisitPart part, IReadOnlyList<TrafficSlice>? day) =>
        day is null ? null : SumOrNull(day.Where(slice => Has(part, slice)), slice => ValueOf(part, slice));

    public static bool IsSocial(Channel channel) => channel is Channel.OrganicSocial or Channel.PaidSocial;

    /// <summary>Whether a campaign's tagged links brought them, its name in capitals or not.</summary>
    public static bool IsOf(string campaign, TrafficSlice slice) => string.Equals(slice.Campaign, campaign, StringComparison.OrdinalIgnoreCase);

    /// <summary>Null where one slice does not say: a part is not the sum.</summary>
    public static double? SumOrNull(IEnumerable<TrafficSlice> slices, Func<TrafficSlice, double?> valueOf)
    {
        var sum = 0.0;
        foreach (var slice in slices)
        {
            if (valueOf(slice) is not { } value) return null;
            sum += value;
        }

        return sum;
    }
}
