namespace KpiFunctions.Pipeline.Delivery.Events;

/// <summary>Whether a post to the event webhook is SendGrid's.</summary>
public enum SignatureOutcome
{
    /// <summary>No key is set to verify it with.</summary>
    Unchecked,

    /// <summary>A header is missing, or given more than once.</summary>
    Missing,

    /// <summary>The signature was not made by SendGrid for this timestamp and body.</summary>
    Forged,

    /// <summary>It is older than <see cref="EventSignature.Oldest"/>.</summary>
    Late,

    /// <summary>Its timestamp lies further in the future than <see cref="EventSignature.Ahead"/>.</summary>
    Early,

    /// <summary>It is SendGrid's.</summary>
    Good,
}
