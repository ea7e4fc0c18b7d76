using KpiFunctions.Pipeline.Runs;
using KpiFunctions.Pipeline.Tables;
using KpiFunctions.Tests.Infra;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace KpiFunctions.Tests.Runs;

/// <summary>A wrong setting is refused when the pipeline is composed, before anything reads a message: in one line, by the setting's name.</summary>
public sealed class SettingsTests
{
    private const string Secret = "Zm9vYmFyYmF6cXV4Zm9vYmFyYmF6cXV4Zm9vYmFyYmF6cXV4Zm9vYmFyYmF6cXV4Zm9vYmFyYmF6cXV4Zm9vYg==";

    [Fact]
    public void What_infra_deploys_is_accepted() => Compose([]);

    [Theory]
    [InlineData("DataStorage__tableServiceUri")]
    [InlineData("DataStorage__blobServiceUri")]
    [InlineData("DataStorage__queueServiceUri")]
    [InlineData("KeyVault__Uri")]
    public void A_missing_setting_is_refused_by_name(string name)
    {
        RefusalOf(new() { [name] = null }).ShouldStartWith($"The setting {name} is missing. Allowed: ");
        RefusalOf(new() { [name] = "" }).ShouldStartWith($"The setting {name} is missing. Allowed: ");
    }

    [Fact]
    public void A_missing_data_account_is_refused_with_both_ways_to_name_it()
    {
        var message = RefusalOf(DeployedSettings.All.Keys.Where(key => key.StartsWith("DataStorage", StringComparison.Ordinal)).ToDictionary(key => key, _ => (string?)null));
        message.ShouldStartWith("The setting DataStorage is missing. ");
        message.ShouldContain("a connection string as DataStorage, or the addresses DataStorage__tableServiceUri, DataStorage__blobServiceUri and DataStorage__queueServiceUri");
    }

    [Theory]
    [InlineData("KeyVault__Uri", "kv-kpi", "such as https://kv-kpi.vault.azure.net")]
    [InlineData("KeyVault__Uri", "http://kv-kpi.vault.azure.net", "https address")]
    [InlineData("DataStorage__tableServiceUri", "stkpidata", "such as https://account.table.core.windows.net")]
    [InlineData("DataStorage__blobServiceUri", "https//stkpidata", "such as https://account.blob.core.windows.net")]
    [InlineData("DataStorage__queueServiceUri", "http://stkpidata.queue.core.windows.net", "such as https://account.queue.core.windows.net")]
    [InlineData("DataStorage__queueServiceUri", "http://127.0.0.1:10001/devstoreaccount1", "such as https://account.queue.core.windows.net")]
    [InlineData("DataStorage__clientId", "id-kpi", "the client id of a user-assigned identity")]
    [InlineData("PublicAddress", "digests.agency.example", "such as https://digests.agency.example")]
    [InlineData("PublicAddress", "http://digests.agency.example", "http only on this machine")]
    [InlineData("SendGrid__EventKey", "MFkw", "the verification key that SendGrid shows for the signed event webhook")]
    [InlineData("Agency__Address", "studio.agency.example", "one e-mail address such as studio@agency.example, or nothing")]
    [InlineData("Quotas__Requests__youtube", "many", "a whole number of requests above 0")]
    [InlineData("Quotas__Requests__youtube", "0", "a whole number of requests above 0")]
    [InlineData("Quotas__Requests__youtube", "-5", "a whole number of requests above 0")]
    public void A_wrong_setting_is_refused_with_what_was_found_and_what_is_allowed(string name, string value, string allowed)
    {
        var message = RefusalOf(new() { [name] = value });
        message.ShouldStartWith($"The setting {name} is '{value}'. Allowed: ");
        message.ShouldContain(allowed);
    }

    [Theory]
    [InlineData("Quotas__Requests__bluesky")]
    [InlineData("Quotas__Requests__yutube")]
    public void A_quota_of_a_source_without_one_is_refused_with_those_that_have_one(string name)
    {
        var message = RefusalOf(new() { [name] = "1000" });
        message.ShouldStartWith($"The setting {name} names no source type with a quota. ");
        message.ShouldContain("Quotas__Requests__youtube");
    }

