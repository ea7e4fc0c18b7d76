using KpiFunctions.Cli;
using KpiFunctions.Cli.Demos;
using KpiFunctions.Cli.Hosting;
using KpiFunctions.Pipeline.Delivery;
using KpiFunctions.Pipeline.Runs.State;
using KpiFunctions.Pipeline.Tables;
using KpiFunctions.Simulator;
using KpiFunctions.Simulator.Faults;
using KpiFunctions.StorageTwin.Lines;
using KpiFunctions.Tests;

namespace KpiFunctions.EndToEnd.Fixtures;

/// <summary>
/// Writes a fixture of what a release stores, for later ones to read: a demo's week, and after it what a demo has none of:
/// a brand, a note, accounts in trouble, digests that wait or are held, somebody who unsubscribed, messages in queues.
/// Run it by hand, with a folder below <c>tests/Fixtures</c> as <c>KPI_FIXTURE_TO</c>.
/// </summary>
public sealed class StorageFixtureTool
{
    private static readonly DateTimeOffset Now = new(2026, 11, 23, 9, 0, 0, TimeSpan.Zero);

    /// <summary>After the demo's last digest.</summary>
    private static readonly DateTimeOffset Afterwards = new(2026, 11, 24, 9, 0, 0, TimeSpan.Zero);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact(Explicit = true)]
    public async Task Writes_what_this_release_stores()
    {
        var work = Directory.CreateTempSubdirectory("kpi-fixture-");
        var (_, output) = await new Demo(new(Path.Combine(work.FullName, "demo"), DemoInput.Samples, Now, Keep: true, []), new Silent()).RunAsync(Token);

        var clock = new LeapingClock(Afterwards);
        await using var simulator = await SimulatorServer.StartAsync(new() { TimeProvider = clock }, Token);
        await using var pipeline = await LocalPipeline.StartAsync(new(output.Storage, clock, simulator, RetryAtOnce: true), _ => { }, Token);
        await DisturbAsync(pipeline, simulator, clock);
        await WriteAsync(pipeline.ConnectionString!, Environment.GetEnvironmentVariable("KPI_FIXTURE_TO")!);
    }

    private static async Task DisturbAsync(LocalPipeline pipeline, SimulatorServer simulator, LeapingClock clock)
    {
        simulator.Faults.Add(new(FaultKind.ServerError) { At = "facebook", Account = "201100000000008" });
        simulator.Faults.Add(new(FaultKind.ExpiredToken) { At = "facebook", Account = "201100000000009" });
        simulator.Faults.Add(new(FaultKind.BadRequest) { At = "sendgrid", Account = "refused@client.example" });
        simulator.Faults.Add(new(FaultKind.Unavailable) { At = "sendgrid", Account = "later@client.example" });
        simulator.Faults.Add(new(FaultKind.DropAfterAccept) { At = "sendgrid", Account = "unknown@client.example" });

        foreach (var file in new[] { "brand.json", "digest.html", "digest.txt" })
            await DropAsync(pipeline, ContainerNames.Templates, $"atelier/{file}", await File.ReadAllTextAsync(Repository.PathOf("samples", "templates", "atelier", file), Token));
        await DropAsync(pipeline, ContainerNames.Templates, "atelier/logo.svg", "<svg/>");
        await DropClientAsync(pipeline, "branded", Client("branded", "201100000000002", "\"good@client.example\", \"refused@client.example\"")
            .Replace("{ \"name\": \"Studio\", \"colour\": \"#0b6e4f\" }", "{ \"id\": \"atelier\" }", StringComparison.Ordinal));
        await DropClientAsync(pipeline, "put-off", Client("put-off", "201100000000003", "\"later@client.example\""));
        await DropClientAsync(pipeline, "unknown", Client("unknown", "201100000000003", "\"unknown@client.example\""));
        await DropClientAsync(pipeline, "waiting", Client("waiting", "201100000000008", "\"good@client.example\""));
        await DropClientAsync(pipeline, "expired", Client("expired", "201100000000009", "\"good@client.example\""));
        await DropClientAsync(pipeline, "clips", Client("clips", "_000201100000000002", "\"good@client.example\", \"gone@client.example\"").Replace("\"facebook\"", "\"tiktok\"", StringComparison.Ordinal).Replace("meta-agency", "tiktok-page", StringComparison.Ordinal));
        await DropClientAsync(pipeline, "films", Client("films", "UC0000000201100000000001", "\"gone@client.example\"").Replace("\"facebook\"", "\"youtube\"", StringComparison.Ordinal)
            .Replace("meta-agency", "youtube-1", StringComparison.Ordinal).Replace("\"awareness\", \"image\"", "\"offers\"", StringComparison.Ordinal));
        await pipeline.Get<SuppressionTable>().AddAsync("clips", RecipientHash.Of("gone@client.example"), "unsubscribed", Token);
        await DropAsync(pipeline, ContainerNames.Notes, "branded/2026-W47.md", "## This week\n\nThe **fair** begins on Friday: <https://fair.example>.\n");
        await DropAsync(pipeline, ContainerNames.Notes, "branded/2026-47.md", "A note whose name tells no week.\n");

        await pipeline.Host.LeapAsync(clock, (instant, _) => Task.FromResult(instant <= Afterwards.AddHours(3)), Token);
        await pipeline.Get<Outbox>().AddAsync(new FetchMessage("branded", "facebook", "201100000000002"), Token);
        await pipeline.Get<Outbox>().AddAsync(new DigestMessage("waiting", "2026-W48"), Token);
        await pipeline.Get<Outbox>().AddAsync(new SendMessage("put-off", "2026-W48", RecipientHash.Of("later@client.example")), Token);
        await pipeline.Get<Outbox>().AddAsync(BlobEvent.Of(BlobEvent.Created, ContainerNames.Notes, "branded/2026-W47.md"), Token);
    }

    /// <summary>A client whose digest falls due on Tuesday at eleven in Paris.</summary>
    private static string Client(string id, string account, string recipients) =>
        Given.Client(id, account, recipients).Replace("\"monday\"", "\"tuesday\"", StringComparison.Ordinal);

    private static Task DropClientAsync(LocalPipeline pipeline, string id, string json) => DropAsync(pipeline, ContainerNames.Clients, id + ".json", json);

    private static async Task DropAsync(LocalPipeline pipeline, string container, string name, string content)
    {
        await pipeline.Account.Container(container).GetBlobClient(name).UploadAsync(new BinaryData(content), overwrite: true, Token);
        await pipeline.Jobs.RunTimerAsync("ReconcileBlobs", Token);
        await pipeline.Host.DrainAsync(Token);
    }

    private static async Task WriteAsync(string connection, string directory)
    {
        var lines = await AccountLines.ReadAsync(new(connection), new(connection), new(connection), Token);
        await lines.SaveAsync(directory, Token);
    }

    private sealed class Silent : IProgressReport
    {
        public void Says(string what)
        {
        }

        public void Reaches(double share, string where)
        {
        }
    }
}
