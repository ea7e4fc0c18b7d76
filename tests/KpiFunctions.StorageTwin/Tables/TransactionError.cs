using KpiFunctions.StorageTwin.Http;

namespace KpiFunctions.StorageTwin.Tables;

/// <summary>The error of one operation, for which the whole transaction is refused.</summary>
internal sealed class TransactionError(int index, ServiceError error) : Exception(error.Message)
{
    /// <summary>The error as the service writes it: the operation's index stands before the message.</summary>
    public ServiceError Numbered => new(error.Status, error.Code, $"{index}:{error.Message}\nRequestId:twin\nTime:twin");
}
