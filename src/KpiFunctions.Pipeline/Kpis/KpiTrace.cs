using System.Text.Json.Serialization;
using KpiFunctions.Pipeline.Periods;

namespace KpiFunctions.Pipeline.Kpis;

/// <summary>A week's figures, each with all that it was made from: what is kept beside a digest, and what <c>kpi explain</c> prints.</summary>
/// <param name="Restated">Figures of earlier weeks that this digest corrected.</param>
/// <param name="Advice">What this digest suggested, and what the agency alone was told.</param>
public sealed record WeekTrace(
    [property: JsonPropertyName("client")] string Client,
    [property: JsonPropertyName("week")] string Week,
    [property: JsonPropertyName("kpis")] IReadOnlyList<KpiTrace> Kpis,
    [property: JsonPropertyName("restated")] IReadOnlyList<RestatedTrace> Restated,
    [property: JsonPropertyName("advice")] IReadOnlyList<AdviceTrace> Advice)
{
    /// <summary>The rules that readings are taken by: raised where stored readings count differently from then on.</summary>
    public const int CurrentRules = 2;

    /// <summary>The rules of this week's figures; 0 before they had a number.</summary>
    [JsonPropertyName("rules")]
    public int Rules { get; init; }
}

/// <summary>One figure.</summary>
public sealed record KpiTrace
{
    [JsonPropertyName("name")]
    public required KpiName Name { get; init; }

    /// <summary>Whether the objective's verdict rests on it.</summary>
    [JsonPropertyName("isPrimary")]
    public required bool IsPrimary { get; init; }

    /// <summary>Null where it was not known.</summary>
    [JsonPropertyName("value")]
    public required double? Value { get; init; }

    /// <summary>Why not.</summary>
    [JsonPropertyName("gap")]
    public string? Gap { get; init; }

    [JsonPropertyName("isProvisional")]
    public required bool IsProvisional { get; init; }

    /// <summary>The figure of the same posts when their week was first reported, by which weeks are compared; null of figures that do not grow on.</summary>
    [JsonPropertyName("asReported")]
    public double? AsReported { get; init; }

    /// <summary>Of a growing figure, the first week in which it will be compared; null where it is, or may be.</summary>
    [JsonPropertyName("judgedFrom")]
    public string? JudgedFrom { get; init; }

    [JsonPropertyName("verdict")]
    public required string Verdict { get; init; }

    /// <summary>The arithmetic, in words.</summary>
    [JsonPropertyName("formula")]
    public required string Formula { get; init; }

    [JsonPropertyName("usual")]
    public ExpectedWeek? Expected { get; init; }

    [JsonPropertyName("evidence")]
    public Evidence? Evidence { get; init; }

    [JsonPropertyName("completeness")]
    public Completeness? Completeness { get; init; }

    /// <summary>The weeks before, the oldest first.</summary>
    [JsonPropertyName("before")]
    public required IReadOnlyList<WeekFigure> Before { get; init; }

    [JsonPropertyName("inputs")]
    public required IReadOnlyList<InputTrace> Inputs { get; init; }
}

/// <summary>Which figure.</summary>
/// <param name="Objective">The objective's key.</param>
/// <param name="Kpi">The KPI's name; a custom one's key.</param>
/// <param name="Account">The account that it is of; empty where it is over all.</param>
public sealed record KpiName(
    [property: JsonPropertyName("objective")] string Objective,
    [property: JsonPropertyName("kpi")] string Kpi,
    [property: JsonPropertyName("account")] string Account);

/// <param name="Week">ISO 8601: <c>2026-W46</c>.</param>
/// <param name="Gap">Why there is no value.</param>
public sealed record WeekFigure(
    [property: JsonPropertyName("week")] string Week,
    [property: JsonPropertyName("value")] double? Value,
    [property: JsonPropertyName("gap")] string? Gap);

/// <summary>One metric of one account, as it was read.</summary>
/// <param name="Account">Source and account.</param>
/// <param name="Metric">The metric; for visits by origin which of them, as <see cref="KpiNames.VisitParts"/> has it.</param>
/// <param name="Days">Every day that the figure needs, known or not.</param>
public sealed record InputTrace(
    [property: JsonPropertyName("account")] string Account,
    [property: JsonPropertyName("metric")] string Metric,
    [property: JsonPropertyName("way")] Aggregation Way,
    [property: JsonPropertyName("days")] IReadOnlyList<DayTrace> Days)
{
    /// <summary>The week's posts, where it was made from posts.</summary>
    [JsonPropertyName("posts")]
    public IReadOnlyList<PostTrace> Posts { get; init; } = [];

    /// <summary>The week's visits by sender, the largest first, where it was made from visits.</summary>
    [JsonPropertyName("senders")]
    public IReadOnlyList<ReferrerTrace> Referrers { get; init; } = [];
}

/// <summary>A day of an input.</summary>
/// <param name="Value">Null where it is not known; for posts the day's number of them.</param>
/// <param name="FetchedAt">When the source gave it; null where it did not.</param>
/// <param name="IsSettled">Whether the source has stopped restating the day.</param>
/// <param name="Series">The platform's definition, where it has had several.</param>
public sealed record DayTrace(
    [property: JsonPropertyName("day")] DateOnly Day,
    [property: JsonPropertyName("value")] double? Value,
    [property: JsonPropertyName("fetchedAt")] DateTimeOffset? FetchedAt,
    [property: JsonPropertyName("isSettled")] bool IsSettled,
    [property: JsonPropertyName("series")] string? Series);

/// <param name="Value">The post's figure; null where it is not known or where posts are only counted.</param>
public sealed record PostTrace(
    [property: JsonPropertyName("id")] string Id,
    [property: JsonPropertyName("published")] DateTimeOffset Published,
    [property: JsonPropertyName("link")] string? Link,
    [property: JsonPropertyName("value")] double? Value,
    [property: JsonPropertyName("fetchedAt")] DateTimeOffset FetchedAt)
{
    /// <summary>The figure that its week was first reported with; null where that is not kept.</summary>
    [JsonPropertyName("asReported")]
    public double? AsReported { get; init; }
}

public sealed record ReferrerTrace(
    [property: JsonPropertyName("channel")] string Channel,
    [property: JsonPropertyName("source")] string Source,
    [property: JsonPropertyName("sessions")] double Sessions,
    [property: JsonPropertyName("conversions")] double? Conversions,
    [property: JsonPropertyName("revenue")] double? Revenue);

/// <summary>A figure of an earlier week that a digest corrected.</summary>
/// <param name="Now">What it told in place of it; null where it only withdrew it.</param>
public sealed record RestatedTrace(
    [property: JsonPropertyName("week")] string Week,
    [property: JsonPropertyName("name")] KpiName Name,
    [property: JsonPropertyName("now")] double? Now);

/// <summary>Something that a digest suggested.</summary>
/// <param name="Rule">The rule's key.</param>
/// <param name="Subject">What it spoke about.</param>
public sealed record AdviceTrace([property: JsonPropertyName("rule")] string Rule, [property: JsonPropertyName("subject")] string Subject);
