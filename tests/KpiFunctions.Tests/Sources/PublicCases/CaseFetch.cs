using System.Runtime.CompilerServices;
using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Nodes;
using KpiFunctions.Pipeline.Clients;
using KpiFunctions.Pipeline.History;
using KpiFunctions.Pipeline.Periods;
using KpiFunctions.Pipeline.Readings;
using KpiFunctions.Pipeline.Runs;
using KpiFunctions.Pipeline.Runs.Fetching;
using KpiFunctions.Pipeline.Sources;
using KpiFunctions.Pipeline.Sources.All;
using KpiFunctions.Pipeline.Sources.Credentials;
using KpiFunctions.Pipeline.Sources.Http;
using KpiFunctions.Testing;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace KpiFunctions.Tests.Sources.PublicCases;

/// <summary>What one fetch gave the pipeline.</summary>
/// <param name="Readings">As they are stored.</param>
/// <param name="Posts">As they are stored.</param>
/// <param name="Failure">Why the fetch broke off; null where it did not.</param>
/// <param name="Unanswered">The requests that the case has no answer for.</param>
internal sealed record CaseFound(IReadOnlyList<Reading> Readings, IReadOnlyList<Post> Posts, IReadOnlyList<Refusal> Refusals, SourceFailure? Failure, IReadOnlyList<string> Unanswered);

/// <summary>
/// Fetches a case as the pipeline does, and reads what is stored afterwards: between a page of the connector and the
/// figures of a digest is whatever <see cref="AccountFetch"/> and the tables do to it.
/// </summary>
internal static class CaseFetch
{
    private const string Client = "case";

    private static readonly DayRange EveryDay = new(new(2000, 1, 1), new(2039, 12, 31));

    private static readonly Lazy<string> GoogleKey = new(() =>
    {
        using var rsa = RSA.Create(2048);
        return JsonSerializer.Serialize(new { type = "service_account", client_email = "reader@example.com", private_key = rsa.ExportPkcs8PrivateKeyPem(), private_key_id = "1" });
    });

    public static async Task<CaseFound> RunAsync(ConnectorCase given, CancellationToken cancellationToken)
    {
        using var platform = new CasePlatform(given);
        var clock = new RetryClock(given.Now);
        using var storage = TestStorage.On(clock);
        var account = storage.NewAccount();
        await account.CreateMissingAsync([], cancellationToken);

        var collection = new ServiceCollection();
        collection.AddSingleton<TimeProvider>(clock);
        collection.AddLogging(logging => logging.SetMinimumLevel(LogLevel.None));
        collection.AddKpiPipeline(new ConfigurationBuilder().AddInMemoryCollection(new Dictionary<string, string?> { ["Secrets:File"] = "none.json" }).Build(), account);
        collection.AddSingleton<ICredentialStore>(new Vault(SecretOf(given.Secret)));
        foreach (var name in AllSources.Fetched().Select(SourceClients.NameOf)) collection.AddHttpClient(name).ConfigurePrimaryHttpMessageHandler(() => platform.Handler);
        await using var services = collection.BuildServiceProvider();

        var connector = new Recorder(services.GetRequiredService<SourceCatalog>().Find(given.Source.Type)!);
        var fetch = FetchAsync(services, given, connector, cancellationToken);

        await clock.PassPausesAsync(fetch, cancellationToken);
        var (refusals, failure) = await OutcomeAsync(fetch, connector, platform);
        return new(
            await services.GetRequiredService<ReadingTable>().ReadAsync(Client, EveryDay, cancellationToken),
            await services.GetRequiredService<PostTable>().ReadAsync(Client, EveryDay, cancellationToken),
            refusals, failure, platform.Unanswered);
    }

    /// <summary>What is refused by the fetch; where it breaks off, what the connector had told until then.</summary>
    private static async Task<(IReadOnlyList<Refusal> Refusals, SourceFailure? Failure)> OutcomeAsync(Task<FetchOutcome> fetch, Recorder connector, CasePlatform platform)
    {
        try
        {
            return ((await fetch).Refusals, null);
        }
        catch (SourceException exception)
        {
            return (connector.Refusals, exception.Failure);
        }
        catch (InvalidOperationException) when (platform.Unanswered.Count > 0)
        {
            return (connector.Refusals, null);
        }
    }

    private static async Task<FetchOutcome> FetchAsync(ServiceProvider services, ConnectorCase given, Recorder connector, CancellationToken cancellationToken)
    {
        var source = new SourceConfig
        {
            Type = given.Source.Type,
            Account = given.Source.Account,
            Name = connector.Traits.Name,
            Credential = given.Source.Credential,
            Url = given.Source.Url,
        };
        var cursors = services.GetRequiredService<CursorTable>();
        var stored = await cursors.FindStoredAsync(Client, source.Ref, cancellationToken);
        var lease = (await cursors.TryLeaseAsync(Client, stored, attempt: null, given.Now, cancellationToken)).ShouldNotBeNull();
        return await services.GetRequiredService<AccountFetch>().RunAsync(
            ClientOf(given, source), source, connector, new(given.Days[0], given.Days[^1]), Allowance.Unlimited, given.Skip ?? new HashSet<string>(), lease, cancellationToken);
    }

    private static ClientConfig ClientOf(ConnectorCase given, SourceConfig source) => new()
    {
        Id = Client,
        Name = given.Name,
        Language = "en",
        Schedule = new(DayOfWeek.Monday, new(9, 0), Zone.Find(given.Zone).ShouldNotBeNull()),
        Recipients = [],
        Consultant = new("Studio", "studio@agency.example"),
        ReplyTo = "studio@agency.example",
        Brand = new("Studio", "#1f4e79", null),
        Sources = [source],
        Objectives = [],
    };

    private static string? SecretOf(JsonNode? secret) => secret switch
    {
        JsonValue text when text.GetValue<string>() is var value => value == ConnectorCase.GoogleKey ? GoogleKey.Value : value,
        _ => secret?.ToJsonString(),
    };

    /// <summary>A vault that has one secret, under every name.</summary>
    private sealed class Vault(string? secret) : ICredentialStore
    {
        private Secret? stored = secret is null ? null : new(secret);

        public Task<Secret?> FindAsync(string name, CancellationToken cancellationToken) => Task.FromResult(stored);

        public Task KeepAsync(string name, Secret secret, CancellationToken cancellationToken)
        {
            stored = secret;
            return Task.CompletedTask;
        }
    }

    /// <summary>The connector, with a memory for what it told.</summary>
    private sealed class Recorder(ISource source) : ISource
    {
        public List<Refusal> Refusals { get; } = [];

        public SourceTraits Traits => source.Traits;

        public async IAsyncEnumerable<SourcePage> FetchAsync(SourceRequest request, [EnumeratorCancellation] CancellationToken cancellationToken)
        {
            await foreach (var page in source.FetchAsync(request, cancellationToken))
            {
                Refusals.AddRange(page.Refusals);
                yield return page;
            }
        }
    }
}
