namespace KpiFunctions.Pipeline.Runs.State;

/// <summary>The parts of a consultant's mail that tell alerts, the most urgent first.</summary>
public enum AlertSection
{
    /// <summary>Digests that did not leave, or not to everybody.</summary>
    Digests,

    /// <summary>Accounts that give no figures, or not all.</summary>
    Sources,

    /// <summary>Files that were refused.</summary>
    Files,

    /// <summary>Recipients whom no digest reaches.</summary>
    Recipients,

    /// <summary>Accesses and versions that expire.</summary>
    Endings,

    /// <summary>The pipeline itself.</summary>
    Pipeline,
}
