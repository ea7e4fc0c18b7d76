namespace KpiFunctions.Pipeline.Runs;

/// <summary>Names of connection settings that triggers and storage clients share.</summary>
public static class Connections
{
    /// <summary>
    /// The data storage account: a connection string under this name, or <c>…__tableServiceUri</c>,
    /// <c>…__blobServiceUri</c> and <c>…__queueServiceUri</c> for an identity. The host's own storage account is a different one.
    /// </summary>
    public const string Data = "DataStorage";
}
