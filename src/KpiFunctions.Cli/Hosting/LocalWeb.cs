using System.Net;
using KpiFunctions.Pipeline.Delivery.Links;
using KpiFunctions.Pipeline.Runs;
using KpiFunctions.Pipeline.Runs.State;
using KpiFunctions.Pipeline.Runs.Web;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using WebJobRequest = KpiFunctions.Pipeline.Runs.Web.WebJobRequest;

namespace KpiFunctions.Cli.Hosting;

/// <summary>
/// Serves the pipeline's web jobs on the loopback address. It listens before the pipeline exists, because the pipeline needs
/// its address; requests that arrive before then wait.
/// </summary>
internal sealed class LocalWeb : IAsyncDisposable
{
    private readonly WebApplication web;
    private readonly TaskCompletionSource<IReadOnlyList<WebJob>> jobs;

    private LocalWeb(WebApplication web, TaskCompletionSource<IReadOnlyList<WebJob>> jobs) =>
        (this.web, this.jobs, Address) = (web, jobs, new(web.Urls.Single()));

    /// <summary><c>http://127.0.0.1:PORT</c>.</summary>
    public Uri Address { get; }

    /// <summary>Where SendGrid's events are posted.</summary>
    public Uri Events => new(Address, $"{LinkRoutes.Prefix}/{LinkRoutes.Events}");

    /// <summary>Starts listening.</summary>
    /// <param name="port">0 for a free port.</param>
    /// <exception cref="UsageException">Another process listens on the port.</exception>
    public static async Task<LocalWeb> StartAsync(int port, CancellationToken cancellationToken)
    {
        // The empty builder reads no settings, writes no log and handles no Ctrl-C: the command does.
        var builder = WebApplication.CreateEmptyBuilder(new());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Listen(IPAddress.Loopback, port);
        });
        var application = builder.Build();
        var jobs = new TaskCompletionSource<IReadOnlyList<WebJob>>(TaskCreationOptions.RunContinuationsAsynchronously);
        application.Run(async context => await AnswerAsync(context, await jobs.Task.WaitAsync(context.RequestAborted)));
        try
        {
            await application.StartAsync(cancellationToken);
        }
        catch (IOException exception) when (exception.InnerException is AddressInUseException)
        {
            await application.DisposeAsync();
            throw new UsageException($"--port: another process listens on {port}. Give another port, or leave the option out for a free one.");
        }

        return new(application, jobs);
    }

    /// <summary>Starts answering requests with the pipeline's jobs.</summary>
    public void Serve(PipelineJobs pipeline) => jobs.TrySetResult(pipeline.Web);

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        jobs.TrySetCanceled(CancellationToken.None);
        await web.DisposeAsync();
    }

    private static async Task AnswerAsync(HttpContext context, IReadOnlyList<WebJob> jobs)
    {
        var here = jobs.Where(job => TokenIn(context.Request.Path, job.Route) is not null).ToList();
        if (here.Find(job => HttpMethods.Equals(job.Method, context.Request.Method)) is not { } wanted)
        {
            context.Response.StatusCode = here.Count == 0 ? StatusCodes.Status404NotFound : StatusCodes.Status405MethodNotAllowed;
            return;
        }

        try
        {
            var headers = context.Request.Headers.Select(header => KeyValuePair.Create<string, IEnumerable<string>>(header.Key, header.Value.OfType<string>().ToList()));
            var request = new WebJobRequest(TokenIn(context.Request.Path, wanted.Route)!, headers, context.Request.Body);
            var reply = await wanted.RunAsync(request, context.RequestAborted);
            (context.Response.StatusCode, context.Response.ContentType) = (reply.Status, reply.ContentType);
            foreach (var (name, value) in reply.Headers) context.Response.Headers[name] = value;
            await context.Response.WriteAsync(reply.Body, context.RequestAborted);
        }
        catch (BadHttpRequestException exception)
        {
            // The server's own limits: a body that is far too long, or comes far too slowly.
            if (!context.Response.HasStarted) context.Response.StatusCode = exception.StatusCode;
        }
        catch (Exception exception) when (!context.RequestAborted.IsCancellationRequested)
        {
            Console.Error.WriteLine($"error: {wanted.Name} failed. {exception.GetType().Name}: {exception.Message}");
            if (!context.Response.HasStarted) context.Response.StatusCode = StatusCodes.Status500InternalServerError;
        }
    }

    /// <summary>The token in a path, empty for a route without one; null where the path does not match the route.</summary>
    private static string? TokenIn(PathString path, string route)
    {
        if (!route.Contains(LinkRoutes.Token, StringComparison.Ordinal)) return path.Equals($"/{LinkRoutes.Prefix}/{route}", StringComparison.OrdinalIgnoreCase) ? "" : null;
        var before = $"/{LinkRoutes.Prefix}/{route.Replace(LinkRoutes.Token, "", StringComparison.Ordinal)}";
        return path.Value is { } text && text.StartsWith(before, StringComparison.OrdinalIgnoreCase) && text[before.Length..] is { Length: > 0 } token && !token.Contains('/', StringComparison.Ordinal)
            ? token
            : null;
    }
}
