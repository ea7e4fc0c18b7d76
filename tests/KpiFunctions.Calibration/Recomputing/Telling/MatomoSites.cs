using KpiFunctions.Simulator.World;

namespace KpiFunctions.Calibration.Recomputing.Telling;

/// <summary>What a Matomo site tells: its own days' visits by kind of referrer, conversions and revenue.</summary>
internal static class MatomoSites
{
    private const int LookBack = 2;

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
            told.Visits[day] = [.. rows.Select(row => new Visits(
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
        }

        if (first <= known) told.Answered(known);
    }
}
