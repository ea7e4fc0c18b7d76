using System.Net;
using KpiFunctions.Simulator.Faults;
using KpiFunctions.Simulator.Hosting;
using KpiFunctions.Simulator.SendGrid;
using KpiFunctions.Simulator.World;
using KpiFunctions.Simulator.X;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.Hosting;

namespace KpiFunctions.Simulator;

/// <summary>
/// A local web server that plays the platforms (<see cref="PlatformNames"/>) on the wire. Its figures follow from a seed. It listens on a free
/// port of the loopback address and logs nothing.
/// </summary>
public sealed class SimulatorServer : IAsyncDisposable
{
    private readonly WebApplication web;
    private readonly CancellationTokenSource stopping;
    private readonly Outbox outbox;
    private readonly EventWebhook events;

    private SimulatorServer(WebApplication web, CancellationTokenSource stopping, Outbox outbox, EventWebhook events, XBill bill, FaultBoard faults, RequestLog requests)
    {
        this.web = web;
        this.stopping = stopping;
        this.outbox = outbox;
        this.events = events;
        Bill = bill;
        Faults = faults;
        Requests = requests;
        Address = new Uri(web.Urls.Single());
    }

    /// <summary><c>http://127.0.0.1:PORT</c>.</summary>
    public Uri Address { get; }

    /// <summary>The names of the platforms, by which faults are set: <c>facebook</c>.</summary>
    public static IReadOnlyList<string> PlatformNames { get; } = [.. PlatformList.All().Select(platform => platform.Name).Order(StringComparer.Ordinal)];

    /// <summary>What goes wrong; may be changed at any time.</summary>
    public FaultBoard Faults { get; }

    /// <summary>What was asked.</summary>
    public RequestLog Requests { get; }

    /// <summary>What X charged.</summary>
    public XBill Bill { get; }

    /// <summary>The digests that SendGrid accepted, in order; a second one of the same delivery is marked.</summary>
    public IReadOnlyList<ReceivedMail> Sent => [.. outbox.Mails.Where(mail => !mail.IsToConsultant)];

    /// <summary>The mails to consultants that SendGrid accepted, in order.</summary>
    public IReadOnlyList<ReceivedMail> SentToConsultants => [.. outbox.Mails.Where(mail => mail.IsToConsultant)];

    /// <summary>The key with which the events that SendGrid posts are verified: the setting <c>SendGrid__EventKey</c>.</summary>
    public string EventKey => events.Key;

    /// <summary>
    /// Has SendGrid post, signed, what became of the mails that it accepted since the last time. The beginning of a recipient's
    /// address says what that is. The events run backwards, and are posted twice.
    /// </summary>
    /// <returns>How many events were taken.</returns>
    public Task<int> PostEventsAsync(Uri webhook, CancellationToken cancellationToken) => events.PostAsync(webhook, cancellationToken);

    /// <summary>Starts a server, which answers when this returns.</summary>
    public static async Task<SimulatorServer> StartAsync(SimulatorOptions options, CancellationToken cancellationToken)
    {
        var world = new SimulatedWorld(options.Seed, options.TimeProvider, options.MatomoHosts);
        var mails = new Outbox(options.OutboxDirectory, options.TimeProvider);
        var bill = new XBill();
        var faults = new FaultBoard();
        var requests = new RequestLog();
        var platforms = new PlatformList(options, mails, bill, new(world));
        var gateway = new Gateway(world, platforms.Of, faults, requests, options.PauseClock);

        // The empty builder reads no settings, writes no log and catches no Ctrl-C: those are the host program's.
        var builder = WebApplication.CreateEmptyBuilder(new());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Listen(IPAddress.Loopback, 0);
        });
        var shutdown = new CancellationTokenSource();
        var application = builder.Build();
        application.Run(context => gateway.HandleAsync(context, shutdown.Token));
        await application.StartAsync(cancellationToken);
        return new(application, shutdown, mails, new(mails, options.TimeProvider), bill, faults, requests);
    }

    /// <summary>A handler for an <see cref="HttpClient"/> through which nothing but this simulator can be reached.</summary>
    public SimulatorRouting CreateRoutingHandler() =>
        new(Address) { InnerHandler = new SocketsHttpHandler { UseProxy = false, UseCookies = false, AllowAutoRedirect = false } };

    /// <summary>Ends the server and every request that still waits.</summary>
    public async ValueTask DisposeAsync()
    {
        await stopping.CancelAsync();
        await web.DisposeAsync();
        stopping.Dispose();
        events.Dispose();
    }
}
