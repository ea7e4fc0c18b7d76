using KpiFunctions.Pipeline.Readings;

namespace KpiFunctions.Pipeline.Clients;

/// <summary>Names that verdicts on dropped files use.</summary>
public static class ConfigNames
{
    /// <summary>In verdicts on dropped files.</summary>
    public static readonly StoredNames<Severity> Severities = new((Severity.Warning, "warning"), (Severity.Error, "error"));
}
