using KpiFunctions.Pipeline.Delivery.Links;
using KpiFunctions.Pipeline.Periods;

namespace KpiFunctions.Pipeline.Runs.State;

/// <summary>What a person wants done.</summary>
/// <param name="Action">One of <see cref="ActionNames"/>.</param>
public sealed record ActionRequest(string Action, string Client)
{
    /// <summary>The week that identifies the digest (not the week that it reports); null where it is about none.</summary>
    public IsoWeek? Occurrence { get; init; }

    /// <summary>The hash of the recipient's address that it is about; null where it is about all.</summary>
    public string? Recipient { get; init; }

    /// <summary>Until when, for what lasts; null where it has no end.</summary>
    public DateTimeOffset? Until { get; init; }

    /// <summary>Whether a mail is a test to the consultant.</summary>
    public bool IsTest { get; init; }

    /// <summary>The queue whose messages are meant; null for all.</summary>
    public string? Queue { get; init; }
}
