namespace KpiFunctions.Pipeline.Clients.Fields;

/// <summary>The fields of a client's config itself; those of its objects have tables of their own.</summary>
internal static class ClientFields
{
    public static readonly ConfigField<TextShape> Schema = new("$schema", Shapes.Line, "Where the schema is, for completion in editors; the pipeline ignores it.")
    {
        Example = "\"../../schemas/client.schema.json\"",
    };

    public static readonly ConfigField<TextShape> Id = new("id", Shapes.Id, "Lower-case letters, digits and hyphens, 2 to 60; the file's name without `.json`.")
    {
        IsRequired = true,
        Example = "\"confiserie-du-port\"",
    };

    public static readonly ConfigField<TextShape> Name = new("name", Shapes.Line, "The name that readers see.") { IsRequired = true, Example = "\"Confiserie du Port\"" };

    public static readonly ConfigField<ChoiceShape> Language = new("language", new(DigestLanguages.Codes), "The digest's language.") { IsRequired = true, Example = "\"fr\"" };

    public static readonly ConfigField<TextShape> TimeZone = new("timeZone", Shapes.Line, "A zone of the tz database, in which the client's days begin.")
    {
        IsRequired = true,
        Example = "\"Europe/Paris\"",
    };

    public static readonly ConfigField<TextShape> Country = new(
        "country", new("^[A-Z]{2}$", "is not a country's code", "write two capitals of ISO 3166-1, such as FR or BE"),
        "The country whose holidays and sales the client's weeks have (ISO 3166-1, two capitals): weeks are compared by them with those of earlier years ([calendar](kpis/calendar.md)).")
    {
        Otherwise = "the time zone's",
        Example = "\"FR\"",
    };

    public static readonly ConfigField<ObjectShape> Digest = new("digest", new(DigestFields.All), "When the digest goes out, in the client's zone. It reports the last complete week.")
    {
        IsRequired = true,
        Example = """{ "day": "monday", "time": "11:30" }""",
    };

    public static readonly ConfigField<ListShape> Recipients = new(
        "recipients",
        new(new EitherShape(Shapes.Email with { Description = "An e-mail address." }, new ObjectShape(RecipientFields.All))),
        "Who gets the digest, each in a mail of their own.")
    {
        IsRequired = true,
        Example = """["boutique@confiserie.example"]""",
        Remarks = "The same address twice is a warning, and gets one mail",
    };

    public static readonly ConfigField<EmailShape> ReplyTo = new("replyTo", Shapes.Email, "Where answers go.") { Otherwise = "the consultant's address; of several, that of the first who is present", Example = "\"bonjour@studio.example\"" };

    public static readonly ConfigField<ObjectShape> Consultant = new("consultant", new(ConsultantFields.All), "The person or team in charge at the agency: digests come from them, and problems are reported to them. Either this, or `consultants`.");

    public static readonly ConfigField<ListShape> Consultants = new(
        "consultants", new(new ObjectShape(ConsultantFields.All)), "Several in charge, each as `consultant`: digests come from the first, and problems are reported to each who is present.")
    {
        Example = """[{ "name": "Anne", "email": "anne@studio.example", "awayUntil": "2026-12-31" }, { "name": "Omar", "email": "omar@studio.example" }]""",
        Remarks = "The same address twice is a warning, and gets one mail",
    };

    public static readonly ConfigField<ObjectShape> Brand = new("brand", new(BrandFields.OfClient), "The agency's face on the digest.") { Otherwise = "the consultant's name and address, `#1f4e79`, no logo" };

    public static readonly ConfigField<ListShape> Sources = new("sources", new(new SourceShape()), "The accounts that figures come from.") { IsRequired = true };

    public static readonly ConfigField<ListShape> Objectives = new(
        "objectives", new(new ObjectiveShape()), "What the client wants, in the order in which the digest shows it. A bare word is an objective without anything else.")
    {
        IsRequired = true,
        Example = """["awareness", "sales"]""",
    };

    public static readonly ConfigField<ListShape> Actions = new("actions", new(new ObjectShape(ActionFields.All)), "What was done for an objective, to be measured.");

    public static readonly ConfigField<ByAccountShape> PostingPlan = new(
        "postingPlan", new(Shapes.Whole("is not a whole number of posts a week", 1000)), "Posts planned per week, by source: `facebook`, or `facebook:201100000000002`.")
    {
        Example = """{ "facebook": 3 }""",
    };

    public static readonly ConfigField<ByAccountShape> Costs = new("costs", new(new ObjectShape(CostFields.All)), "What the work on a source costs in a week, by source.");

    public static readonly ConfigField<ObjectShape> Advice = new("advice", new(AdviceFields.All), "What the digest may suggest.")
    {
        Otherwise = "every rule may advise",
        Example = """{ "off": ["nothing-posted"] }""",
    };

    public static readonly ConfigField<NumberShape> AuditDays = new(
        "auditDays", Shapes.Whole("is not a whole number of days", 3650) with { Min = ClientConfig.LeastAuditDays },
        "How many days the [audit](tables/Audit.md) keeps what people did about the client's digests.")
    {
        Otherwise = $"{ClientConfig.UsualAuditDays}, as long as links to digests hold",
        Example = "90",
    };

    public static readonly ConfigObject All = new(
        "client", Schema, Id, Name, Language, TimeZone, Country, Digest, Recipients, ReplyTo, Consultant, Consultants, Brand, Sources, Objectives, Actions, PostingPlan, Costs, Advice, AuditDays)
    {
        OneOf = [[Consultant], [Consultants]],
    };
}
