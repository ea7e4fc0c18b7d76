namespace KpiFunctions.Endurance.Checks;

/// <summary>How the promise was broken.</summary>
internal enum Breach
{
    /// <summary>More than one mail for a client, an occurrence and a recipient.</summary>
    Duplicate,

    /// <summary>No mail, and nothing that truly says so.</summary>
    Lost,

    /// <summary>A mail with another client's data, or to another client's recipient.</summary>
    ForeignData,

    /// <summary>A run that does not end, or messages that stay in a queue.</summary>
    Stuck,
}

/// <summary>A broken promise, in words.</summary>
internal sealed record Violation(Breach Breach, string Text);
