using System.Globalization;
using KpiFunctions.StorageTwin.Http;

namespace KpiFunctions.StorageTwin.Blobs;

/// <summary>Answers downloads, whole and in part.</summary>
internal static class BlobReads
{
    public static Answer Download(Incoming request, Blob blob, Lease? lease, DateTimeOffset now)
    {
        if ((request.Header("x-ms-range") ?? request.Header("Range")) is not { } range)
            return new Answer(200, blob.Content).WithBlob(blob, lease, now).With("Content-MD5", blob.Md5);
        var ends = range["bytes=".Length..].Split('-');
        var first = long.Parse(ends[0], CultureInfo.InvariantCulture);
        var last = ends[1].Length > 0 ? Math.Min(long.Parse(ends[1], CultureInfo.InvariantCulture), blob.Content.Length - 1) : blob.Content.Length - 1;
        if (first >= blob.Content.Length) throw new ServiceError(416, "InvalidRange", "The range specified is invalid for the current size of the resource.");
        return new Answer(206, blob.Content[(int)first..(int)(last + 1)]).WithBlob(blob, lease, now)
            .With("Content-Range", $"bytes {first}-{last}/{blob.Content.Length}")
            .With("x-ms-blob-content-md5", blob.Md5);
    }

    public static Answer Properties(Blob blob, Lease? lease, DateTimeOffset now) => Answer.Empty(200).WithBlob(blob, lease, now)
        .With("Content-Length", blob.Content.Length.ToString(CultureInfo.InvariantCulture))
        .With("Content-MD5", blob.Md5);
}
