namespace KpiFunctions.Pipeline.Periods;

/// <summary>The time within which something may be used up, and after which it is there again.</summary>
public sealed record QuotaWindow
{
    private readonly Zone zone;
    private readonly bool isMonth;

    private QuotaWindow(Zone zone, bool isMonth) => (this.zone, this.isMonth) = (zone, isMonth);

    /// <summary>A calendar day of a zone.</summary>
    public static QuotaWindow Day(Zone zone) => new(zone, isMonth: false);

    /// <summary>A calendar month of a zone.</summary>
    public static QuotaWindow Month(Zone zone) => new(zone, isMonth: true);

    /// <summary>The window that an instant lies in: its name (<c>2026-11-25</c>, <c>2026-11</c>), and the instants at which it begins and ends.</summary>
    public (string Name, DateTimeOffset Begins, DateTimeOffset Ends) At(DateTimeOffset instant)
    {
        var day = zone.DayAt(instant);
        if (!isMonth) return ($"{day:yyyy-MM-dd}", zone.StartOf(day), zone.StartOf(day.AddDays(1)));
        var first = new DateOnly(day.Year, day.Month, 1);
        return ($"{day:yyyy-MM}", zone.StartOf(first), zone.StartOf(first.AddMonths(1)));
    }
}
