using KpiFunctions.Pipeline.Clients;
using KpiFunctions.Pipeline.Periods;
using KpiFunctions.Pipeline.Readings;

namespace KpiFunctions.Pipeline.Kpis;

/// <summary>Something that the reader has to know about the data.</summary>
public abstract record DataCaveat
{
    /// <summary>An account whose source gives nothing at present.</summary>
    public sealed record SourceInTrouble(AccountRef Account, SourceFailureKind Kind, DateOnly? LastDay) : DataCaveat;

    /// <summary>An account that exports feed, and that none has been dropped for in longer than is usual for it.</summary>
    /// <param name="Since">The day of the last one.</param>
    public sealed record ExportsSilent(AccountRef Account, DateOnly Since) : DataCaveat;

    /// <summary>Days of the week for which an account has no reading.</summary>
    public sealed record DaysMissing(AccountRef Account, IReadOnlyList<DateOnly> Days) : DataCaveat;

    /// <summary>Days of the week that a source may still restate.</summary>
    public sealed record DaysProvisional(AccountRef Account, IReadOnlyList<DateOnly> Days) : DataCaveat;

    /// <summary>An account that published nothing in the week, or in the week before.</summary>
    public sealed record NoPosts(AccountRef Account, IsoWeek Week) : DataCaveat;

    /// <summary>Posts with figures that cannot be true, such as more people than views: those figures are left out.</summary>
    public sealed record ImpossiblePostFigures(AccountRef Account, int Posts) : DataCaveat;

    /// <summary>Posts of the week for which the source left a figure empty: kept, and left out of that figure only.</summary>
    public sealed record EmptyPostFigures(AccountRef Account, Metric Metric, int Posts) : DataCaveat;

    /// <summary>A figure that an objective asks for and that none of the client's sources delivers.</summary>
    /// <param name="Figure">Null for the objective's own formulas.</param>
    public sealed record NotDelivered(string ObjectiveKey, FigureTraits? Figure) : DataCaveat;

    /// <summary>A figure of an earlier week, as the sources tell it now.</summary>
    /// <param name="Shown">What the client was told; null where that was "no figure".</param>
    /// <param name="Now">Without a value where what was told does not hold, and nothing takes its place.</param>
    public sealed record Restated(IsoWeek Week, KpiName Name, double? Shown, Kpi Now) : DataCaveat
    {
        /// <summary>Whether it is the pipeline that counts stored readings differently since, and not the source that gave other ones.</summary>
        public bool IsCountedDifferently { get; init; }
    }

    /// <summary>The sources' definition of a metric changed: older weeks are not compared.</summary>
    public sealed record SeriesBreak(AccountRef Account, Metric Metric) : DataCaveat;

    /// <summary>
    /// The platform changed what a view is, but tells views as counted before too (engaged views): weeks are compared by those,
    /// and the public ones are shown beside them.
    /// </summary>
    public sealed record ViewsCountedAsBefore(AccountRef Account) : DataCaveat;

    /// <summary>A week of holidays or sales in which a figure changed whose same weeks of earlier years are not known: it may be the season.</summary>
    public sealed record SeasonUnknown : DataCaveat;

    /// <summary>A figure of the week in which the platform counts what adverts brought.</summary>
    public sealed record IncludesPaid(AccountRef Account, Metric Metric) : DataCaveat;
}
