using System.Net;
using System.Net.Sockets;

namespace KpiFunctions.Pipeline.Sources.Http;

/// <summary>
/// Opens connections to public addresses only. The check is made on the address that is connected to, so a name
/// that resolves differently a moment later gains nothing.
/// </summary>
/// <param name="allowLoopback">Whether this machine may be reached too.</param>
/// <param name="resolve">Looks a name up; null for the system's own way.</param>
internal sealed class PublicConnections(bool allowLoopback, Func<string, CancellationToken, Task<IPAddress[]>>? resolve = null)
{
    private readonly Func<string, CancellationToken, Task<IPAddress[]>> resolve = resolve ?? Dns.GetHostAddressesAsync;

    // IANA's special-purpose registry, and the address at which Azure's own platform answers its machines.
    private static readonly IPNetwork[] Forbidden4 =
    [
        .. new[]
        {
            "0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "168.63.129.16/32", "169.254.0.0/16", "172.16.0.0/12",
            "192.0.0.0/24", "192.0.2.0/24", "192.88.99.0/24", "192.168.0.0/16", "198.18.0.0/15", "198.51.100.0/24",
            "203.0.113.0/24", "224.0.0.0/4", "240.0.0.0/4",
        }.Select(IPNetwork.Parse),
    ];

    private static readonly IPNetwork Global6 = IPNetwork.Parse("2000::/3");

    // Within the global range: protocol assignments (Teredo among them), documentation, and 6to4, which wraps an IPv4 address.
    private static readonly IPNetwork[] Forbidden6 =
        [.. new[] { "2001::/23", "2001:db8::/32", "2002::/16", "3fff::/20" }.Select(IPNetwork.Parse)];

    /// <summary>Whether an address belongs to the public Internet.</summary>
    public static bool IsPublic(IPAddress address)
    {
        if (address.IsIPv4MappedToIPv6) address = address.MapToIPv4();
        return address.AddressFamily switch
        {
            AddressFamily.InterNetwork => !Array.Exists(Forbidden4, network => network.Contains(address)),
            AddressFamily.InterNetworkV6 => Global6.Contains(address) && !Array.Exists(Forbidden6, network => network.Contains(address)),
            _ => false,
        };
    }

    /// <summary>Whether these connections may go to an address.</summary>
    public bool Allows(IPAddress address) => IsPublic(address) || (allowLoopback && IPAddress.IsLoopback(address));

    /// <summary>For <see cref="SocketsHttpHandler.ConnectCallback"/>.</summary>
    /// <exception cref="ForbiddenAddressException">The name leads to no address that is allowed.</exception>
    public async ValueTask<Stream> ConnectAsync(SocketsHttpConnectionContext context, CancellationToken cancellationToken)
    {
        var target = context.DnsEndPoint;
        var addresses = await resolve(target.Host, cancellationToken);
        var allowed = Array.FindAll(addresses, Allows);
        if (allowed.Length == 0) throw new ForbiddenAddressException(target.Host);

        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(allowed, target.Port, cancellationToken);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }
}

/// <summary>A name leads to a loopback, link-local, private or otherwise special address.</summary>
internal sealed class ForbiddenAddressException(string host)
    : IOException($"{host} does not lead to a public Internet address, and a client's server has to be on one.");
