using Azure;

namespace KpiFunctions.Pipeline.Runs.State;

/// <summary>An alert that a consultant is to be told at once.</summary>
/// <param name="Mail">The mail that tells it, by its instruction; null until one has taken it.</param>
/// <param name="At">When it was raised.</param>
public sealed record UrgentAlert(string Client, string Kind, string Subject, string? Mail, DateTimeOffset At)
{
    /// <summary>Its row's key.</summary>
    internal string RowKey { get; init; } = "";

    /// <summary>The version of its row.</summary>
    internal ETag Version { get; init; }
}
