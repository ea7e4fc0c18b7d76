using System.Collections.Concurrent;
using System.Text;
using Azure.Data.Tables;
using KpiFunctions.EndToEnd.Sources;
using KpiFunctions.Pipeline.Runs.State;
using KpiFunctions.Pipeline.Sources;
using KpiFunctions.Pipeline.Sources.All;
using KpiFunctions.Pipeline.Sources.Credentials;
using KpiFunctions.Pipeline.Tables;
using KpiFunctions.Simulator.Faults;
using KpiFunctions.Simulator.Hosting;
using KpiFunctions.Testing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace KpiFunctions.Tests.Runs;

/// <summary>Secrets that are planted in the vault are in nothing that the pipeline writes, whatever the platforms answer.</summary>
public sealed class PlantedSecretsTests
{
    /// <summary>An account of every source that needs a credential.</summary>
    private static readonly IReadOnlyList<LabSubject> Accounts = [.. LabSubject.All.Where(subject => !subject.IsTokens && AllSources.Traits[subject.Type].NeedsCredential)];

    /// <summary>Answers in which a platform may speak of the access, and those that break off.</summary>
    private static readonly FaultKind[] Troubles =
    [
        FaultKind.Unauthorized, FaultKind.ExpiredToken, FaultKind.PermissionMissing, FaultKind.BadRequest, FaultKind.RateLimited,
        FaultKind.ServerError, FaultKind.HtmlError, FaultKind.TruncatedJson, FaultKind.DropConnection,
    ];

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task No_secret_is_in_a_log_a_table_a_blob_a_message_or_a_mail()
    {
        Accounts.Select(account => account.Type).ShouldBe(AllSources.Traits.Values.Where(traits => traits.NeedsCredential).Select(traits => traits.Type), ignoreOrder: true);
        var (vault, log) = (new PlantedVault(), new CapturedLog());
        await using var test = await TestPipeline.StartAsync(Given.Monday, configure: services => services
            .AddSingleton<ICredentialStore>(vault)
            .AddLogging(logging => logging.ClearProviders().AddProvider(log).SetMinimumLevel(LogLevel.Trace).AddFilter("System.Net.Http", LogLevel.Trace).AddFilter("Polly", LogLevel.Trace)));
        await test.DropConfigAsync("planted.json", Config());

        var written = new List<(string Where, string Text)>();
        foreach (var trouble in Troubles)
        {
            using (test.Simulator.Faults.Add(new(trouble)))
            {
                test.Clock.LeapTo(test.Clock.GetUtcNow().AddHours(23));
                await test.Jobs.RunTimerAsync("PlanFetches", Token);
                await test.Get<Outbox>().SendDueAsync(Lane.Fetches, Token);
                await test.Pipeline.Host.DrainAsync(Token);
            }

            // The next trouble's reason takes the place of this one's.
            written.AddRange(await WrittenAsync(test));
        }

        await test.LeapToAsync(test.Clock.GetUtcNow().AddDays(1));
        test.Simulator.Sent.ShouldNotBeEmpty();
        written.AddRange(await WrittenAsync(test));
        written.AddRange(log.Lines.Select(line => ("log", line)));
        written.ShouldContain(text => text.Where != "log" && text.Text.Contains("Malformed access token", StringComparison.Ordinal), "the answer that repeats the token did not reach a table");
        written.Count(text => text.Where == "log").ShouldBeGreaterThan(100);

        vault.Given.Count.ShouldBeGreaterThan(Accounts.Count);
        string[] secrets = [.. vault.Given.SelectMany(Parts).Append("ya29.").Distinct()];
        foreach (var secret in secrets.SelectMany(Forms))
            foreach (var (where, text) in written) text.Contains(secret, StringComparison.Ordinal).ShouldBeFalse($"{where} holds {secret}: {text[..Math.Min(400, text.Length)]}");
    }

