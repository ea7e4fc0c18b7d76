namespace KpiFunctions.Pipeline.Clients.Fields;

/// <summary>The fields of an entry of <c>recipients</c> that is an object.</summary>
internal static class RecipientFields
{
    public static readonly ConfigField<EmailShape> Email = new("email", Shapes.Email, "An e-mail address.") { IsRequired = true, Example = "\"direction@confiserie.example\"" };

    public static readonly ConfigField<TextShape> Name = new("name", Shapes.Line, "The name beside it.") { Example = "\"Direction\"" };

    public static readonly ConfigField<ChoiceShape> Language = new("language", new(DigestLanguages.Codes), "The language in which this recipient gets the digest and its page.")
    {
        Otherwise = "the client's `language`",
        Example = "\"en\"",
    };

    public static readonly ConfigObject All = new("recipient", Email, Name, Language);
}

/// <summary>The fields of <c>consultant</c>, and of each entry of <c>consultants</c>.</summary>
internal static class ConsultantFields
{
    public static readonly ConfigField<TextShape> Name = new("name", Shapes.Line, "A person's or a team's name.") { IsRequired = true, Example = "\"Studio Belvédère\"" };

    public static readonly ConfigField<EmailShape> Email = new("email", Shapes.Email, "The address that digests come from.") { IsRequired = true, Example = "\"conseil@studio.example\"" };

    public static readonly ConfigField<ChoiceShape> Language = new("language", new(DigestLanguages.Codes), "The language of the mails about the consultant's clients.")
    {
        Otherwise = "the language that most of the consultant's clients have",
        Example = "\"fr\"",
        Remarks = "See [reports](reports.md)",
    };

    public static readonly ConfigField<DayShape> AwayUntil = new(
        "awayUntil", Shapes.Day, "The last day of an absence, on the client's clock: until then the other consultants get the mails about the client, and the first who is present the answers to its digests. If all are away, all get them.")
    {
        Example = "\"2026-12-31\"",
    };

    public static readonly ConfigObject All = new("consultant", Name, Email, Language, AwayUntil);
}
