using System.Text;
using KpiFunctions.Pipeline.Clients;
using KpiFunctions.Pipeline.Digest.Languages;
using KpiFunctions.Pipeline.Digest.Writing;
using KpiFunctions.Pipeline.Kpis;

namespace KpiFunctions.Pipeline.Digest;

/// <summary>
/// Writes a client's week as a mail. Made once and shared: its templates are parsed at the start, and it keeps nothing
/// between digests. The same figures give the same digest, byte for byte.
/// </summary>
public sealed class DigestRenderer
{
    /// <summary>Gmail clips a mail near 102 KB, and the footer with it.</summary>
    public const int LargestHtml = 80 * 1024;

    private readonly HouseTemplate html = new("digest.html");
    private readonly HouseTemplate text = new("digest.txt");

    /// <summary>Writes the digest in the client's language.</summary>
    /// <exception cref="ArgumentException">The figures are another client's, or the digest cannot be made small enough.</exception>
    /// <exception cref="KeyNotFoundException">There is no such language, or it lacks a text.</exception>
    public RenderedDigest Render(ClientConfig client, KpiSet kpis)
    {
        if (client.Id != kpis.ClientId) throw new ArgumentException($"The figures of '{kpis.ClientId}' cannot be written to '{client.Id}'.");
        var language = Language.Of(client.Language);
        foreach (var limits in Limits.Steps)
        {
            var model = DigestWriter.Write(new(language, client, kpis.Week, limits), kpis);
            var page = html.Render(model);
            if (Encoding.UTF8.GetByteCount(page) <= LargestHtml) return new(kpis.ClientId, kpis.Week, OutputFilters.Line(model.Subject), page, text.Render(model));
        }

        throw new ArgumentException($"The digest of '{client.Id}' for {kpis.Week} is larger than {LargestHtml} bytes at its shortest.");
    }
}
