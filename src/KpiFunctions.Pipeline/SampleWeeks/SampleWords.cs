namespace KpiFunctions.Pipeline.SampleWeeks;

/// <summary>What people wrote in a sample week: every word that is not the pipeline's own.</summary>
internal sealed record SampleWords(
    string Client, string Agency, string Footer, string Page, string Site, string Action, string Objective, string Figure, string Unit, string Referrer, string Question, IReadOnlyList<string> Posts, string Note)
{
    private static readonly SampleWords French = new(
        "Confiserie du Port",
        "Studio Belvédère",
        "Studio Belvédère, 2 quai du Port, 44000 Nantes",
        "Facebook",
        "confiserie-du-port.example",
        "Calendrier de l'avent",
        "Bouche à oreille",
        "Messages par publication",
        "messages",
        "office-tourisme.example",
        "Faites-vous aussi des boîtes sans gluten ?",
        ["Les caramels au beurre salé sont de retour", "Dans l'atelier : la cuisson au chaudron de cuivre", "Samedi, dégustation au marché de Talensac"],
        """
        Bonne semaine. Le tournage dans l'atelier est **fixé au 24 novembre** ; il nous faut les recettes *avant jeudi*.

        - Les boîtes sans gluten : trois personnes les demandent, répondez-leur.
        - Le plan de décembre est [prêt à relire](https://studio-belvedere.example/plan).
        """);

    private static readonly SampleWords English = new(
        "Harbour Sweets",
        "Belvedere Studio",
        "Belvedere Studio, 2 Harbour Road, Galway",
        "Facebook",
        "harbour-sweets.example",
        "Advent calendar",
        "Word of mouth",
        "Messages per post",
        "messages",
        "visit-galway.example",
        "Do you make gluten-free boxes too?",
        ["Salted caramels are back", "In the workshop: cooking in the copper kettle", "Tasting at the market this Saturday"],
        """
        A good week. Filming in the workshop is **set for 24 November**; we need the recipes *before Thursday*.

        - Gluten-free boxes: three people ask for them, so do answer.
        - December's plan is [ready to read](https://belvedere-studio.example/plan).
        """);

    public static SampleWords Of(string language) => language == "fr" ? French : English;

    /// <summary>Every word changed alike.</summary>
    public SampleWords Each(Func<string, string> change) => this with
    {
        Client = change(Client),
        Agency = change(Agency),
        Footer = change(Footer),
        Page = change(Page),
        Site = change(Site),
        Action = change(Action),
        Objective = change(Objective),
        Figure = change(Figure),
        Unit = change(Unit),
        Referrer = change(Referrer),
        Question = change(Question),
        Posts = [.. Posts.Select(change)],
        Note = change(Note),
    };
}