    private static async Task<List<(string Where, string Text)>> WrittenAsync(TestPipeline test)
    {
        var written = new List<(string Where, string Text)>();
        foreach (var name in TableNames.All)
            await foreach (var row in test.Account.Table(name).QueryAsync<TableEntity>(cancellationToken: Token))
                written.AddRange(row.Select(property => (name, property.Value is byte[] bytes ? Encoding.UTF8.GetString(bytes) : $"{property.Value}")));
        foreach (var name in ContainerNames.All)
            await foreach (var blob in test.Account.Container(name).GetBlobsAsync(cancellationToken: Token))
                written.Add(($"{name}/{blob.Name}", (await test.Account.Container(name).GetBlobClient(blob.Name).DownloadContentAsync(Token)).Value.Content.ToString()));
        foreach (var queue in test.Jobs.Queues)
            written.AddRange((await test.Account.Queue(queue.Queue).PeekMessagesAsync(32, Token)).Value.Select(message => (queue.Queue, MessageJson.Decode(message.Body.ToString()))));
        written.AddRange(test.Simulator.Sent.Select(mail => ("mail", Encoding.UTF8.GetString(mail.Body.Span))));
        return written;
    }

    /// <summary>What of a secret would open something: the lines of a key, the texts of a grant.</summary>
    private static IEnumerable<string> Parts(string secret) => secret.StartsWith('{')
        ? System.Text.Json.Nodes.JsonNode.Parse(secret)!.AsObject()
            .Where(property => property.Key is "private_key" or "client_secret" or "refresh_token" or "access_token")
            .SelectMany(property => property.Value!.GetValue<string>().Split('\n').Where(line => line.Length > 10 && !line.StartsWith('-')))
        : [secret];

    private static IEnumerable<string> Forms(string secret) =>
        new[] { secret, Uri.EscapeDataString(secret), System.Text.Json.JsonEncodedText.Encode(secret).ToString(), Convert.ToBase64String(Encoding.UTF8.GetBytes(secret)) }.Distinct();

    private static string Config()
    {
        var sources = Accounts.Select(account => $$"""{ "type": "{{account.Type}}", "account": "{{account.Account}}", "credential": "{{account.Type}}"{{(account.Url is null ? "" : $", \"url\": \"{account.Url}\"")}} }""");
        return Given.Client("planted")
            .Replace("{ \"type\": \"facebook\", \"account\": \"201100000000002\", \"credential\": \"meta-agency\" }", string.Join(",\n", sources), StringComparison.Ordinal);
    }

    /// <summary>Secrets that the simulator takes and that can be found again.</summary>
    private sealed class PlantedVault : ICredentialStore
    {
        private readonly ConcurrentDictionary<string, string> secrets = new(StringComparer.Ordinal);

        /// <summary>Every secret that was ever in it.</summary>
        public ConcurrentBag<string> Given { get; } = [];

        public Task<Secret?> FindAsync(string name, CancellationToken cancellationToken) =>
            Task.FromResult<Secret?>(new(secrets.GetOrAdd(name, missing => Plant(missing.Contains("google", StringComparison.Ordinal) || missing is "youtube" or "tiktok"
                ? SimulatorSecrets.For(missing)
                : $"EAAB/planted+{missing}-7f3a"))));

        public Task KeepAsync(string name, Secret secret, CancellationToken cancellationToken)
        {
            secrets[name] = Plant(secret.Value);
            return Task.CompletedTask;
        }

        private string Plant(string secret)
        {
            Given.Add(secret);
            return secret;
        }
    }

    private sealed class CapturedLog : ILoggerProvider, ILogger
    {
        public ConcurrentQueue<string> Lines { get; } = [];

        public ILogger CreateLogger(string categoryName) => this;

        public void Dispose()
        {
        }

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull
        {
            Lines.Enqueue($"{state}");
            return null;
        }

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            Lines.Enqueue($"{formatter(state, exception)} {exception}");
    }
}
