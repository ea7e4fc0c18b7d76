using System.Text.Json.Serialization;

namespace KpiFunctions.Pipeline.Clients;

/// <summary>The agency's branding of the digest, as far as a file declares it: a client's config, or the brand's own <c>brand.json</c>.</summary>
/// <param name="Name">The agency's name, or null.</param>
/// <param name="Colour">Accent colour, <c>#rrggbb</c>, or null.</param>
/// <param name="Logo">https address of a picture, or null.</param>
public sealed record Brand(string? Name = null, string? Colour = null, Uri? Logo = null)
{
    /// <summary>The brand's folder in the container <c>templates</c>; null where it has none.</summary>
    public string? Id { get; init; }

    /// <summary>The sender of the mail; null for the consultant.</summary>
    public Sender? Sender { get; init; }

    /// <summary>A line at the end of the digest (an address, what the law asks for), by language; under <c>""</c> for every language.</summary>
    public IReadOnlyDictionary<string, string> Footer { get; init; } = new Dictionary<string, string>();

    /// <summary>This brand, with the values of another one where it declares none.</summary>
    public Brand Over(Brand? other) => other is null ? this : new(Name ?? other.Name, Colour ?? other.Colour, Logo ?? other.Logo)
    {
        Id = Id,
        Sender = Sender ?? other.Sender,
        Footer = Footer.Count > 0 ? Footer : other.Footer,
    };
}

/// <summary>The sender of a mail.</summary>
/// <param name="Email">At a domain that is set up for sending.</param>
/// <param name="Name">Null for the agency's.</param>
public sealed record Sender([property: JsonPropertyName("Email")] string Email, [property: JsonPropertyName("Name")] string? Name);
