namespace KpiFunctions.Tests.Infra;

/// <summary>The app settings that the Bicep gives to the app, each with a value of the kind it has in Azure.</summary>
internal static class DeployedSettings
{
    public static IReadOnlyDictionary<string, string> All { get; } = new Dictionary<string, string>
    {
        ["AzureWebJobsStorage__blobServiceUri"] = "https://host.blob.example/",
        ["AzureWebJobsStorage__queueServiceUri"] = "https://host.queue.example/",
        ["AzureWebJobsStorage__tableServiceUri"] = "https://host.table.example/",
        ["AzureWebJobsStorage__credential"] = "managedidentity",
        ["AzureWebJobsStorage__clientId"] = "00000000-0000-0000-0000-000000000001",
        ["DataStorage__blobServiceUri"] = "https://data.blob.example/",
        ["DataStorage__queueServiceUri"] = "https://data.queue.example/",
        ["DataStorage__tableServiceUri"] = "https://data.table.example/",
        ["DataStorage__credential"] = "managedidentity",
        ["DataStorage__clientId"] = "00000000-0000-0000-0000-000000000001",
        ["KeyVault__Uri"] = "https://vault.example/",
        ["SendGrid__EventKey"] = "MFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAEiniIlX4ojSKHtJwCG9m4h9plIYg8bbWIudSypgPIxzO7uLnBMFGlggWPOCC2qGLeBtyFBgUpgqmwug+fp3DB4A==",
        ["Agency__Address"] = "studio@agency.example",
        ["AzureWebJobsDisableHomepage"] = "true",
        ["AZURE_CLIENT_ID"] = "00000000-0000-0000-0000-000000000001",
        ["APPLICATIONINSIGHTS_CONNECTION_STRING"] = "InstrumentationKey=00000000-0000-0000-0000-000000000002",
        ["APPLICATIONINSIGHTS_AUTHENTICATION_STRING"] = "ClientId=00000000-0000-0000-0000-000000000001;Authorization=AAD",
    };

    /// <summary>The same as code reads them: a double underscore in an environment variable is a colon in a key.</summary>
    public static IReadOnlyDictionary<string, string?> AsConfiguration { get; } =
        All.ToDictionary(setting => setting.Key.Replace("__", ":", StringComparison.Ordinal), setting => (string?)setting.Value);
}
