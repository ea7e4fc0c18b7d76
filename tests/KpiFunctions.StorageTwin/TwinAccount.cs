using Azure;
using Azure.Core;
using Azure.Data.Tables;
using Azure.Storage.Blobs;
using Azure.Storage.Queues;
using KpiFunctions.StorageTwin.Blobs;
using KpiFunctions.StorageTwin.Faults;
using KpiFunctions.StorageTwin.Gates;
using KpiFunctions.StorageTwin.Http;
using KpiFunctions.StorageTwin.Lines;
using KpiFunctions.StorageTwin.Queues;
using KpiFunctions.StorageTwin.Tables;

namespace KpiFunctions.StorageTwin;

/// <summary>
/// An Azure storage account in memory, below the SDK: the clients are the SDK's own, with its retries (their delay is 0),
/// and only the transport is replaced. Safe for concurrent use; each request takes effect at one instant.
/// </summary>
/// <remarks>
/// Where Azurite accepts what Azure refuses, it refuses. <c>docs/storage-twin.md</c> lists the differences, and the suite
/// asserts them on both. An operation that it does not know throws <see cref="NotSupportedException"/>.
/// </remarks>
public sealed class TwinAccount
{
    private readonly RequestLog log = new();
    private readonly TimeProvider time;
    private TableService tables;
    private BlobService blobs;
    private QueueService queues;

    /// <param name="time">Gives timestamps, and says when hidden messages are visible again, when leases expire and when messages are too old.</param>
    public TwinAccount(TimeProvider time)
    {
        this.time = time;
        Faults = new(time);
        tables = new(time);
        blobs = new(time);
        queues = new(time);
    }

    public TwinFaults Faults { get; }

    public TwinGate Gate { get; } = new();

    /// <summary>Every request that reached the transport since the last <see cref="ClearRequests"/>, in the order of arrival.</summary>
    public IReadOnlyList<TwinRequest> Requests => log.All;

    /// <summary>Whether <see cref="Requests"/> are kept: with their bodies they take memory, which a long simulation may not want. They are numbered all the same.</summary>
    public bool KeepsRequests
    {
        get => log.IsKept;
        set => log.IsKept = value;
    }

    public void ClearRequests() => log.Clear();

    /// <summary>A client on this account.</summary>
    /// <param name="host">Stands as <see cref="TwinRequest.Host"/> in the requests of the client.</param>
    /// <param name="options">For policies of the caller; their transport and their retries are replaced.</param>
    public TableServiceClient NewTables(string host = "", TableClientOptions? options = null) =>
        new(new Uri("https://kpitwin.table.core.windows.net"), new AzureSasCredential(Incoming.NoCredential), Configured(options ?? new(), TwinService.Tables, host));

    /// <inheritdoc cref="NewTables"/>
    public BlobServiceClient NewBlobs(string host = "", BlobClientOptions? options = null) =>
        new(new Uri("https://kpitwin.blob.core.windows.net"), Configured(options ?? new(), TwinService.Blobs, host));

    /// <inheritdoc cref="NewTables"/>
    /// <param name="options">For the message encoding; its transport and its retries are replaced.</param>
    /// <param name="host">Stands as <see cref="TwinRequest.Host"/> in the requests of the client.</param>
    public QueueServiceClient NewQueues(QueueClientOptions? options = null, string host = "") =>
        new(new Uri("https://kpitwin.queue.core.windows.net"), Configured(options ?? new(), TwinService.Queues, host));

    /// <summary>Puts rows, blobs and messages beside those that are there, with the timestamps and ETags that the lines have. This is no request: neither gate nor faults nor <see cref="Requests"/> see it.</summary>
    public void Load(AccountLines lines)
    {
        tables.Load(lines);
        blobs.Load(lines);
        queues.Load(lines);
    }

    /// <summary>Forgets everything that the account holds, so that the clients on it can be used for another test. Nothing may be on its way.</summary>
    public void Reset()
    {
        tables = new(time);
        blobs = new(time);
        queues = new(time);
    }

    /// <summary>Everything that the account holds; leases, hidden messages' remaining time and pop counts are left out.</summary>
    public AccountLines Dump() => new([.. tables.Dump(), .. blobs.Dump(), .. queues.Dump()]);

    internal async Task<Answer> AnswerAsync(string host, Incoming incoming, CancellationToken cancellationToken)
    {
        var request = log.Add(host, incoming);
        await Gate.PassAsync(request, cancellationToken);
        request.Fault = await Faults.StrikeAsync(request, cancellationToken);
        cancellationToken.ThrowIfCancellationRequested();
        if (request.Fault is { } prevented && FaultAnswers.Instead(prevented, incoming.Service) is { } answer) return Answered(answer);
        var executed = Execute(incoming);
        request.Executed = executed.Status;
        return Answered(request.Fault is { } lost ? FaultAnswers.After(lost, incoming.Service) : executed);

        Answer Answered(Answer given)
        {
            request.Status = given.Status;
            return given;
        }
    }

    private Answer Execute(Incoming incoming)
    {
        try
        {
            return incoming.Service switch
            {
                TwinService.Tables => tables.Execute(incoming),
                TwinService.Blobs => blobs.Execute(incoming),
                _ => queues.Execute(incoming),
            };
        }
        catch (ServiceError error)
        {
            return Answer.Of(incoming.Service, error);
        }
    }

    private T Configured<T>(T options, TwinService service, string host)
        where T : ClientOptions
    {
        options.Transport = new TwinTransport(this, service, host);
        options.Retry.Mode = RetryMode.Fixed;
        options.Retry.Delay = TimeSpan.Zero;
        options.Retry.MaxDelay = TimeSpan.Zero;
        options.Diagnostics.IsLoggingEnabled = false;
        return options;
    }
}
