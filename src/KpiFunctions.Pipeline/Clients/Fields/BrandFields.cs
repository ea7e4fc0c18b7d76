namespace KpiFunctions.Pipeline.Clients.Fields;

/// <summary>The fields of a client's <c>brand</c>, and of a <c>brand.json</c>.</summary>
internal static class BrandFields
{
    public static readonly ConfigField<TextShape> Id = new(
        "id", Shapes.Id, "The brand's folder in the container `templates`: its `brand.json` gives what is left out here, and its templates are used.")
    {
        Example = "\"studio-belvedere\"",
        Remarks = "See [an agency's own face](brands.md)",
    };

    public static readonly ConfigField<TextShape> Name = new("name", Shapes.Line, "The agency's name, as readers know it.") { Otherwise = "the consultant's", Example = "\"Studio Belvédère\"" };

    public static readonly ConfigField<TextShape> Colour = new("colour", new("^#[0-9a-fA-F]{6}$", "is not a colour", "write it like #0b6e4f"), "The accent colour: `#` and six hexadecimal digits.")
    {
        Otherwise = "`#1f4e79`",
        Example = "\"#0b6e4f\"",
        Remarks = "One that is hard to read on white gets a warning, and links a darker tone of it",
    };

    public static readonly ConfigField<AddressShape> Logo = new("logo", new(), "The https address of a picture: a PNG, JPEG or GIF, since mail programs do not show an SVG.") { Example = "\"https://studio.example/logo.png\"" };

    public static readonly ConfigField<ObjectShape> Sender = new("sender", new(SenderFields.All), "The sender of the mail, at a domain that is set up for sending.")
    {
        Otherwise = "the consultant's address and the agency's name",
        Example = """{ "email": "bilan@studio.example" }""",
    };

    public static readonly ConfigField<EitherShape> Footer = new(
        "footer", new(Shapes.Line, new ByLanguageShape(Shapes.Line) { MayBeEmpty = true }), "A line of the agency's at the end of the digest, such as its address.")
    {
        Example = """{ "fr": "2 quai du Port, Nantes" }""",
    };

    /// <summary>Of a <c>brand.json</c>.</summary>
    public static readonly ConfigObject OfFile = new("brand file", Name, Colour, Logo, Sender, Footer);

    /// <summary>Of a client's config.</summary>
    public static readonly ConfigObject OfClient = new("brand", [Id, .. OfFile.Fields]);
}

/// <summary>The fields of <c>sender</c>.</summary>
internal static class SenderFields
{
    public static readonly ConfigField<EmailShape> Email = new("email", Shapes.Email, "The sender's address.") { IsRequired = true, Example = "\"bilan@studio.example\"" };

    public static readonly ConfigField<TextShape> Name = new("name", Shapes.Line, "The sender's name.") { Otherwise = "the agency's", Example = "\"Studio Belvédère\"" };

    public static readonly ConfigObject All = new("sender", Email, Name);
}
