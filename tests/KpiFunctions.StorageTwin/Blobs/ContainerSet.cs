using System.Globalization;
using System.Text.RegularExpressions;
using KpiFunctions.StorageTwin.Http;

namespace KpiFunctions.StorageTwin.Blobs;

/// <summary>The account's containers.</summary>
internal sealed partial class ContainerSet(TimeProvider time, VersionTags tags)
{
    private readonly SortedDictionary<string, Container> containers = new(StringComparer.Ordinal);

    public IEnumerable<Container> All => containers.Values;

    public Container Get(string name) => containers.GetValueOrDefault(name) ?? throw new ServiceError(404, "ContainerNotFound", "The specified container does not exist.");

    public Container Create(string name)
    {
        if (!Name().IsMatch(name)) throw new ServiceError(400, "InvalidResourceName", "The specified resource name contains invalid characters.");
        var container = new Container(name, TagOf(tags.Next()), time.GetUtcNow());
        return containers.TryAdd(name, container) ? container : throw new ServiceError(409, "ContainerAlreadyExists", "The specified container already exists.");
    }

    public Container Ensure(string name) => containers.GetValueOrDefault(name) ?? Create(name);

    public void Delete(string name)
    {
        Get(name);
        containers.Remove(name);
    }

    /// <summary>An ETag as the service writes it in a header.</summary>
    public static string TagOf(long ticks) => $"\"0x{ticks:X}\"";

    /// <summary>The number in an ETag; null where it is of another form.</summary>
    public static long? TicksOf(string tag) =>
        tag.StartsWith("\"0x", StringComparison.OrdinalIgnoreCase)
        && long.TryParse(tag[3..].TrimEnd('"'), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var ticks)
            ? ticks
            : null;

    [GeneratedRegex("^(?=.{3,63}$)[a-z0-9]+(-[a-z0-9]+)*$", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 60_000)]
    private static partial Regex Name();
}
