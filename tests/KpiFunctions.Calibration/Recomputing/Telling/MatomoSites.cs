using KpiFunctions.Simulator.World;

namespace KpiFunctions.Calibration.Recomputing.Telling;

/// <summary>What a Matomo site tells: its own days' visits by kind of referrer, conversions and revenue.</summary>
internal static class MatomoSites
{
    private const int LookBack = 2;

    /// <summary>By how much more of a day's visits may be of unknown sender than were before.</summary>
    private const double Worse = 0.02;

    public static void Tell(Told told, Asking asking)
    {
        var site = asking.World.Site(PlannedAccount.MatomoHost, told.Account.AtPlatform);
        var first = asking.First(told, LookBack);
        var known = Asking.Earlier(asking.Today, asking.World.FirstUnknown(site.Profile.Zone).AddDays(-1));
        told.Currency = site.Profile.Currency;
        foreach (var day in asking.Days(first, known).Where(day => day <= told.Last))
        {
            var rows = site.On(day);
            told.Set(day, "sessions", rows.Sum(row => row.Sessions));
            told.Set(day, "conversions", rows.Sum(row => row.Conversions));
            told.Set(day, "revenue", (double)rows.Sum(row => row.Revenue));
            IReadOnlyList<Visits> visits = [.. rows.Select(row => new Visits(
                row.Source.Channel == ReferrerTypes.Social ? Origin.Social : Origin.Elsewhere,
                row.Source.Channel switch
                {
                    ReferrerTypes.Direct => "(direct)",
                    ReferrerTypes.Campaign => "(campaign)",
                    ReferrerTypes.Social when !asking.Tells("sender:social") => null,
                    _ => row.Source.Name,
                },
                row.Sessions,
                row.Conversions))];

            // Origins that are known stay where an answer knows much less of them.
            if (!told.Visits.TryGetValue(day, out var before) || UnknownPart(visits) <= UnknownPart(before) + Worse) told.Visits[day] = visits;
        }

        if (first <= known) told.Answered(known);
    }

    private static double UnknownPart(IReadOnlyList<Visits> visits) =>
        visits.Sum(visit => visit.Sessions) is > 0 and var all ? visits.Where(visit => visit.Sender is null).Sum(visit => visit.Sessions) / all : 0;
}
