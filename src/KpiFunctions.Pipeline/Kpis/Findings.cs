using KpiFunctions.Pipeline.Clients;
using KpiFunctions.Pipeline.Readings;

namespace KpiFunctions.Pipeline.Kpis;

/// <summary>A post behind a figure.</summary>
/// <param name="Metric">What it is shown for.</param>
/// <param name="Value">Its figure.</param>
public sealed record PostHighlight(Post Post, Metric Metric, double Value);

/// <summary>A post or a message, and how much was said.</summary>
/// <param name="Messages">Comments and replies under a post; 1 for a message by somebody else.</param>
/// <param name="Asks">Whether it is somebody else's and asks something.</param>
public sealed record DiscussionThread(Post Post, double Messages, bool Asks);

/// <summary>One kind or sender of visits in the week.</summary>
/// <param name="Source">Null where the row is the channel as a whole.</param>
/// <param name="Share">Of the week's sessions, 0 to 1.</param>
/// <param name="PreviousShare">The same in the week before; null where that is not known.</param>
public sealed record TrafficRow(Channel Channel, string? Source, double Sessions, double Share, double? PreviousShare, double? Conversions, double? Revenue);

/// <summary>A sender whose visits changed.</summary>
/// <param name="Before">Sessions in the week before.</param>
/// <param name="Now">Sessions in the week.</param>
public sealed record ReferrerMove(string Source, double Before, double Now);

/// <summary>Posts planned for an account, and published in the week.</summary>
/// <param name="Published">Null where it is not known.</param>
/// <param name="Gap">Why not.</param>
public sealed record PlanRow(AccountRef Account, int Planned, double? Published, Gap? Gap);

/// <summary>What an account cost, and what it brought for an objective.</summary>
/// <param name="Cost">Hours, and the budget for advertisements, of the days that the results are of: the objective's equal part of them.</param>
/// <param name="Currency">ISO 4217.</param>
/// <param name="Days">The days that the results are of: seven, or as many as lie between two levels.</param>
/// <param name="Results">Null where they are not known.</param>
/// <param name="Gap">Why not.</param>
public sealed record WorthRow(AccountRef Account, double Cost, string Currency, WorthResult Of, int Days, double? Results, Gap? Gap)
{
    /// <summary>How many objectives share the account's cost equally; <see cref="Cost"/> is this one's part.</summary>
    public int SharedBy { get; init; } = 1;

    /// <summary>Cost per result; null where there was none, or less than none.</summary>
    public double? PerResult => Results > 0 ? Cost / Results : null;

    /// <summary>The cost per result as it is told: people by the thousand, as the field does; all else each.</summary>
    public double? Price => PerResult is { } each ? PriceOf(each) : null;

    /// <summary>A cost per result of this kind as it is told.</summary>
    public double PriceOf(double perResult) => Of == WorthResult.PeopleReached ? perResult * 1000 : perResult;
}

/// <summary>What counts as a result of an account, by objective.</summary>
public enum WorthResult
{
    PeopleReached,
    NewFollowers,
    Discussions,
    Visits,
    Conversions,
}

/// <summary>What an action brought within the week.</summary>
/// <param name="Posts">Posts of its account on its days within the week; null where the action names no account.</param>
/// <param name="Sessions">Sessions of its campaign; null where it has none or nothing measures it.</param>
public sealed record ActionResult(ActionConfig Action, int? Posts, double? Sessions, double? Conversions)
{
    /// <summary>Revenue of its campaign's visits; null where nothing measures it.</summary>
    public double? Revenue { get; init; }

    /// <summary>ISO 4217, for <see cref="Revenue"/>.</summary>
    public string? Currency { get; init; }

    /// <summary>Counts of those posts, where each of them has the figure.</summary>
    public IReadOnlyList<(CountMetric Metric, double Sum)> PostFigures { get; init; } = [];

    /// <summary>Sessions and conversions of its campaign since it began, for one that began before the week; null where a day is not known.</summary>
    public (double Sessions, double? Conversions)? SinceItBegan { get; init; }
}
