using System.Globalization;
using KpiFunctions.StorageTwin.Http;

namespace KpiFunctions.StorageTwin.Blobs;

/// <summary>The conditions that a request's headers set.</summary>
internal static class BlobConditions
{
    /// <exception cref="ServiceError">A condition is not met: 304 for a read that has the newest version, else 412, or 409 where a blob was to be new.</exception>
    public static void Check(Incoming request, Blob? blob)
    {
        var isRead = request.Method is "GET" or "HEAD";
        if (request.Header("If-Match") is { } match && (blob is null || (match != "*" && Plain(match) != Plain(blob.ETag)))) throw NotMet();
        if (request.Header("If-None-Match") is { } none && blob is not null && (none == "*" || Plain(none) == Plain(blob.ETag)))
        {
            throw isRead ? new ServiceError(304, "ConditionNotMet", "The condition specified using HTTP conditional header(s) is not met.")
                : none == "*" && request is { Method: "PUT" } && request.Argument("comp") is null or "blocklist" ? new(409, "BlobAlreadyExists", "The specified blob already exists.")
                : NotMet();
        }

        // A header has whole seconds.
        if (MomentOf(request, "If-Modified-Since") is { } since && blob is not null && Seconds(blob.LastModified) <= since)
            throw isRead ? new ServiceError(304, "ConditionNotMet", "The condition specified using HTTP conditional header(s) is not met.") : NotMet();
        if (MomentOf(request, "If-Unmodified-Since") is { } until && blob is not null && Seconds(blob.LastModified) > until) throw NotMet();
    }

    /// <summary>The error for a missing blob: a change of a version finds another one, as it were; a read finds none.</summary>
    public static ServiceError Missing(Incoming request) => request.Method is not ("GET" or "HEAD") && request.Header("If-Match") is not null
        ? NotMet()
        : new(404, "BlobNotFound", "The specified blob does not exist.");

    private static DateTimeOffset? MomentOf(Incoming request, string header) =>
        request.Header(header) is { } text ? DateTimeOffset.Parse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal) : null;

    private static DateTimeOffset Seconds(DateTimeOffset moment) => moment.AddTicks(-(moment.Ticks % TimeSpan.TicksPerSecond));

    private static string Plain(string tag) => tag.Trim('"');

    private static ServiceError NotMet() => new(412, "ConditionNotMet", "The condition specified using HTTP conditional header(s) is not met.");
}
