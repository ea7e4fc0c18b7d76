namespace KpiFunctions.Pipeline.Runs.State;

/// <summary>Kinds of alerts, as the table <c>Failures</c> stores them. <c>docs/tables/Failures.md</c> and the French guide are written from them.</summary>
public static class AlertKinds
{
    public const string ConfigRefused = "config-refused";

    public const string ImportRefused = "import-refused";

    public const string NoteRefused = "note-refused";

    public const string TemplateRefused = "template-refused";

    public const string TemplateFailed = "template-failed";

    public const string ConfigOutdated = "config-outdated";

    public const string SourceInTrouble = "source-in-trouble";

    public const string MetricRefused = "metric-refused";

    public const string AccessEnds = "access-ends";

    public const string ApiVersionEnds = "api-version-ends";

    public const string ExportsSilent = "exports-silent";

    public const string DigestMissed = "digest-missed";

    public const string DigestHeld = "digest-held";

    public const string DigestWaits = "digest-waits";

    public const string DigestUnapproved = "digest-unapproved";

    public const string MailHeld = "mail-held";

    public const string WorkWoken = "work-woken";

    public const string JobFailed = "job-failed";

    /// <summary>Also the reason of a row in <c>Suppressions</c>.</summary>
    public const string Unsubscribed = "unsubscribed";

    public const string AddressDead = "address-dead";

    public const string LinkKeysUnreadable = "link-keys-unreadable";

    public const string PipelineSilent = "pipeline-silent";