    [Theory]
    [InlineData("DataStorage", "DefaultEndpointsProtocol=https;AccountKey=" + Secret)]
    [InlineData("DataStorage", Secret)]
    [InlineData("DataStorage__tableServiceUri", "https://stkpidata.table.core.windows.net/?sv=2026&sig=" + Secret)]
    [InlineData("DataStorage__clientId", Secret)]
    [InlineData("KeyVault__Uri", "DefaultEndpointsProtocol=https;AccountName=stkpidata;AccountKey=" + Secret)]
    [InlineData("KeyVault__Uri", "https://operator:hunter2@kv-kpi.vault.azure.net")]
    [InlineData("PublicAddress", "SG.abcdefghijklmnopqrstuv.abcdefghijklmnopqrstuvwxyzabcdefghijklmnopq")]
    [InlineData("Quotas__Requests__youtube", Secret)]
    [InlineData("SendGrid__EventKey", Secret)]
    [InlineData("Agency__Address", Secret)]
    public void What_could_be_a_secret_is_not_repeated(string name, string value)
    {
        var message = RefusalOf(new() { [name] = value });
        message.ShouldStartWith($"The setting {name} ");
        foreach (var part in (string[])[Secret, Secret[..20], "hunter2", "abcdefghijklmnop"])
            message.ShouldNotContain(part);
    }

    [Fact]
    public void A_connection_string_is_accepted_in_place_of_the_addresses() =>
        Compose(new() { ["DataStorage"] = $"DefaultEndpointsProtocol=https;AccountName=stkpidata;AccountKey={Secret};EndpointSuffix=core.windows.net" });

    [Fact]
    public void A_file_of_secrets_is_refused_where_it_cannot_be_read_and_none_of_it_is_repeated()
    {
        var folder = Directory.CreateTempSubdirectory("kpi-settings-");
        try
        {
            var file = Path.Combine(folder.FullName, "secrets.json");
            RefusalWithFile(folder.FullName).ShouldContain("it is a directory");

            File.WriteAllText(file, "{ \"sendgrid\": hunter2 }");
            RefusalWithFile(file).ShouldContain("line 1, byte 15 is not JSON");
            RefusalWithFile(file).ShouldNotContain("hunter2");

            File.WriteAllText(file, "[]");
            RefusalWithFile(file).ShouldContain("it does not hold an object");

            File.WriteAllText(file, "{ /* none yet */ }");
            Compose(new() { ["KeyVault__Uri"] = null, ["Secrets__File"] = file });
        }
        finally
        {
            folder.Delete(recursive: true);
        }

        string RefusalWithFile(string path) => RefusalOf(new() { ["KeyVault__Uri"] = null, ["Secrets__File"] = path });
    }

    private static string RefusalOf(Dictionary<string, string?> changes)
    {
        var message = Should.Throw<SettingException>(() => Compose(changes)).Message;
        message.ShouldNotContain("\n");
        return message;
    }

    /// <summary>The first lines of <c>Program.cs</c>, on the deployed settings with some of them changed.</summary>
    private static void Compose(Dictionary<string, string?> changes)
    {
        var settings = DeployedSettings.All.ToDictionary(setting => setting.Key, setting => (string?)setting.Value);
        foreach (var (name, value) in changes) settings[name] = value;
        var configuration = new ConfigurationBuilder()
            .AddInMemoryCollection(settings.Where(setting => setting.Value is not null).ToDictionary(setting => setting.Key.Replace("__", ":", StringComparison.Ordinal), setting => setting.Value))
            .Build();
        using var services = new ServiceCollection().AddLogging().AddKpiPipeline(configuration).BuildServiceProvider();
        services.GetRequiredService<PipelineJobs>().Queues.ShouldNotBeEmpty();
    }
}
