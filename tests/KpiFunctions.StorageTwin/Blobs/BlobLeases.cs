using System.Globalization;
using KpiFunctions.StorageTwin.Http;

namespace KpiFunctions.StorageTwin.Blobs;

/// <summary>Carries out the operations on a blob's lease.</summary>
internal static class BlobLeases
{
    public static Answer Execute(Incoming request, Blob blob, Lease lease, DateTimeOffset now)
    {
        BlobConditions.Check(request, blob);
        var given = request.Header("x-ms-lease-id") ?? "";
        var proposed = request.Header("x-ms-proposed-lease-id") ?? "";
        switch (request.Header("x-ms-lease-action"))
        {
            case "acquire":
                // A client that proposes no id gets the service's; the SDK always proposes one.
                if (proposed.Length == 0) throw request.Unknown("a lease without a proposed id");
                return Answered(201, lease.Acquire(proposed, NumberOf(request, "x-ms-lease-duration") ?? -1, now));
            case "renew":
                lease.Renew(given, now);
                return Answered(200, given);
            case "change":
                lease.Change(given, proposed, now);
                return Answered(200, proposed);
            case "release":
                lease.Release(given);
                return Answered(200, null);
            case "break":
                return Answered(202, null).With("x-ms-lease-time", lease.Break(NumberOf(request, "x-ms-lease-break-period"), now).ToString(CultureInfo.InvariantCulture));
            default:
                throw request.Unknown();
        }

        Answer Answered(int status, string? id) => Answer.Empty(status).WithVersion(blob).With("x-ms-lease-id", id);
    }

    private static int? NumberOf(Incoming request, string header) => request.Header(header) is { } text ? int.Parse(text, CultureInfo.InvariantCulture) : null;
}
