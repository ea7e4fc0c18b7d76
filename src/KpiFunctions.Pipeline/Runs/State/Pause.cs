namespace KpiFunctions.Pipeline.Runs.State;

/// <summary>A time in which a person wants no digest of a client, or none to one recipient.</summary>
/// <param name="Until">Excluded; null where it lasts until somebody ends it.</param>
/// <param name="By">Who wants it.</param>
public sealed record Pause(DateTimeOffset Since, DateTimeOffset? Until, string By)
{
    /// <summary>Whether an instant lies in it.</summary>
    public bool Includes(DateTimeOffset instant) => Since <= instant && (Until is null || instant < Until);
}
