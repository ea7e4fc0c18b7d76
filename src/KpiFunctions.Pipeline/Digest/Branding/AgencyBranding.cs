using KpiFunctions.Pipeline.Clients;

namespace KpiFunctions.Pipeline.Digest.Branding;

/// <summary>The agency as a digest shows it: the client's own words, then its brand's, then the defaults.</summary>
/// <param name="Colour">For surfaces.</param>
/// <param name="Footer">The agency's own line at the end; null where it has none.</param>
public sealed record AgencyBranding(string Name, string Colour, Uri? Logo, Sender Sender, string? Footer)
{
    /// <summary>The accent where nobody declares one.</summary>
    public const string DefaultColour = "#1f4e79";

    /// <param name="shared">The brand's file; null where there is none.</param>
    public static AgencyBranding Of(ClientConfig client, Brand? shared)
    {
        var brand = client.Brand.Over(shared);
        var name = brand.Name ?? client.Consultant.Name;
        return new(
            name,
            brand.Colour ?? DefaultColour,
            brand.Logo,
            new(brand.Sender?.Email ?? client.Consultant.Email, brand.Sender?.Name ?? name),
            brand.Footer.GetValueOrDefault(client.Language) ?? brand.Footer.GetValueOrDefault(""));
    }
}
