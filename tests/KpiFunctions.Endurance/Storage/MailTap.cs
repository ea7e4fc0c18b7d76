using System.Net;
using System.Text.Json;

namespace KpiFunctions.Endurance.Storage;

/// <summary>Stands between a host and SendGrid.</summary>
internal sealed class MailTap(Seat seat, IConductor conductor) : DelegatingHandler
{
    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var call = new Call(Service.Mail, request.Method.Method, DeliveryOf(await request.Content!.ReadAsByteArrayAsync(cancellationToken)));
        var fate = await conductor.ArriveAsync(seat, call);
        switch (fate)
        {
            case Fate.DieBefore:
                await DieAsync();
                break;
            case Fate.LoseRequest:
                throw new HttpRequestException(HttpRequestError.ConnectionError, "The connection was refused.");
            case Fate.BreakUntaken:
                throw new HttpRequestException(HttpRequestError.ResponseEnded, "The response ended prematurely.");
            case Fate.HangUntaken:
                throw new TaskCanceledException("No answer came.");
            case Fate.TooManyRequests:
                return Answer(HttpStatusCode.TooManyRequests);
            case Fate.Unavailable:
                return Answer(HttpStatusCode.ServiceUnavailable);
            case Fate.InternalError:
                return Answer(HttpStatusCode.InternalServerError);
        }

        var answer = await base.SendAsync(request, cancellationToken);
        conductor.Executed(call, (int)answer.StatusCode);
        switch (fate)
        {
            case Fate.DieAfter:
                await DieAsync();
                break;
            case Fate.LoseAnswer:
                throw new HttpRequestException(HttpRequestError.ResponseEnded, "The response ended prematurely.");
            case Fate.Hang:
                throw new TaskCanceledException("No answer came.");
        }

        return answer;
    }

    /// <summary>The delivery's id among the mail's custom arguments.</summary>
    private static string DeliveryOf(byte[] mail)
    {
        using var json = JsonDocument.Parse(mail);
        return json.RootElement.GetProperty("personalizations")[0].GetProperty("custom_args").GetProperty("delivery_id").GetString()!;
    }

    private static HttpResponseMessage Answer(HttpStatusCode status) => new(status) { Content = new StringContent("""{"errors":[]}""") };

    private async Task DieAsync()
    {
        conductor.Died(seat);
        await Seat.Never();
    }
}
