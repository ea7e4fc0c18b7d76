using Azure;

namespace KpiFunctions.Pipeline.Runs.State;

/// <summary>Something that is reported to a consultant.</summary>
/// <param name="Client">The client that it concerns; <c>-</c> where that is not known.</param>
/// <param name="Kind">What happened: <c>config-refused</c>, <c>source-in-trouble</c>, <c>mail-held</c>… (docs/tables/Failures.md names them all)</param>
/// <param name="Subject">What it concerns: a file, a delivery, a queue's message.</param>
/// <param name="IsFinal">False while it may still resolve itself.</param>
/// <param name="At">When it was last recorded.</param>
public sealed record Alert(string Client, string Kind, string Subject, string Reason, string? Message, bool IsFinal, DateTimeOffset At)
{
    /// <summary>When it was opened: it has lasted since.</summary>
    public DateTimeOffset Since { get; init; } = At;

    /// <summary>How often it was recorded since then.</summary>
    public int Count { get; init; } = 1;

    /// <summary>What one remedy fixes (<see cref="AlertCauses"/>).</summary>
    public string Cause { get; init; } = AlertCauses.Client(Client);

    /// <summary>How urgent it has been since it was opened (<see cref="AlertUrgencies"/>).</summary>
    public int Urgency { get; init; }

    /// <summary>Its row's key.</summary>
    internal string RowKey { get; init; } = "";

    /// <summary>The version of its row.</summary>
    internal ETag Version { get; init; }
}
