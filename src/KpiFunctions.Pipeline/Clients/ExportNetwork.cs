namespace KpiFunctions.Pipeline.Clients;

/// <summary>A network whose figures stand in one export with another's.</summary>
public enum ExportNetwork
{
    Facebook,
    Instagram,
}

/// <summary>The networks as configs and titles of exports name them.</summary>
public static class ExportNetworks
{
    public static IReadOnlyDictionary<string, ExportNetwork> ByName { get; } = new Dictionary<string, ExportNetwork> { ["facebook"] = ExportNetwork.Facebook, ["instagram"] = ExportNetwork.Instagram };
}
