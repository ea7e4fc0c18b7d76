using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using KpiFunctions.Cli.Hosting;
using KpiFunctions.Pipeline.Periods;
using KpiFunctions.Pipeline.Sources;
using KpiFunctions.Pipeline.Sources.All;
using KpiFunctions.Simulator;
using KpiFunctions.Simulator.Faults;
using KpiFunctions.Tests.Sources;
using Microsoft.Extensions.Time.Testing;

namespace KpiFunctions.EndToEnd.Sources;

/// <summary>
/// Whatever an answer says, a source stays on its platform's host: every address in an answer, every identifier and every
/// cursor is made to point elsewhere.
/// </summary>
public sealed class PlantedLinkTests
{
    private const string Elsewhere = "elsewhere.example";
    private static readonly DateTimeOffset Now = new(2026, 11, 24, 9, 0, 0, TimeSpan.Zero);

    /// <summary>What is planted in the place of identifiers and cursors.</summary>
    private static readonly string[] Forms =
        [$"//{Elsewhere}/x", $"https://{Elsewhere}/x", $"@{Elsewhere}/x", $"\\\\{Elsewhere}\\x", $".{Elsewhere}", $"/../../..//{Elsewhere}/", $":443@{Elsewhere}", $"x?next=https://{Elsewhere}/#y", $"169.254.169.254/latest"];

    /// <summary>Properties that requests are made of.</summary>
    private static readonly HashSet<string> Keys = new(StringComparer.Ordinal)
    {
        "id", "uri", "did", "cursor", "next", "after", "before", "next_token", "nextPageToken", "uploads", "videoId", "item_id", "href", "name@odata.nextLink", "share", "ugcPost",
    };

    public static TheoryData<string, string> Cases => new(
        from type in AllSources.Traits.Values.Where(traits => traits.IsFetched).Select(traits => traits.Type)
        from form in Forms
        select (type, form));

    [Theory]
    [MemberData(nameof(Cases))]
    public async Task No_answer_leads_a_source_to_another_host(string type, string form)
    {
        var usual = await HostsAsync(type, null);

        (await HostsAsync(type, form)).Except(usual).ShouldBeEmpty();
    }

    /// <summary>The schemes and hosts that were asked, with answers as they are or with something planted.</summary>
    private static async Task<HashSet<string>> HostsAsync(string type, string? planted)
    {
        var subject = LabSubject.All.FirstOrDefault(subject => subject.Type == type && !subject.IsTokens).ShouldNotBeNull($"no ILabSource has an account for {type}");
        var hosts = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        await using var simulator = await SimulatorServer.StartAsync(new() { TimeProvider = new FakeTimeProvider(Now) }, TestContext.Current.CancellationToken);
        simulator.Faults.Add(new(FaultKind.ShortPages) { At = type is "google-analytics" ? "none" : subject.Platform });
        using var sources = new SimulatedSources(simulator, Now, async answer =>
        {
            hosts.Add(answer.RequestMessage!.RequestUri!.GetLeftPart(UriPartial.Authority));
            if (planted is null) return;
            answer.Headers.TryAddWithoutValidation("Link", $"<https://{Elsewhere}/x>; rel=\"next\"");
            var body = await answer.Content.ReadAsByteArrayAsync();
            if (body.Length == 0 || answer.Content.Headers.ContentType?.MediaType != "application/json" || JsonNode.Parse(body) is not { } node) return;
            Plant(node, planted);
            answer.Content = new StringContent(node.ToJsonString(), Encoding.UTF8, "application/json");
        });
        var secret = await new SimulatedCredentials().FindAsync(subject.Config.Credential!, TestContext.Current.CancellationToken);
        var request = new SourceRequest(subject.Config, secret!.Value, new(new(2026, 11, 10), new(2026, 11, 24)), Zone.Find("Europe/Paris")!);
        var fetch = sources.Catalog.Find(type)!.FetchAsync(request, TestContext.Current.CancellationToken).CountAsync(TestContext.Current.CancellationToken).AsTask();
        while (!fetch.IsCompleted)
        {
            await Task.WhenAny(fetch, Task.Delay(TimeSpan.FromMilliseconds(20), TestContext.Current.CancellationToken));
            sources.Clock.Advance(TimeSpan.FromMilliseconds(500));
        }

        try
        {
            await fetch;
        }
        catch (SourceException)
        {
            // An answer that cannot be followed may well end the fetch: what matters is where it went.
        }

        hosts.ShouldNotBeEmpty();
        return hosts;
    }

    /// <summary>Tokens stay, or nothing would be asked at all.</summary>
    private static void Plant(JsonNode node, string planted)
    {
        if (node is JsonArray list)
        {
            foreach (var item in list.OfType<JsonNode>()) Plant(item, planted);
        }
        else if (node is JsonObject thing)
        {
            foreach (var (name, value) in thing.ToList())
            {
                if (value is JsonValue && value.GetValueKind() == JsonValueKind.String && (Keys.Contains(name) || value.ToString().StartsWith("http", StringComparison.Ordinal)))
                    thing[name] = Uri.TryCreate(value.ToString(), UriKind.Absolute, out var address) && address.Scheme == Uri.UriSchemeHttps ? $"https://{Elsewhere}{address.PathAndQuery}" : planted;
                else if (value is not null) Plant(value, planted);
            }
        }
    }
}
