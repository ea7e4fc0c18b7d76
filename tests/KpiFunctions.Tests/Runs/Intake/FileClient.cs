using KpiFunctions.Testing;

namespace KpiFunctions.Tests.Runs.Intake;

/// <summary>A client in Paris that one account of dropped exports feeds.</summary>
internal static class FileClient
{
    public static async Task<TestPipeline> StartAsync(DateTimeOffset start, params string[] objectives)
    {
        var test = await TestPipeline.StartAsync(start);
        await test.DropConfigAsync("shop.json", $$"""
            {
              "id": "shop", "name": "Client", "language": "fr", "timeZone": "Europe/Paris",
              "digest": { "day": "monday", "time": "08:30" },
              "recipients": ["owner@client.example"],
              "consultant": { "name": "Studio", "email": "studio@agency.example" },
              "sources": [ { "type": "files", "account": "page", "name": "Page" } ],
              "objectives": [ {{string.Join(", ", objectives.Select(objective => $"\"{objective}\""))}} ],
            }
            """);
        return test;
    }
}
