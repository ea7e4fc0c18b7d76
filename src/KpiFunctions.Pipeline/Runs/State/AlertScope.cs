namespace KpiFunctions.Pipeline.Runs.State;

/// <summary>What the cause of alerts of a kind is, where the row does not say it.</summary>
public enum AlertScope
{
    /// <summary>The client, or the brand, that the row is about.</summary>
    Client,

    /// <summary>The source that the subject begins with.</summary>
    Platform,

    /// <summary>The brand that is the subject.</summary>
    Brand,
}
