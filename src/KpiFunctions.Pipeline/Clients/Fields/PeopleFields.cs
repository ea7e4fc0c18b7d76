namespace KpiFunctions.Pipeline.Clients.Fields;

/// <summary>The fields of an entry of <c>recipients</c> that is an object.</summary>
internal static class RecipientFields
{
    public static readonly ConfigField<EmailShape> Email = new("email", Shapes.Email, "An e-mail address.") { IsRequired = true, Example = "\"direction@confiserie.example\"" };

    public static readonly ConfigField<TextShape> Name = new("name", Shapes.Line, "The name beside it.") { Example = "\"Direction\"" };

    public static readonly ConfigObject All = new("recipient", Email, Name);
}

/// <summary>The fields of <c>consultant</c>.</summary>
internal static class ConsultantFields
{
    public static readonly ConfigField<TextShape> Name = new("name", Shapes.Line, "A person's or a team's name.") { IsRequired = true, Example = "\"Studio Belvédère\"" };

    public static readonly ConfigField<EmailShape> Email = new("email", Shapes.Email, "The address that digests come from.") { IsRequired = true, Example = "\"conseil@studio.example\"" };

    public static readonly ConfigObject All = new("consultant", Name, Email);
}
