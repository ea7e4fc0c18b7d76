using KpiFunctions.Pipeline.Periods;

namespace KpiFunctions.Pipeline.Kpis.Tracing;

/// <summary>A week's figures, each with all that it was made from: what is kept beside a digest, and what <c>kpi explain</c> prints.</summary>
/// <param name="Restated">Figures of earlier weeks that this digest corrected.</param>
/// <param name="Advice">What this digest suggested.</param>
public sealed record WeekTrace(string Client, string Week, IReadOnlyList<KpiTrace> Kpis, IReadOnlyList<RestatedTrace> Restated, IReadOnlyList<AdviceTrace> Advice);

/// <summary>One figure.</summary>
public sealed record KpiTrace
{
    public required KpiName Name { get; init; }

    /// <summary>Whether the objective's verdict rests on it.</summary>
    public required bool IsPrimary { get; init; }

    /// <summary>Null where it was not known.</summary>
    public required double? Value { get; init; }

    /// <summary>Why not.</summary>
    public string? Gap { get; init; }

    public required bool IsProvisional { get; init; }

    public required string Verdict { get; init; }

    /// <summary>The arithmetic, in words.</summary>
    public required string Formula { get; init; }

    public UsualRange? Usual { get; init; }

    public Evidence? Evidence { get; init; }

    public Completeness? Completeness { get; init; }

    /// <summary>The weeks before, the oldest first.</summary>
    public required IReadOnlyList<WeekFigure> Before { get; init; }

    public required IReadOnlyList<InputTrace> Inputs { get; init; }
}

/// <summary>Which figure.</summary>
/// <param name="Objective">The objective's key.</param>
/// <param name="Kpi">The KPI's name; a custom one's key.</param>
/// <param name="Account">The account that it is of; empty where it is over all.</param>
public sealed record KpiName(string Objective, string Kpi, string Account);

/// <param name="Week">ISO 8601: <c>2026-W46</c>.</param>
/// <param name="Gap">Why there is no value.</param>
public sealed record WeekFigure(string Week, double? Value, string? Gap);

/// <summary>One metric of one account, as it was read.</summary>
/// <param name="Account">Source and account.</param>
/// <param name="Metric">The metric; <c>visits</c> for visits by origin.</param>
/// <param name="Days">Every day that the figure needs, known or not.</param>
public sealed record InputTrace(string Account, string Metric, InputWay Way, IReadOnlyList<DayTrace> Days)
{
    /// <summary>The week's posts, where it was made from posts.</summary>
    public IReadOnlyList<PostTrace> Posts { get; init; } = [];

    /// <summary>The week's visits by sender, the largest first, where it was made from visits.</summary>
    public IReadOnlyList<SenderTrace> Senders { get; init; } = [];
}

/// <summary>A day of an input.</summary>
/// <param name="Value">Null where it is not known; for posts the day's number of them.</param>
/// <param name="FetchedAt">When the source gave it; null where it did not.</param>
/// <param name="IsSettled">Whether the source has stopped restating the day.</param>
/// <param name="Series">The platform's definition, where it has had several.</param>
public sealed record DayTrace(DateOnly Day, double? Value, DateTimeOffset? FetchedAt, bool IsSettled, string? Series);

/// <param name="Value">The post's figure; null where it is not known or where posts are only counted.</param>
public sealed record PostTrace(string Id, DateTimeOffset Published, string? Link, double? Value, DateTimeOffset FetchedAt);

public sealed record SenderTrace(string Channel, string Source, double Sessions, double? Conversions, double? Revenue);

/// <summary>A figure of an earlier week that a digest corrected.</summary>
/// <param name="Now">What it told in place of it.</param>
public sealed record RestatedTrace(string Week, KpiName Name, double Now);

/// <summary>Something that a digest suggested.</summary>
/// <param name="Rule">The rule's key.</param>
/// <param name="Subject">What it spoke about.</param>
public sealed record AdviceTrace(string Rule, string Subject);
