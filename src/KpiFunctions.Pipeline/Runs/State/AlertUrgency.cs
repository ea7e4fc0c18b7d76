namespace KpiFunctions.Pipeline.Runs.State;

/// <summary>When an alert is reported.</summary>
public enum AlertUrgency
{
    /// <summary>In the week's mail.</summary>
    Weekly,

    /// <summary>At once where a person has to act, or at the third time in a row.</summary>
    OnceItLasts,

    /// <summary>At once.</summary>
    AtOnce,
}
