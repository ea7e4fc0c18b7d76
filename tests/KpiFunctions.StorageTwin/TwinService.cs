namespace KpiFunctions.StorageTwin;

/// <summary>A service of a storage account.</summary>
public enum TwinService
{
    Tables,
    Blobs,
    Queues,
}
