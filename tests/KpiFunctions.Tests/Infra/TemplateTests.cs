using System.Text.Json;
using KpiFunctions.Pipeline.Delivery;
using KpiFunctions.Pipeline.Runs;
using KpiFunctions.Pipeline.Runs.State;
using KpiFunctions.Pipeline.Tables;

namespace KpiFunctions.Tests.Infra;

public sealed class TemplateTests
{
    private static readonly string[] InputContainers =
        [ContainerNames.Clients, ContainerNames.Imports, ContainerNames.Notes, ContainerNames.Templates];

    [Fact]
    public async Task The_queues_are_the_pipelines() =>
        Strings(await BicepCommand.ModuleAsync("dataStorage"), "variables", "queues").ShouldBe(
            [
                QueueNames.BlobEvents, QueueNames.BlobEventsPoison, QueueNames.Digest, QueueNames.DigestPoison,
                QueueNames.Fetch, QueueNames.FetchPoison, QueueNames.Report, QueueNames.ReportPoison, QueueNames.Send, QueueNames.SendPoison, QueueNames.Sweep, QueueNames.SweepPoison,
            ]);

    [Fact]
    public async Task The_tables_are_the_pipelines() =>
        Strings(await BicepCommand.ModuleAsync("dataStorage"), "variables", "tables").ShouldBe(TableNames.All, ignoreOrder: true);

    [Fact]
    public async Task The_containers_are_the_pipelines()
    {
        var storage = await BicepCommand.ModuleAsync("dataStorage");
        var inputs = Strings(storage, "variables", "inputContainers");

        inputs.ShouldBe(InputContainers, ignoreOrder: true);
        inputs.Concat(Strings(storage, "variables", "resultContainers")).ShouldBe(ContainerNames.All, ignoreOrder: true);
        ContainerNames.All.ShouldNotContain(Text(storage, "variables", "deadLetterContainer"));
    }

    [Fact]
    public async Task Blobs_that_come_and_go_in_an_input_container_are_told_to_the_queue_as_CloudEvents()
    {
        Text(await BicepCommand.ModuleAsync("dataStorage"), "outputs", "eventQueue", "value").ShouldBe(QueueNames.BlobEvents);

        var properties = Properties(await BicepCommand.ModuleAsync("events"), "Microsoft.EventGrid/systemTopics/eventSubscriptions");
        Text(properties, "eventDeliverySchema").ShouldBe("CloudEventSchemaV1_0");
        Strings(properties, "filter", "includedEventTypes").ShouldBe(["Microsoft.Storage.BlobCreated", "Microsoft.Storage.BlobDeleted"]);
        Text(properties, "filter", "subjectBeginsWith")
            .ShouldBe("[format('/blobServices/default/containers/{0}/blobs/', parameters('containers')[copyIndex()])]");
        Text(properties, "deliveryWithResourceIdentity", "destination", "endpointType").ShouldBe("StorageQueue");
        Text(properties, "deadLetterWithResourceIdentity", "deadLetterDestination", "endpointType").ShouldBe("StorageBlob");
        properties.TryGetProperty("destination", out _).ShouldBeFalse("delivery goes by identity, never by key");
    }

    [Fact]
    public async Task Events_are_subscribed_to_after_the_right_to_deliver_them_is_granted() =>
        Strings((await BicepCommand.TemplateAsync()).GetProperty("resources").GetProperty("events"), "dependsOn").ShouldContain("roles");

    [Theory]
    [InlineData("hostStorage")]
    [InlineData("dataStorage")]
    public async Task No_storage_account_takes_a_key_or_shows_a_blob_to_the_public(string module)
    {
        var properties = Properties(await BicepCommand.ModuleAsync(module), "Microsoft.Storage/storageAccounts");
        properties.GetProperty("allowSharedKeyAccess").GetBoolean().ShouldBeFalse();
        properties.GetProperty("allowBlobPublicAccess").GetBoolean().ShouldBeFalse();
    }

