using KpiFunctions.Simulator.World;

namespace KpiFunctions.Calibration.Recomputing.Telling;

/// <summary>What a Google Analytics property tells: its own days' visits by origin, conversions and revenue.</summary>
internal static class GoogleAnalyticsProperties
{
    /// <summary>Days with visits of unknown origin are read again so long, once a day; the simulated properties have such visits on most days.</summary>
    private const int OpenDays = 28;

    private const int LookBack = 4;

    public static void Tell(Told told, Asking asking)
    {
        var property = asking.World.Property(told.Account.AtPlatform);
        var first = asking.First(told, LookBack);
        if (told.AnsweredThrough is not null) first = Asking.Earlier(first, asking.Today.AddDays(-OpenDays));
        var known = Asking.Earlier(asking.Today, asking.World.FirstUnknown(property.Profile.Zone).AddDays(-1));
        told.Currency = property.Profile.Currency;
        foreach (var day in asking.Days(first, known).Where(day => day <= told.Last))
        {
            var rows = property.On(day);
            told.Set(day, "sessions", rows.Sum(row => row.Sessions));
            asking.Tell(told, [day], "conversions", _ => rows.Sum(row => row.Conversions));
            asking.Tell(told, [day], "revenue", _ => (double)rows.Sum(row => row.Revenue));
            asking.Tell(told, [day], "conversions_assisted_by_social", _ => rows.Where(row => IsSocial(row.FirstChannel) && !IsSocial(row.Source.Channel)).Sum(row => row.Conversions));
            told.Visits[day] = [.. rows.Select(row => new Visits(
                IsSocial(row.Source.Channel) ? Origin.Social : row.Source.Channel == "Unassigned" ? Origin.Unknown : Origin.Elsewhere,
                row.Source.Channel == "Unassigned" ? null : row.Source.Name,
                row.Sessions,
                asking.Tells("conversions") ? row.Conversions : null))];
        }

        if (first <= known) told.Answered(known);
    }

    private static bool IsSocial(string group) => group is "Organic Social" or "Paid Social";
}
