using Azure.Security.KeyVault.Secrets;
using KpiFunctions.Pipeline.Clients.Parsing;
using KpiFunctions.Pipeline.Delivery;
using KpiFunctions.Pipeline.Delivery.Events;
using KpiFunctions.Pipeline.Delivery.Links;
using KpiFunctions.Pipeline.Digest;
using KpiFunctions.Pipeline.Digest.Notices;
using KpiFunctions.Pipeline.Digest.Reports;
using KpiFunctions.Pipeline.History;
using KpiFunctions.Pipeline.Kpis.Engine;
using KpiFunctions.Pipeline.Runs.Actions;
using KpiFunctions.Pipeline.Runs.Digests;
using KpiFunctions.Pipeline.Runs.Fetching;
using KpiFunctions.Pipeline.Runs.Intake;
using KpiFunctions.Pipeline.Runs.Reports;
using KpiFunctions.Pipeline.Runs.State;
using KpiFunctions.Pipeline.Runs.Sweeping;
using KpiFunctions.Pipeline.Runs.Web;
using KpiFunctions.Pipeline.Sources;
using KpiFunctions.Pipeline.Sources.All;
using KpiFunctions.Pipeline.Sources.Credentials;
using KpiFunctions.Pipeline.Sources.Files;
using KpiFunctions.Pipeline.Sources.Http;
using KpiFunctions.Pipeline.Sources.X;
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

    private const string VaultUri = "KeyVault:Uri";
    private const string SecretsFile = "Secrets:File";

    private static readonly TimeSpan SendGridTimeout = TimeSpan.FromSeconds(60);

    /// <summary>Registers the whole pipeline. Its entry point is <see cref="PipelineJobs"/>. Settings are validated here, so that an invalid one stops the app before it receives a message.</summary>
    /// <param name="configuration">
    /// <c>DataStorage</c> (see <see cref="Connections.Data"/>), and either <c>KeyVault:Uri</c> or, for a local run,
    /// <c>Secrets:File</c>. Links need a public address: <c>PublicAddress</c>, or <c>WEBSITE_HOSTNAME</c>, which Azure sets.
    /// <c>SendGrid:EventKey</c>, <c>Agency:Address</c>, <c>Quotas:Requests</c> and <c>Prices:x</c> are optional (see <see cref="EventSignature"/>,
    /// <see cref="AgencyOptions"/>, <see cref="QuotaOptions"/> and <see cref="XPrices"/>).
    /// </param>
    /// <param name="account">The data account; null for the one that <c>DataStorage</c> names.</param>
    /// <exception cref="SettingException">A setting is missing or wrong.</exception>
    public static IServiceCollection AddKpiPipeline(this IServiceCollection services, IConfiguration configuration, StorageAccount? account = null)
    {
        var (storage, credentials) = (account ?? StorageAccount.From(configuration, Connections.Data), CredentialsFrom(configuration));
        var (publicAddress, quotas, prices) = (PublicAddress.From(configuration), QuotaOptions.From(configuration), XPrices.From(configuration));
        var (events, agency) = (EventSignature.From(configuration), AgencyOptions.From(configuration));

        services.TryAddSingleton(TimeProvider.System);
        services.AddSingleton(_ => storage);

        services.AddSingleton(prices);
        services.AddSources();
        services.AddSingleton<StandstillLog>();
        services.AddSingleton<ICredentialStore>(provider => new WatchedCredentials(credentials, provider.GetRequiredService<StandstillLog>()));
        services.AddSingleton(provider => new ConfigParser(provider.GetRequiredService<SourceCatalog>().Traits, Objectives.Traits));
        services.AddSingleton<ClientDirectory>();

        services.AddSingleton<ReadingTable>().AddSingleton<PostTable>().AddSingleton<ExportTable>().AddSingleton<CursorTable>().AddSingleton<HistoryReader>();
        services.AddSingleton<DigestRenderer>().AddSingleton<BrandDirectory>().AddSingleton<NoticeRenderer>().AddSingleton<ActionPageRenderer>().AddSingleton<NoticePages>();

        // No redirects: whatever stands at their end is not SendGrid, and its answer says nothing about the mail.
        services.AddHttpClient(MailGateway.HttpClientName, http => http.Timeout = SendGridTimeout)
            .ConfigurePrimaryHttpMessageHandler(() => new SocketsHttpHandler { AllowAutoRedirect = false });
        services.AddSingleton(provider => new MailGateway(
            provider.GetRequiredService<IHttpClientFactory>(),
            async cancellationToken => (await provider.GetRequiredService<ICredentialStore>().FindAsync(SendGridCredential, cancellationToken))?.Value,
            provider.GetRequiredService<TimeProvider>(),
            provider.GetRequiredService<StandstillLog>()));
        services.AddSingleton(agency).AddSingleton(events);
        services.AddSingleton<DeliveryTable>().AddSingleton<SuppressionTable>().AddSingleton<DigestSender>();

        services.AddSingleton<LinkKeyVault>();
        services.AddSingleton(provider => new SignedLinks(
            publicAddress, provider.GetRequiredService<LinkKeyVault>().FindAsync, provider.GetRequiredService<TimeProvider>()));

        services.AddSingleton<ScheduledMessageTable>().AddSingleton<Outbox>().AddSingleton<ConsultantTable>().AddSingleton<RecipientTable>().AddSingleton<UrgentAlertTable>().AddSingleton<AtOnceReports>().AddSingleton<AlertTable>().AddSingleton<AlertEnds>().AddSingleton<JobFailureRecorder>();
        services.AddSingleton<DroppedBlobs>().AddSingleton<ConfigIntake>().AddSingleton<ImportIntake>().AddSingleton<ImportsAgain>().AddSingleton<ExportWatch>().AddSingleton<NoteIntake>().AddSingleton<NoteStore>();
        services.AddSingleton<TemplateTrial>().AddSingleton<BrandFileCheck>().AddSingleton<BrandIntake>();
        services.AddSingleton<BlobIntake>().AddSingleton<BlobReconciler>();
        services.AddSingleton(quotas);
        services.AddSingleton<QuotaTable>().AddSingleton<Quotas>().AddSingleton<CredentialTable>().AddSingleton<SecretKeepers>();
        services.AddSingleton<FetchPlanner>().AddSingleton<AccountFetch>().AddSingleton<FetchJob>().AddSingleton<Backfill>();
        services.AddSingleton<RunTable>().AddSingleton<SourceReadiness>().AddSingleton<DigestBuilder>().AddSingleton<DigestFinder>().AddSingleton<DigestArchive>().AddSingleton<KpiArchive>();
        services.AddSingleton<DigestPlanner>().AddSingleton<DigestMails>().AddSingleton<DigestOrchestrator>().AddSingleton<SendJob>().AddSingleton<WaitingDigests>();
        services.AddSingleton(agency).AddSingleton<ActionLinks>().AddSingleton<HeartbeatTable>().AddSingleton<PipelineWatch>();
        services.AddSingleton<AuditTable>().AddSingleton<ClientPauses>().AddSingleton<DigestActions>().AddSingleton<SendAction>().AddSingleton<PauseActions>().AddSingleton<LiftAction>();
        services.AddSingleton<ReplayAction>().AddSingleton<ActionRunner>().AddSingleton<UnfinishedActions>().AddSingleton<StatusReader>();
        services.AddSingleton<ReportReaders>().AddSingleton<ClientFactsReader>().AddSingleton<ReportComposer>().AddSingleton<ReportRenderer>().AddSingleton<WeekReports>().AddSingleton<AtOnceMails>();
        services.AddSingleton<ReportPlanner>().AddSingleton<ReportJob>();
        services.AddSingleton<SweepTable>().AddSingleton<SweepPlanner>().AddSingleton<WorkSweep>();
        services.AddSingleton<DigestPageJob>().AddSingleton<UnsubscribeJob>().AddSingleton<ActJob>().AddSingleton<RecipientPlaces>().AddSingleton<MailEventsJob>();
        services.AddSingleton<IFlow, IntakeFlow>().AddSingleton<IFlow, FetchFlow>().AddSingleton<IFlow, DigestFlow>().AddSingleton<IFlow, SweepFlow>().AddSingleton<IFlow, ReportFlow>().AddSingleton<WebJobs>();
        services.AddSingleton<MessageRunner>().AddSingleton<PipelineJobs>();
        return services;
    }

    private static ICredentialStore CredentialsFrom(IConfiguration configuration)
    {
        if (configuration[VaultUri] is { Length: > 0 })
        {
            var vault = Settings.Address(configuration, VaultUri, "the vault's https address, such as https://kv-kpi.vault.azure.net");
            return new KeyVaultCredentials(new SecretClient(vault, AzureCredentials.From(configuration.GetSection(Connections.Data))));
        }

        if (configuration[SecretsFile] is not { Length: > 0 } file)
            throw new SettingException(Settings.NameOf(VaultUri), Settings.Missing, $"the vault's https address, or for a local run a file of secrets as {Settings.NameOf(SecretsFile)}");

        var credentials = new FileCredentials(file);
        return credentials.Problem is null ? credentials : throw new SettingException(
            Settings.NameOf(SecretsFile), $"{Settings.Found(file)}: {credentials.Problem}", "a JSON file that holds one object of names and secrets");
    }
}
