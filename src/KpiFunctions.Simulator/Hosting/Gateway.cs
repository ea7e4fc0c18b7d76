using KpiFunctions.Simulator.Faults;
using Microsoft.AspNetCore.Http;

namespace KpiFunctions.Simulator.Hosting;

/// <summary>Hands every request to its platform, and lets go wrong what is to go wrong on the way.</summary>
internal sealed class Gateway(IReadOnlyList<IPlatform> platforms, FaultBoard board, RequestLog log)
{
    /// <summary>Answers one request. <paramref name="stopping"/> ends those that wait for ever.</summary>
    public async Task HandleAsync(HttpContext context, CancellationToken stopping)
    {
        using var either = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted, stopping);
        var request = await WireRequest.ReadAsync(context.Request, either.Token);
        var platform = platforms.FirstOrDefault(candidate => candidate.Serves(request.Host));
        var account = platform?.AccountOf(request);
        log.Add(new(request.Method, request.Host, request.Path, account));
        if (platform is null)
        {
            await SendAsync(context, WireReply.Text(StatusCodes.Status502BadGateway, $"The simulator plays nobody called '{request.Host}'.\n"), either.Token);
            return;
        }

        var faults = board.Hit(request.Host, platform.Name, account);
        try
        {
            foreach (var slow in faults.Where(fault => fault.Kind == FaultKind.Slow)) await Task.Delay(slow.Delay, TimeProvider.System, either.Token);
            if (faults.Any(fault => fault.Kind == FaultKind.Hang)) await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, either.Token);
        }
        catch (OperationCanceledException)
        {
            // The caller gave up, or the simulator ends: nobody is left to answer.
            context.Abort();
            return;
        }

        if (Reply(platform, request, faults) is { } reply) await SendAsync(context, reply, either.Token);
        else context.Abort();
    }

    /// <summary>What is sent back; null where the connection breaks instead.</summary>
    private static WireReply? Reply(IPlatform platform, WireRequest request, IReadOnlyList<Fault> faults)
    {
        foreach (var fault in faults)
        {
            switch (fault.Kind)
            {
                case FaultKind.DropConnection:
                    return null;
                case FaultKind.DropAfterAccept:
                    platform.Answer(request, Conditions.From(faults));
                    return null;
                case FaultKind.HtmlError:
                    return WireReply.Html(StatusCodes.Status502BadGateway, "502 Bad Gateway");
                case FaultKind.TruncatedJson:
                    var whole = platform.Answer(request, Conditions.From(faults));
                    return whole with { Body = whole.Body[..(whole.Body.Length / 2)] };
                case FaultKind.Slow or FaultKind.Hang or FaultKind.RefuseMetric or FaultKind.NoData or FaultKind.RepeatedCursor:
                    continue;
                default:
                    return platform.Fail(fault.Kind, request);
            }
        }

        return platform.Answer(request, Conditions.From(faults));
    }

    private static async Task SendAsync(HttpContext context, WireReply reply, CancellationToken cancellationToken)
    {
        context.Response.StatusCode = reply.Status;
        context.Response.ContentType = reply.ContentType;
        context.Response.ContentLength = reply.Body.Length;
        foreach (var (name, value) in reply.Headers) context.Response.Headers[name] = value;
        await context.Response.Body.WriteAsync(reply.Body, cancellationToken);
    }
}
