using KpiFunctions.Pipeline.Readings;

namespace KpiFunctions.Pipeline.Kpis;

/// <summary>Something that the client may change.</summary>
/// <param name="Rule">The rule's key.</param>
/// <param name="Objective">The key of the objective that it serves.</param>
/// <param name="Subject">What it speaks about: from week to week the same.</param>
/// <param name="Facts">What supports it, by the names that its sentence cites.</param>
/// <param name="Effect">How far the subject is from the usual, in spreads.</param>
/// <param name="WeeksRunning">How many digests in a row say it, this one included.</param>
public sealed record Advice(string Rule, string Objective, string Subject, IReadOnlyDictionary<string, Fact> Facts, double Effect, int WeeksRunning)
{
    private const int Repeated = 3;

    /// <summary>Whether so many digests in a row say it that the reader is told, and that fresh advice goes first.</summary>
    public bool IsRepeated => WeeksRunning >= Repeated;
}

/// <summary>A fact that advice rests on.</summary>
public sealed record Fact
{
    /// <summary>Its number; null where it is a word.</summary>
    public double? Number { get; init; }

    /// <summary>Its word; null where it is a number.</summary>
    public string? Word { get; init; }

    public FactUnit Unit { get; init; }

    /// <summary>The figure that the number is written like, for <see cref="FactUnit.Figure"/> and <see cref="FactUnit.Expected"/>.</summary>
    public Kpi? Like { get; init; }

    /// <summary>For <see cref="FactUnit.Account"/>.</summary>
    public AccountRef Account { get; init; }
}

/// <summary>How a fact is written.</summary>
public enum FactUnit
{
    /// <summary>A whole number.</summary>
    Count,

    /// <summary>So many times as much.</summary>
    Times,

    /// <summary>0 to 1.</summary>
    Share,

    /// <summary>Money in the currency that <see cref="Fact.Word"/> names.</summary>
    Money,

    /// <summary>Like a figure.</summary>
    Figure,

    /// <summary>The usual range of a figure.</summary>
    Expected,

    /// <summary>A figure's name.</summary>
    Name,

    /// <summary>An account's name.</summary>
    Account,

    /// <summary>A day: <c>2027-03-31</c>.</summary>
    Day,

    /// <summary>A kind of post, in the platform's word.</summary>
    PostType,

    /// <summary>A metric's key.</summary>
    Metric,

    /// <summary>A <see cref="WorthResult"/>.</summary>
    Result,

    /// <summary>An outsider's words.</summary>
    Quote,

    /// <summary>Who sent visits.</summary>
    Sender,

    /// <summary>Only for conditions.</summary>
    None,
}
