using KpiFunctions.Calibration.Recomputing.Telling;

namespace KpiFunctions.Calibration.Recomputing.Figures;

/// <summary>Where visits and conversions come from.</summary>
internal static class VisitFigures
{
    /// <summary>More of unknown origin leaves no figure.</summary>
    private const double LargestUnknown = 0.5;

    public static IEnumerable<(string Figure, string Account, double? Value)> OfIndependence(ClientWeekTold week)
    {
        var visits = week.Visits;
        yield return ("sessions", "", week.Count("sessions"));
        yield return ("google-share", "", Share(visits, IsGoogle, visit => visit.Sender is null && visit.Origin != Origin.Social, visit => visit.Sessions));
        yield return ("social-share", "", Share(visits, visit => visit.Origin == Origin.Social, visit => visit.Origin == Origin.Unknown, visit => visit.Sessions));
        yield return ("effective-sources", "", EffectiveSources(visits));
    }

    public static IEnumerable<(string Figure, string Account, double? Value)> OfSales(ClientWeekTold week)
    {
        var visits = week.Visits;
        var both = week.Accounts.Where(account => account.Tells("conversions") && account.Tells("sessions")).ToList();
        yield return ("sessions", "", week.Count("sessions"));
        yield return ("conversions", "", week.Count("conversions"));
        yield return ("revenue", "", week.Revenue);
        yield return ("assisted-by-social", "", week.Count("conversions_assisted_by_social"));
        yield return ("conversion-rate", "", ClientWeekTold.Ratio(
            ClientWeekTold.Sum(both.Select(account => account.Count("conversions"))), ClientWeekTold.Sum(both.Select(account => account.Count("sessions")))));
        yield return ("social-conversion-share", "", visits is null || visits.Any(visit => visit.Conversions is null)
            ? null
            : Share(visits, visit => visit.Origin == Origin.Social, visit => visit.Origin == Origin.Unknown, visit => visit.Conversions!.Value));
    }

    private static double? Share(IReadOnlyList<Visits>? visits, Func<Visits, bool> isIn, Func<Visits, bool> isUnknown, Func<Visits, double> amount)
    {
        if (visits is null) return null;
        var (all, unknown) = (visits.Sum(amount), visits.Where(isUnknown).Sum(amount));
        return all <= 0 || unknown > LargestUnknown * all ? null : visits.Where(isIn).Sum(amount) / (all - unknown);
    }

    /// <summary>One over the sum of the squares of the senders' shares.</summary>
    private static double? EffectiveSources(IReadOnlyList<Visits>? visits)
    {
        if (visits is null) return null;
        var (all, unknown) = (visits.Sum(visit => visit.Sessions), visits.Where(visit => visit.Sender is null).Sum(visit => visit.Sessions));
        if (all <= 0 || unknown > LargestUnknown * all) return null;
        var bySender = visits.Where(visit => visit.Sender is not null).GroupBy(SenderOf).Select(sender => sender.Sum(visit => visit.Sessions)).ToList();
        return 1 / bySender.Sum(sessions => Math.Pow(sessions / bySender.Sum(), 2));
    }

    /// <summary>A network is one sender, by the hosts and tags that the simulated sites and the gallery have.</summary>
    private static string SenderOf(Visits visit)
    {
        var sender = visit.Sender!.Trim().ToLowerInvariant();
        return IsGoogle(visit) ? "google" : Array.Find(Networks, network => network.Names.Any(name => sender == name || (name.Contains('.', StringComparison.Ordinal) && sender.EndsWith("." + name, StringComparison.Ordinal)))).Name ?? sender;
    }

    private static readonly (string Name, string[] Names)[] Networks =
    [
        ("facebook", ["facebook", "fb", "facebook.com", "fb.com", "fb.me"]),
        ("instagram", ["instagram", "ig", "instagram.com"]),
        ("linkedin", ["linkedin", "linkedin.com", "lnkd.in"]),
        ("tiktok", ["tiktok", "tiktok.com"]),
        ("x", ["x", "twitter", "x.com", "twitter.com", "t.co"]),
        ("youtube", ["youtube", "youtube.com", "youtu.be"]),
    ];

    /// <summary>Whatever the medium; of the names that the simulated sites and the gallery have.</summary>
    private static bool IsGoogle(Visits visit) => visit.Sender?.Trim().ToLowerInvariant() is { } sender && (sender == "google" || sender.StartsWith("google.", StringComparison.Ordinal) || sender.StartsWith("google ", StringComparison.Ordinal));
}
