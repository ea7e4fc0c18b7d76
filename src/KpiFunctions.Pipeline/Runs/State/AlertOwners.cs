namespace KpiFunctions.Pipeline.Runs.State;

/// <summary>Whose alerts are, other than a client's.</summary>
public static class AlertOwners
{
    /// <summary>In place of a client in the keys of rows (<c>TableEntity.PartitionKey</c>) about none in particular.</summary>
    public const string NoClient = "-";
}
