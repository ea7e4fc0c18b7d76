namespace KpiFunctions.StorageTwin.Http;

/// <summary>An error that a service answers, with its published code.</summary>
internal sealed class ServiceError(int status, string code, string message) : Exception(message)
{
    public int Status => status;

    public string Code => code;
}
