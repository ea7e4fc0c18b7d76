using KpiFunctions.Pipeline.Delivery;
using KpiFunctions.Pipeline.Delivery.Links;
using KpiFunctions.Pipeline.Periods;
using KpiFunctions.Pipeline.Runs.Actions;
using KpiFunctions.Pipeline.Runs.State;
using KpiFunctions.Pipeline.Runs.Web;

namespace KpiFunctions.Testing;

/// <summary>A pipeline with one client, <c>shop</c>, whose digest falls due on Monday at eleven in Paris, and people who act on it.</summary>
internal sealed class ActingPipeline(TestPipeline test) : IAsyncDisposable
{
    /// <summary>Monday at eleven in Paris.</summary>
    public static readonly DateTimeOffset Due = Given.Monday.AddHours(2);

    public static readonly IsoWeek Occurrence = IsoWeek.Parse("2026-W48");

    public TestPipeline Test => test;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    /// <param name="digest">Further fields of <c>digest</c>.</param>
    public static async Task<ActingPipeline> StartAsync(string digest = "", string recipients = "\"owner@client.example\"")
    {
        var test = await TestPipeline.StartAsync(Given.Monday, new() { [PublicAddress.Setting] = "https://kpi.example" });
        await test.DropConfigAsync("shop.json", Config(digest, recipients));
        return new(test);
    }

    public static string Config(string digest = "", string recipients = "\"owner@client.example\"") => digest.Length == 0
        ? Given.Client("shop", recipients: recipients)
        : Given.Client("shop", recipients: recipients).Replace("\"time\": \"11:00\"", $"\"time\": \"11:00\", {digest}", StringComparison.Ordinal);

    public Task<ActionResult> DoAsync(string action, string by = "Marie", Func<ActionRequest, ActionRequest>? with = null, string? id = null, string? why = null) =>
        DoAsync(test.Get<ActionRunner>(), action, by, with, id, why);

    /// <summary>Another instance of the app does it.</summary>
    public Task<ActionResult> DoAsync(ActionRunner runner, string action, string by, Func<ActionRequest, ActionRequest>? with = null, string? id = null, string? why = null)
    {
        var request = new ActionRequest(action, "shop") { Occurrence = action is ActionNames.Pause or ActionNames.Resume or ActionNames.Lift or ActionNames.Replay ? null : Occurrence };
        return runner.RunAsync(with?.Invoke(request) ?? request, new(id ?? Instruction.NewId(), by, Instruction.Command, test.Clock.GetUtcNow()) { Why = why }, Token);
    }

    public async Task<Run> RunAsync() => (await test.Get<RunTable>().FindAsync("shop", Occurrence, Token)).ShouldNotBeNull();

    public Task<IReadOnlyList<DeliveryRecord>> DeliveriesAsync() => test.Get<DeliveryTable>().ReadAsync("shop", Occurrence, Token);

    public async Task<IReadOnlyList<string>> AlertsAsync() => [.. (await test.Get<AlertTable>().ReadAsync("shop", Token)).Select(alert => alert.Kind).Order(StringComparer.Ordinal)];

    public Task DrainAsync() => test.Pipeline.Host.DrainAsync(Token);

    public ValueTask DisposeAsync() => test.DisposeAsync();
}