    [Fact]
    public async Task No_key_is_read_anywhere() =>
        (await BicepCommand.TemplateAsync()).GetRawText().ShouldNotMatch(@"\blist[A-Z]\w*\(");

    [Fact]
    public async Task The_app_is_an_isolated_worker_on_NET_10_and_on_Flex_Consumption()
    {
        var app = Properties(await BicepCommand.ModuleAsync("app"), "Microsoft.Web/sites");
        Text(app, "functionAppConfig", "runtime", "name").ShouldBe("dotnet-isolated");
        Text(app, "functionAppConfig", "runtime", "version").ShouldBe("10.0");
        Text(Resource(await BicepCommand.ModuleAsync("plan"), "Microsoft.Web/serverfarms"), "sku", "tier").ShouldBe("FlexConsumption");
    }

    [Fact]
    public async Task The_app_is_given_the_settings_that_its_code_is_tested_with()
    {
        var settings = Properties(await BicepCommand.ModuleAsync("app"), "Microsoft.Web/sites/config");
        settings.EnumerateObject().Select(setting => setting.Name).ShouldBe(DeployedSettings.All.Keys, ignoreOrder: true);
        foreach (var service in (string[])["blobServiceUri", "queueServiceUri", "tableServiceUri", "credential", "clientId"])
            settings.TryGetProperty($"{Connections.Data}__{service}", out _).ShouldBeTrue(service);
    }

    [Fact]
    public async Task The_vault_goes_by_roles() =>
        Properties(await BicepCommand.ModuleAsync("vault"), "Microsoft.KeyVault/vaults")
            .GetProperty("enableRbacAuthorization").GetBoolean().ShouldBeTrue();

    [Fact]
    public async Task Whatever_stops_all_mail_is_mailed_to_the_agency()
    {
        var alerts = await BicepCommand.ModuleAsync("standstills");
        Strings(alerts, "variables", "codes").ShouldBe(Standstills.Declared.Select(standstill => standstill.Code));
        var rule = Properties(alerts, "Microsoft.Insights/scheduledQueryRules");
        var query = rule.GetProperty("criteria").GetProperty("allOf").EnumerateArray().Single().GetProperty("query").GetString()!;
        query.ShouldContain("AppTraces");
        query.ShouldContain("variables('codes')");
        var receiver = Properties(alerts, "Microsoft.Insights/actionGroups").GetProperty("emailReceivers").EnumerateArray().Single();
        Text(receiver, "emailAddress").ShouldBe("[parameters('agencyAddress')]");
        rule.GetProperty("actions").GetProperty("actionGroups").EnumerateArray().Single().GetString()!.ShouldContain("Microsoft.Insights/actionGroups");

        // An instance repeats a line after ten minutes at the earliest: no window may pass between two.
        System.Xml.XmlConvert.ToTimeSpan(Text(rule, "windowSize")).ShouldBeGreaterThan(StandstillLog.Quiet);
        System.Xml.XmlConvert.ToTimeSpan(Text(rule, "evaluationFrequency")).ShouldBeLessThanOrEqualTo(System.Xml.XmlConvert.ToTimeSpan(Text(rule, "windowSize")));
    }

    // A template lists its resources, or names them; it only ever makes one of each type asked for here.
    private static JsonElement Resource(JsonElement template, string type)
    {
        var resources = template.GetProperty("resources");
        var all = resources.ValueKind == JsonValueKind.Array
            ? resources.EnumerateArray()
            : resources.EnumerateObject().Select(resource => resource.Value);
        return all.Single(each => Text(each, "type") == type && !each.TryGetProperty("existing", out _));
    }

    private static JsonElement Properties(JsonElement template, string type) => Resource(template, type).GetProperty("properties");

    private static JsonElement At(JsonElement element, params string[] path) => path.Aggregate(element, (each, name) => each.GetProperty(name));

    private static string Text(JsonElement element, params string[] path) => At(element, path).GetString()!;

    private static List<string> Strings(JsonElement element, params string[] path) =>
        [.. At(element, path).EnumerateArray().Select(each => each.GetString()!)];
}