    /// <summary>Every kind.</summary>
    public static readonly IReadOnlyList<AlertKind> Declared =
    [
        new(ConfigRefused, "the file", "A client's config was refused; the last good version, if any, stays in force.",
            "Fix what the verdict names, and drop the file again.", "the file is accepted or deleted")
        {
            Section = AlertSection.Files,
            Urgency = AlertUrgency.AtOnce,
            French = new("La fiche d’un client est refusée ; la dernière bonne version, s’il y en a une, reste en vigueur.", "Corrigez ce que nomme le verdict, puis redéposez la fiche."),
        },
        new(ImportRefused, "the file", "An export, or lines of it, were refused.",
            "Fix what the verdict names, and drop the export again under the same name, which closes the alert; deleting the export does, too.", "the export of the same name is accepted or deleted")
        {
            Section = AlertSection.Files,
            French = new("Un export, ou quelques-unes de ses lignes, est refusé.", "Corrigez ce que nomme le verdict, puis redéposez l’export sous le même nom : l’alerte se ferme alors. Elle se ferme aussi si vous supprimez l’export."),
        },
        new(NoteRefused, "the file", "A note was refused: no digest shows it.",
            "Fix what the verdict names, and drop the note again.", "the note is accepted or deleted")
        {
            Section = AlertSection.Files,
            French = new("Un mot du consultant est refusé : aucun bilan ne le montre.", "Corrigez ce que nomme le verdict, puis redéposez le mot."),
        },
        new(TemplateRefused, "the file", "A file of a brand is not in force.",
            "Fix what the verdict names, and drop the file again.", "the file is accepted or deleted")
        {
            Section = AlertSection.Files,
            French = new("Un fichier de la marque n’est pas en vigueur.", "Corrigez ce que nomme le verdict, puis redéposez le fichier."),
        },
        new(TemplateFailed, "the brand", "The brand's template failed on a digest, which was sent with the built-in template.",
            "Fix the template at the place that the reason names.", "the template does not fail on the next digest, or the client has another brand")
        {
            Section = AlertSection.Files,
            Scope = AlertScope.Brand,
            French = new("Le modèle de la marque a échoué sur un bilan, parti avec la mise en page d’origine.", "Corrigez le modèle à l’endroit indiqué."),
        },
        new(ConfigOutdated, "the file", "A config that was accepted once would be refused by this release: the client is left out.",
            "Drop the config again, and fix what its verdict names.", "the config is accepted or deleted")
        {
            Section = AlertSection.Files,
            Urgency = AlertUrgency.AtOnce,
            French = new("Une fiche acceptée autrefois serait refusée aujourd’hui : le client est laissé de côté.", "Redéposez la fiche, et corrigez ce que nomme son verdict."),
        },
        new(SourceInTrouble, "the account", "An account cannot be fetched.",
            "Do what the reason names; where it names nothing to do, it is asked again by itself.", "the account is fetched, or no config declares it any more")
        {
            Section = AlertSection.Sources,
            Urgency = AlertUrgency.OnceItLasts,
            French = new("Un compte ne peut pas être lu.", "Faites ce que dit la raison ; si elle ne demande rien, la lecture est répétée d’elle-même."),
        },
        new(MetricRefused, "the account and what was refused", "The platform refuses a figure of an account, and answers the others.",
            "Give the missing permission, or update the pipeline where the platform no longer has the figure.", "the figure is answered, or no config declares the account any more")
        {
            Section = AlertSection.Sources,
            Scope = AlertScope.Platform,
            French = new("Le service refuse un chiffre d’un compte, et donne les autres.", "Faites accorder le droit qui manque ; si le service n’a plus ce chiffre, prévenez l’équipe technique."),
        },
        new(AccessEnds, "the account", "An access expires soon: figures stop then.",
            "Renew the access, and put the new secret into the vault.", "the access has a later end, or no config declares the account any more")
        {
            Section = AlertSection.Endings,
            French = new("Un accès expire bientôt : les chiffres s’arrêtent ce jour-là.", "Renouvelez l’accès, et faites mettre le nouveau secret dans le coffre."),
        },
        new(ApiVersionEnds, "the source and the version", "A platform switches a version of its API off within 60 days.",
            "Update the pipeline to a newer version before that day.", "the pipeline no longer uses the version")
        {
            Section = AlertSection.Endings,
            Scope = AlertScope.Platform,
            French = new("Un service arrête une version de son interface dans moins de 60 jours.", "Faites mettre le programme à jour avant ce jour."),
        },
        new(ExportsSilent, "the account", "An account that exports feed has been silent for too long.",
            "Drop a new export, or take the source out of the config.", "an export is dropped, or no config declares the account any more")
        {
            Section = AlertSection.Sources,
            French = new("Un compte nourri par des exports n’en reçoit plus depuis trop longtemps.", "Déposez un nouvel export, ou ôtez la source de la fiche."),
        },
        new(DigestMissed, "the week of the digest", "A digest was not sent, for the reason given.",
            "Fix the cause before the next digest is due; one that was built can be sent with `send`.", "the digest is planned after all, or a person sends it; or a later one is sent, and seven days have passed, in which a week's mail has reported it")
        {
            Section = AlertSection.Digests,
            Urgency = AlertUrgency.AtOnce,
            French = new("Un bilan n’est pas parti, pour la raison indiquée.", "Réparez la cause avant le prochain bilan, et prévenez le client."),
        },
        new(DigestHeld, "the week of the digest", "A digest is held, because no objective has a figure.",
            "Look why its sources are silent, or `approve` or `miss` it; otherwise it is sent or missed when `holdHours` have passed.", "the digest is built or missed")
        {
            Section = AlertSection.Digests,
            Urgency = AlertUrgency.AtOnce,
            French = new("Un bilan est retenu : aucun objectif n’a de chiffre.", "Regardez pourquoi les sources se taisent ; à la fin du délai `holdHours`, le bilan part sans chiffres ou est abandonné."),
        },
        new(DigestWaits, "the week of the digest", "A digest is built and waits for approval.",
            "Look at it, then `approve`, `hold` or `miss` it; unless somebody does, `digest.withoutAnswer` decides when `holdHours` have passed.", "the digest is approved, sent or missed")
        {
            Section = AlertSection.Digests,
            Urgency = AlertUrgency.AtOnce,
            French = new("Un bilan attend votre accord.", "Relisez-le, puis approuvez-le (`approve`), retenez-le (`hold`) ou abandonnez-le (`miss`) ; sans réponse, `digest.withoutAnswer` décide à la fin du délai `holdHours`."),
        },
        new(DigestUnapproved, "the client", "A digest was sent although nobody had approved it in time, as `withoutAnswer` says.",
            "Look at it, and approve the next one in time; `\"withoutAnswer\": \"miss\"` sends none without an approval.", "a later digest is built")
        {
            Section = AlertSection.Digests,
            French = new("Un bilan est parti sans que personne l’ait approuvé à temps, comme le veut `withoutAnswer`.", "Relisez-le, et approuvez le prochain à temps ; avec `\"withoutAnswer\": \"miss\"`, aucun ne part sans accord."),
        },
        new(MailHeld, "the delivery", "A mail was not accepted, or nobody can know whether it was: it is not sent again by itself.",
            "Look at the recipient's address and at the mail service; then `send` it again, or inform the client.", "an event or a person settles the delivery, a later digest reaches the recipient, or the config no longer names the recipient")
        {
            Section = AlertSection.Digests,
            Urgency = AlertUrgency.AtOnce,
            French = new("Un message n’a pas été accepté, ou personne ne peut savoir s’il l’a été : il n’est pas renvoyé de lui-même.", "Vérifiez l’adresse du destinataire et le service d’envoi ; puis renvoyez-le (`send`), ou prévenez le client."),
        },
        new(WorkWoken, "the client", "The daily sweep found work without a row in `Due`, and scheduled it again.",
            "Find out who deletes rows of that table.", "a week's mail has reported it: seven days after it was last seen")
        {
            Section = AlertSection.Pipeline,
            French = new("Le contrôle quotidien a trouvé un travail que plus rien ne lançait, et l’a replanifié.", "Demandez à l’équipe technique qui supprime des lignes de la table `Due`."),
        },
        new(JobFailed, "the queue and the message", "A job failed, and was given up or is retried.",
            "Fix the reason; after a final failure, `replay` the message.", "a later attempt succeeds, or the message is replayed; a final failure, 28 days after it was last seen")
        {
            Section = AlertSection.Pipeline,
            French = new("Un travail a échoué ; il est abandonné, ou sera retenté.", "Réparez ce que dit la raison ; après un échec définitif, relancez le message (`replay`)."),
        },
        new(Unsubscribed, "the recipient, as a hash", "A recipient unsubscribed and gets no more digests.",
            "Remove the address from the config; if it was a mistake, `lift` it.", "the config no longer names the address, or the suppression is lifted")
        {
            Section = AlertSection.Recipients,
            French = new("Un destinataire s’est désabonné et ne reçoit plus de bilan.", "Ôtez son adresse de la fiche ; si c’était une erreur, rétablissez l’envoi (`lift`)."),
        },
        new(AddressDead, "the recipient, as a hash", "No mail reaches a recipient: the address bounced, the mail was dropped, or it was reported as spam.",
            "Ask the client for an address that works, and put it into the config; where this one works again, `lift` it.", "the config no longer names the address, or the suppression is lifted")
        {
            Section = AlertSection.Recipients,
            French = new("Aucun message n’atteint un destinataire : l’adresse les rejette, ou ils ont été signalés comme indésirables.", "Demandez au client une adresse qui fonctionne, et mettez-la dans la fiche ; si celle-ci fonctionne de nouveau, rétablissez l’envoi (`lift`)."),
        },
        new(LinkKeysUnreadable, "the secret", "The keys of the digests' links cannot be read: digests are sent without links.",
            "Put the keys into the vault, in the form that the reason names.", "the keys are read")
        {
            Section = AlertSection.Pipeline,
            French = new("Les clés des liens ne peuvent pas être lues : les bilans partent sans liens.", "Faites mettre les clés dans le coffre, sous la forme que nomme la raison."),
        },
        new(PipelineSilent, "`digests` or `fetches`", "No digest was planned for 8 days, or no account was fetched for 24 hours.",
            "Look at the app's logs: a timer does not fire, or a queue's messages are not handled.", "a digest is planned, or an account fetched")
        {
            Section = AlertSection.Pipeline,
            Urgency = AlertUrgency.AtOnce,
            French = new("Aucun bilan n’a été planifié depuis 8 jours, ou aucun compte lu depuis 24 heures.", "Regardez les journaux de l’application : un minuteur ne part pas, ou les messages d’une file ne sont pas traités."),
        },
    ];

    /// <summary>The names of all kinds.</summary>
    public static readonly IReadOnlyList<string> All = [.. Declared.Select(kind => kind.Name)];

    private static readonly Dictionary<string, AlertKind> ByName = Declared.ToDictionary(kind => kind.Name, StringComparer.Ordinal);

    /// <summary>The kind of a name; null for one that a later release stored.</summary>
    public static AlertKind? Find(string name) => ByName.GetValueOrDefault(name);
}
