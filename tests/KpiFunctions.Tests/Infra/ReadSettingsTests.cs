using KpiFunctions.Pipeline.Runs;
using KpiFunctions.Tests.Functions;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace KpiFunctions.Tests.Infra;

/// <summary>No setting is deployed that nobody reads, and none is read that nobody is told of.</summary>
public sealed class ReadSettingsTests
{
    /// <summary>What is deployed for others than the app's own code, by who reads it.</summary>
    private static readonly Dictionary<string, string> OfOthers = new()
    {
        ["AzureWebJobsStorage__blobServiceUri"] = "the Functions host: its own account",
        ["AzureWebJobsStorage__queueServiceUri"] = "the Functions host: its own account",
        ["AzureWebJobsStorage__tableServiceUri"] = "the Functions host: its own account",
        ["AzureWebJobsStorage__credential"] = "the Functions host: its own account",
        ["AzureWebJobsStorage__clientId"] = "the Functions host: its own account",
        ["AzureWebJobsDisableHomepage"] = "the Functions host: what an address without a path shows",
        ["DataStorage__credential"] = "the Functions host: the queues' triggers; the app takes the identity from the client id alone",
        ["AZURE_CLIENT_ID"] = "Azure.Identity: the identity where none is named",
        ["APPLICATIONINSIGHTS_CONNECTION_STRING"] = "the Functions host: where logs go",
        ["APPLICATIONINSIGHTS_AUTHENTICATION_STRING"] = "the Functions host: as whom",
    };

    /// <summary>What the app reads and <c>infra</c> does not set, by who does.</summary>
    private static readonly Dictionary<string, string> NotDeployed = new()
    {
        ["PublicAddress"] = "the agency, for a domain of its own",
        ["Quotas__Requests"] = "the agency, where a platform granted other quotas",
        ["Prices"] = "the agency, where X charges it other prices than it publishes",
        ["Prices__x__post"] = "the same",
        ["Prices__x__user"] = "the same",
        ["WEBSITE_HOSTNAME"] = "Azure",
        ["DataStorage"] = "local runs: a connection string",
        ["Secrets__File"] = "local runs: a file in place of the vault",
    };

    private static readonly string[] Pages = [.. new[] { "deploy.md", "links.md", "host.md" }.Select(page => File.ReadAllText(Repository.PathOf("docs", page)))];

    [Fact]
    public void Every_deployed_setting_is_read_by_the_app_or_by_another_who_is_named() =>
        DeployedSettings.All.Keys.Except(OfOthers.Keys).Except(Read()).ShouldBeEmpty();

    [Fact]
    public void Every_setting_that_the_app_reads_is_deployed_or_somebody_elses_to_set() =>
        Read().Except(DeployedSettings.All.Keys).ShouldBe(NotDeployed.Keys, ignoreOrder: true);

    [Fact]
    public void Nothing_that_is_deployed_for_others_is_forgotten_when_it_goes() => OfOthers.Keys.Except(DeployedSettings.All.Keys).ShouldBeEmpty();

    [Fact]
    public void Every_setting_that_the_app_reads_is_documented()
    {
        foreach (var setting in Read()) Pages.ShouldContain(page => page.Contains(setting, StringComparison.Ordinal), setting);
    }

    /// <summary>What is read while the app is composed: with the deployed settings, and locally with a file of secrets.</summary>
    private static HashSet<string> Read()
    {
        var read = new HashSet<string>(StringComparer.Ordinal);
        Compose(DeployedSettings.AsConfiguration, read);
        Compose(DeployedSettings.AsConfiguration.Where(setting => setting.Key != "KeyVault:Uri").Append(new("Secrets:File", "none.json")), read);
        return read;
    }

    private static void Compose(IEnumerable<KeyValuePair<string, string?>> settings, HashSet<string> read)
    {
        IConfigurationRoot configuration = new ConfigurationRoot([new Recording(settings, read)]);
        using var services = new ServiceCollection().AddLogging().AddKpiPipeline(configuration).BuildServiceProvider();
        services.GetRequiredService<PipelineJobs>().Timers.ShouldNotBeEmpty();
    }

    private sealed class Recording : ConfigurationProvider
    {
        private readonly HashSet<string> read;

        public Recording(IEnumerable<KeyValuePair<string, string?>> settings, HashSet<string> read)
        {
            this.read = read;
            foreach (var (key, value) in settings) Data[key] = value;
        }

        public override bool TryGet(string key, out string? value)
        {
            read.Add(key.Replace(":", "__", StringComparison.Ordinal));
            return base.TryGet(key, out value);
        }

        public override IEnumerable<string> GetChildKeys(IEnumerable<string> earlierKeys, string? parentPath)
        {
            if (parentPath is not null) read.Add(parentPath.Replace(":", "__", StringComparison.Ordinal));
            return base.GetChildKeys(earlierKeys, parentPath);
        }
    }
}
