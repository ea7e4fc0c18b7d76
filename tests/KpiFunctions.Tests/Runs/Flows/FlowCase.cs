using System.Text.Json;
using System.Text.Json.Nodes;
using KpiFunctions.Tests;

namespace KpiFunctions.Testing.Flows;

/// <summary>A run of the whole pipeline, as a file of <c>tests/Cases/flows</c> describes it.</summary>
/// <param name="Expect">What is right, in words.</param>
/// <param name="Rules">What platforms answer in place of what the simulator does.</param>
/// <param name="Lose">A regular expression over "METHOD path" of table requests: the first answer of each is lost after it took effect.</param>
internal sealed record FlowCase(
    string Name, string Expect, FlowCheck Check, DateTimeOffset Start, DateTimeOffset Until, string? Lose,
    IReadOnlyList<FlowRule>? Rules, IReadOnlyList<JsonObject> Configs, IReadOnlyList<FlowStep>? Then)
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower };

    /// <summary>Reads a case.</summary>
    public static FlowCase Read(string name) =>
        JsonSerializer.Deserialize<FlowCase>(File.ReadAllText(Repository.PathOf("tests", "Cases", "flows", name + ".json")), Json)!;
}

/// <summary>What holds at the end.</summary>
/// <param name="Mails">How many mails were sent; null where that is free.</param>
/// <param name="FailuresMin">The fewest alerts.</param>
/// <param name="FailuresMax">The most alerts.</param>
/// <param name="Never">Texts that stand in no mail.</param>
internal sealed record FlowCheck(int? Mails, int? FailuresMin, int? FailuresMax, IReadOnlyList<string>? Never);

/// <summary>What happens next.</summary>
internal sealed record FlowStep(string Do, DateTimeOffset? To, DateTimeOffset? Until, int? Times, string? Queue, JsonObject? Message);
