using KpiFunctions.Simulator.Faults;
using KpiFunctions.Simulator.Wire;
using KpiFunctions.Simulator.World;
using Microsoft.AspNetCore.Http;

namespace KpiFunctions.Simulator.Hosting;

/// <summary>Hands every request to its platform, and lets go wrong what is to go wrong on the way.</summary>
/// <param name="platformsOf">The platforms of a world, always in the same order.</param>
/// <param name="pauses">The clock of faults that hold an answer back.</param>
internal sealed class Gateway(SimulatedWorld world, Func<SimulatedWorld, IReadOnlyList<IPlatform>> platformsOf, FaultBoard board, RequestLog log, TimeProvider pauses)
{
    private readonly IReadOnlyList<IPlatform> platforms = platformsOf(world);

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
            await SendAsync(context, WireReply.Text(StatusCodes.Status502BadGateway, $"The simulator plays nobody called '{request.Host}'.\n"), null, either.Token);
            return;
        }

        var faults = board.Hit(request, platform.Name, account);
        try
        {
            foreach (var slow in faults.Where(fault => fault.Kind == FaultKind.Slow)) await Task.Delay(slow.Delay, pauses, either.Token);
            if (faults.Any(fault => fault.Kind == FaultKind.Hang)) await Task.Delay(Timeout.InfiniteTimeSpan, pauses, either.Token);
            var reply = Reply(InWorldOf(faults, platform), request, faults);
            foreach (var held in faults.Select(fault => fault.Held).OfType<HeldAnswer>())
            {
                board.Strike();
                await held.HoldAsync(either.Token);
            }

            if (reply is not null) await SendAsync(context, reply, faults.FirstOrDefault(fault => fault.Kind == FaultKind.Drip)?.Delay, either.Token);
            else context.Abort();
        }
        catch (OperationCanceledException)
        {
            // The caller gave up, or the simulator ends: nobody is left to answer.
            context.Abort();
        }
    }

    /// <summary>The same platform, of a world that has counted anew or is late.</summary>
    private IPlatform InWorldOf(IReadOnlyList<Fault> faults, IPlatform platform)
    {
        var (restated, late) = (faults.Any(fault => fault.Kind == FaultKind.Restated), faults.Any(fault => fault.Kind == FaultKind.LateDay));
        return restated || late
            ? platformsOf(world with { IsRestated = restated, IsLate = late }).First(candidate => candidate.Name == platform.Name)
            : platform;
    }

    /// <summary>What is sent back; null where the connection breaks instead.</summary>
    private WireReply? Reply(IPlatform platform, WireRequest request, IReadOnlyList<Fault> faults)
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
                case FaultKind.DyingToken:
                    return platform.Fail(FaultKind.ExpiredToken, request);
                case FaultKind.ServerError or FaultKind.Unavailable or FaultKind.RateLimited or FaultKind.ExpiredToken or FaultKind.Unauthorized
                    or FaultKind.PermissionMissing or FaultKind.BadRequest:
                    return platform.Fail(fault.Kind, request);
            }
        }

        return faults.Aggregate(platform.Answer(request, Conditions.From(faults)), (reply, fault) => Changed(reply, fault, kind => platform.Fail(kind, request)));
    }

    /// <param name="refuse">Refuses the request in the platform's words.</param>
    private WireReply Changed(WireReply reply, Fault fault, Func<FaultKind, WireReply> refuse)
    {
        if (!reply.IsJson) return reply;
        switch (fault)
        {
            case { Kind: FaultKind.RetiredMetric, Metric: { } metric }: return reply with { Body = JsonChanges.Without(reply.Body, metric) };
            case { Kind: FaultKind.UnknownField }: return reply with { Body = JsonChanges.WithNews(reply.Body) };
            case { Held: null, Rule: { } rule }:
                var changed = rule.Applied(reply, refuse);
                if (!ReferenceEquals(changed, reply)) board.Strike();
                return changed;
            default: return reply;
        }
    }

    /// <param name="drip">How long each byte is held back; null where they come together.</param>
    private async Task SendAsync(HttpContext context, WireReply reply, TimeSpan? drip, CancellationToken cancellationToken)
    {
        context.Response.StatusCode = reply.Status;
        context.Response.ContentType = reply.ContentType;
        context.Response.ContentLength = reply.Body.Length;
        foreach (var (name, value) in reply.Headers) context.Response.Headers[name] = value;
        if (drip is not { } pause)
        {
            await context.Response.Body.WriteAsync(reply.Body, cancellationToken);
            return;
        }

        for (var i = 0; i < reply.Body.Length; i++)
        {
            await context.Response.Body.WriteAsync(reply.Body.AsMemory(i, 1), cancellationToken);
            await context.Response.Body.FlushAsync(cancellationToken);
            await Task.Delay(pause, pauses, cancellationToken);
        }
    }
}
