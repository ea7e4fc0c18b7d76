using Azure;
using Azure.Data.Tables;

namespace KpiFunctions.StorageTwin.Suite;

/// <summary>What the suite's classes share.</summary>
public abstract class SuiteTests(SuiteStorage storage)
{
    protected const string Done = "done";

    protected SuiteStorage Storage => storage;

    protected static CancellationToken Token => TestContext.Current.CancellationToken;

    /// <summary>How a call ended: <see cref="Done"/>, or the status and the service's code, with the index of a transaction's failed action.</summary>
    protected static async Task<string> OutcomeOf(Func<Task> call)
    {
        try
        {
            await call();
            return Done;
        }
        catch (TableTransactionFailedException exception)
        {
            return $"{exception.Status} {exception.ErrorCode} at {exception.FailedTransactionActionIndex}";
        }
        catch (RequestFailedException exception)
        {
            return $"{exception.Status} {exception.ErrorCode}".TrimEnd();
        }
        catch (InvalidOperationException exception)
        {
            return exception.GetType().Name;
        }
    }

    /// <summary>Asserts what the back end under test is known to do where the two differ.</summary>
    protected void ShouldBe(Difference difference, string outcome) => outcome.ShouldBe(storage.IsTwin ? difference.Azure : difference.Azurite);

    protected static TableEntity Row(string partition, string key, string? text = null) => new(partition, key) { ["Text"] = text };
}
