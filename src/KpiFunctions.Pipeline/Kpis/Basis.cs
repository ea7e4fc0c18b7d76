using System.Text.Json.Serialization;
using KpiFunctions.Pipeline.Readings;

namespace KpiFunctions.Pipeline.Kpis;

/// <summary>How a KPI's figure was taken from the readings.</summary>
public abstract record Basis
{
    /// <summary>The week's days added up, over the accounts that deliver it.</summary>
    public sealed record SumOfDays : Basis
    {
        /// <summary>Whether an account tells it by post only: its part is of the week's posts, since their publication.</summary>
        [JsonPropertyName("ofPosts")]
        public bool OfPosts { get; init; }
    }

    /// <summary>Different people within the seven days that end on Sunday.</summary>
    public sealed record UniqueOverWeek : Basis;

    /// <summary>The day with the most people: the source has no figure for the week.</summary>
    public sealed record BestDay([property: JsonPropertyName("day")] DateOnly Day) : Basis;

    /// <summary>The median over the week's posts: the source has figures for posts only.</summary>
    public sealed record TypicalPost([property: JsonPropertyName("posts")] int Posts) : Basis;

    /// <summary>The last level in the week minus the last one before it.</summary>
    public sealed record LevelChange(
        [property: JsonPropertyName("from")] DateOnly From,
        [property: JsonPropertyName("to")] DateOnly To,
        [property: JsonPropertyName("fromLevel")] double FromLevel,
        [property: JsonPropertyName("toLevel")] double ToLevel) : Basis;

    /// <summary>The last level in the week.</summary>
    public sealed record LastLevel([property: JsonPropertyName("day")] DateOnly Day) : Basis;

    /// <summary>Computed from other figures of the week.</summary>
    /// <param name="Per">What an engagement rate is divided by: reach, or followers where reach is unknown; null elsewhere.</param>
    public sealed record Ratio([property: JsonPropertyName("per")] Metric? Per = null) : Basis;

    /// <summary>A sum of which some parts are not delivered by any source, and are not in it.</summary>
    public sealed record SumOfParts(
        [property: JsonPropertyName("included")] IReadOnlyList<Metric> Included,
        [property: JsonPropertyName("missing")] IReadOnlyList<Metric> Missing) : Basis
    {
        /// <inheritdoc cref="SumOfDays.OfPosts"/>
        [JsonPropertyName("ofPosts")]
        public bool OfPosts { get; init; }
    }

    /// <summary>There is no figure to take.</summary>
    public sealed record None : Basis;
}
