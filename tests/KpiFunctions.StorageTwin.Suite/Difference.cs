namespace KpiFunctions.StorageTwin.Suite;

/// <summary>A behaviour in which Azurite differs from Azure, and so from the twin.</summary>
/// <param name="Azure">The outcome on Azure and on the twin.</param>
/// <param name="Azurite">The outcome on Azurite.</param>
public sealed record Difference(string Behaviour, string Azure, string Azurite);
