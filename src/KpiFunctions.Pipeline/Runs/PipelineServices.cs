using Azure.Security.KeyVault.Secrets;
using KpiFunctions.Pipeline.Clients;
using KpiFunctions.Pipeline.Delivery;
using KpiFunctions.Pipeline.Delivery.Links;
using KpiFunctions.Pipeline.Digest;
using KpiFunctions.Pipeline.Digest.Notices;
using KpiFunctions.Pipeline.Runs.Digests;
using KpiFunctions.Pipeline.Runs.Fetching;
using KpiFunctions.Pipeline.Runs.Intake;
using KpiFunctions.Pipeline.Runs.Web;
using KpiFunctions.Pipeline.Runs.State;
using KpiFunctions.Pipeline.Sources;
using KpiFunctions.Pipeline.Sources.Credentials;
using KpiFunctions.Pipeline.Sources.Files;
using KpiFunctions.Pipeline.Sources.Http;
using KpiFunctions.Pipeline.Store;
using KpiFunctions.Pipeline.Tables;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace KpiFunctions.Pipeline.Runs;

/// <summary>Registers the services of the pipeline.</summary>
public static class PipelineServices
{
    /// <summary>The name of the credential that holds SendGrid's key.</summary>
    public const string SendGridCredential = "sendgrid";

    private static readonly TimeSpan SendGridTimeout = TimeSpan.FromSeconds(60);

    /// <summary>Registers the whole pipeline. Its entry point is <see cref="PipelineJobs"/>.</summary>
    /// <param name="configuration">
    /// <c>DataStorage</c> (see <see cref="Connections.Data"/>), and either <c>KeyVault:Uri</c> or, for a local run,
    /// <c>Secrets:File</c>. Links need a public address: <c>PublicAddress</c>, or <c>WEBSITE_HOSTNAME</c>, which Azure sets.
    /// </param>
    public static IServiceCollection AddKpiPipeline(this IServiceCollection services, IConfiguration configuration)
    {
        services.TryAddSingleton(TimeProvider.System);
        services.AddSingleton(_ => StorageAccount.From(configuration, Connections.Data));

        services.AddSources();
        services.AddSingleton(FileSource.Traits);
        services.AddSingleton(_ => CredentialsFrom(configuration));
        services.AddSingleton(provider => new ConfigParser(provider.GetRequiredService<SourceCatalog>().Traits));
        services.AddSingleton<ClientDirectory>();

        services.AddSingleton<ReadingTable>().AddSingleton<PostTable>().AddSingleton<CursorTable>().AddSingleton<HistoryReader>();
        services.AddSingleton<DigestRenderer>().AddSingleton<BrandDirectory>().AddSingleton<NoticeRenderer>().AddSingleton<NoticePages>();

        services.AddHttpClient(MailGateway.HttpClientName, http => http.Timeout = SendGridTimeout);
        services.AddSingleton(provider => new MailGateway(
            provider.GetRequiredService<IHttpClientFactory>(),
            async cancellationToken => (await provider.GetRequiredService<ICredentialStore>().FindAsync(SendGridCredential, cancellationToken))?.Value));
        services.AddSingleton<DeliveryTable>().AddSingleton<SuppressionTable>().AddSingleton<DigestSender>();

        services.AddSingleton<LinkKeyVault>();
        services.AddSingleton(provider => new SignedLinks(
            PublicAddress.From(configuration), provider.GetRequiredService<LinkKeyVault>().FindAsync, provider.GetRequiredService<TimeProvider>()));

        services.AddSingleton<ScheduledMessageTable>().AddSingleton<Outbox>().AddSingleton<AlertTable>().AddSingleton<JobFailureRecorder>();
        services.AddSingleton<DroppedBlobs>().AddSingleton<ConfigIntake>().AddSingleton<ImportIntake>().AddSingleton<NoteIntake>().AddSingleton<NoteStore>();
        services.AddSingleton<TemplateTrial>().AddSingleton<BrandFileCheck>().AddSingleton<BrandIntake>();
        services.AddSingleton<BlobIntake>().AddSingleton<BlobReconciler>();
        services.AddOptions<QuotaOptions>().Bind(configuration.GetSection("Quotas"));
        services.AddSingleton<QuotaTable>().AddSingleton<Quotas>().AddSingleton<CredentialTable>().AddSingleton<SecretKeepers>();
        services.AddSingleton<FetchPlanner>().AddSingleton<AccountFetch>().AddSingleton<FetchJob>().AddSingleton<Backfill>();
        services.AddSingleton<RunTable>().AddSingleton<SourceReadiness>().AddSingleton<DigestBuilder>().AddSingleton<DigestArchive>().AddSingleton<KpiArchive>();
        services.AddSingleton<DigestPlanner>().AddSingleton<DigestOrchestrator>().AddSingleton<SendJob>();
        services.AddSingleton<DigestPageJob>().AddSingleton<UnsubscribeJob>();
        services.AddSingleton<IFlow, IntakeFlow>().AddSingleton<IFlow, FetchFlow>().AddSingleton<IFlow, DigestFlow>().AddSingleton<WebJobs>();
        services.AddSingleton<MessageRunner>().AddSingleton<PipelineJobs>();
        return services;
    }

    private static ICredentialStore CredentialsFrom(IConfiguration configuration)
    {
        if (configuration["KeyVault:Uri"] is { Length: > 0 } vault)
            return new KeyVaultCredentials(new SecretClient(new Uri(vault), AzureCredentials.From(configuration.GetSection(Connections.Data))));
        return configuration["Secrets:File"] is { Length: > 0 } file
            ? new FileCredentials(file)
            : throw new InvalidOperationException("No credentials: set KeyVault__Uri, or for a local run Secrets__File.");
    }
}
