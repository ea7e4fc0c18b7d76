using System.Globalization;
using System.Text;
using System.Xml.Linq;
using KpiFunctions.StorageTwin.Http;

namespace KpiFunctions.StorageTwin.Blobs;

/// <summary>Lists blobs and containers, a page at a time.</summary>
internal static class BlobLists
{
    private const int LargestPage = 5000;

    public static Answer Blobs(Container container, Incoming request, DateTimeOffset now)
    {
        var include = (request.Argument("include") ?? "").Split(',', StringSplitOptions.RemoveEmptyEntries);
        if (include.Except(["metadata"], StringComparer.OrdinalIgnoreCase).Any()) throw request.Unknown("a listing that includes more than metadata");
        var prefix = request.Argument("prefix") ?? "";
        var delimiter = request.Argument("delimiter");
        var entries = container.Blobs.Values
            .Where(blob => blob.Name.StartsWith(prefix, StringComparison.Ordinal))
            .Select(blob => (Name: GroupOf(blob.Name, prefix, delimiter), Blob: blob))
            .DistinctBy(entry => entry.Name);
        return Page(request, entries, entry => entry.Name, "Blobs", entry => entry.Name != entry.Blob.Name
            ? new("BlobPrefix", new XElement("Name", entry.Name))
            : Element(entry.Blob, container.Leases.GetValueOrDefault(entry.Name), include.Length > 0, now), new XAttribute("ContainerName", container.Name));
    }

    public static Answer Containers(ContainerSet containers, Incoming request) => Page(
        request,
        containers.All.Where(container => container.Name.StartsWith(request.Argument("prefix") ?? "", StringComparison.Ordinal)),
        container => container.Name,
        "Containers",
        container => new(
            "Container",
            new XElement("Name", container.Name),
            new XElement("Properties", new XElement("Last-Modified", BlobHeaders.Rfc(container.LastModified)), new XElement("Etag", container.ETag))));

    private static string GroupOf(string name, string prefix, string? delimiter)
    {
        if (string.IsNullOrEmpty(delimiter)) return name;
        var end = name.IndexOf(delimiter, prefix.Length, StringComparison.Ordinal);
        return end < 0 ? name : name[..(end + delimiter.Length)];
    }

    private static Answer Page<T>(Incoming request, IEnumerable<T> all, Func<T, string> nameOf, string element, Func<T, XElement> write, params XAttribute[] attributes)
    {
        var size = Math.Min(LargestPage, int.Parse(request.Argument("maxresults") ?? "5000", CultureInfo.InvariantCulture));
        if (size < 1) throw new ServiceError(400, "OutOfRangeQueryParameterValue", "One of the query parameters specified in the request URI is outside the permissible range: maxresults.");
        var from = request.Argument("marker") is { Length: > 0 } marker ? Encoding.UTF8.GetString(Convert.FromBase64String(marker)) : "";
        var found = all.SkipWhile(one => string.CompareOrdinal(nameOf(one), from) < 0).Take(size + 1).ToList();
        var next = found.Count > size ? Convert.ToBase64String(Encoding.UTF8.GetBytes(nameOf(found[size]))) : "";
        return Answer.Xml(200, new(
            "EnumerationResults",
            attributes,
            new XElement(element, found.Take(size).Select(write)),
            new XElement("NextMarker", next)));
    }

    private static XElement Element(Blob blob, Lease? lease, bool hasMetadata, DateTimeOffset now) => new(
        "Blob",
        new XElement("Name", blob.Name),
        new XElement(
            "Properties",
            new XElement("Creation-Time", BlobHeaders.Rfc(blob.Created)),
            new XElement("Last-Modified", BlobHeaders.Rfc(blob.LastModified)),
            // A listing has no quotes around the tag, unlike a header.
            new XElement("Etag", blob.ETag.Trim('"')),
            new XElement("Content-Length", blob.Content.Length),
            blob.Headers.Select(header => new XElement(header.Key, header.Value)),
            new XElement("Content-MD5", blob.Md5),
            new XElement("BlobType", "BlockBlob"),
            new XElement("LeaseStatus", lease?.IsLockedAt(now) == true ? "locked" : "unlocked"),
            new XElement("LeaseState", lease?.StateAt(now) ?? "available"),
            new XElement("ServerEncrypted", "true")),
        hasMetadata ? new XElement("Metadata", blob.Metadata.Select(one => new XElement(one.Key, one.Value))) : null);
}
