namespace KpiFunctions.Pipeline.Runs.State;

/// <summary>Kinds of alerts, as the table <c>Failures</c> stores them. <c>docs/tables/Failures.md</c> is written from them.</summary>
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

    public const string AddressDead = "address-dead";

    public const string WorkWoken = "work-woken";

    public const string JobFailed = "job-failed";

    /// <summary>Also the reason of a row in <c>Suppressions</c>.</summary>
    public const string Unsubscribed = "unsubscribed";

    public const string LinkKeysUnreadable = "link-keys-unreadable";

    /// <summary>Every kind.</summary>
    public static readonly IReadOnlyList<AlertKind> Declared =
    [
        new(ConfigRefused, "the file", "A client's config was refused; the last good version, if any, stays in force.",
            "Fix what the verdict names, and drop the file again.", "the file is accepted or deleted"),
        new(ImportRefused, "the file", "An export, or lines of it, were refused.",
            "Fix what the verdict names, and drop the export again.", "the export is accepted or deleted"),
        new(NoteRefused, "the file", "A note was refused: no digest shows it.",
            "Fix what the verdict names, and drop the note again.", "the note is accepted or deleted"),
        new(TemplateRefused, "the file", "A file of a brand is not in force.",
            "Fix what the verdict names, and drop the file again.", "the file is accepted or deleted"),
        new(TemplateFailed, "the brand", "The brand's template failed on a digest, which was sent with the built-in template.",
            "Fix the template at the place that the reason names.", "the template does not fail on the next digest"),
        new(ConfigOutdated, "the file", "A config that was accepted once would be refused by this release: the client is left out.",
            "Drop the config again, and fix what its verdict names.", null),
        new(SourceInTrouble, "the account", "An account cannot be fetched.",
            "Do what the reason names; `IsFinal` says whether that needs a person.", "the account is fetched"),
        new(MetricRefused, "the account and what was refused", "The platform refuses a figure of an account, and answers the others.",
            "Give the missing permission, or update the pipeline where the platform no longer has the figure.", "the figure is answered"),
        new(AccessEnds, "the account", "An access expires soon: figures stop then.",
            "Renew the access, and put the new secret into the vault.", "the access has a later end"),
        new(ApiVersionEnds, "the source and the version", "A platform switches a version of its API off within 60 days.",
            "Update the pipeline to a newer version before that day.", null),
        new(ExportsSilent, "the account", "An account that exports feed has been silent for too long.",
            "Drop a new export, or take the source out of the config.", "an export is dropped"),
        new(DigestMissed, "the week of the digest", "A digest was not sent, for the reason given.",
            "Fix the cause before the next digest is due; one that was built can be sent with `send`.", "the digest is planned after all, or a person sends it"),
        new(DigestHeld, "the week of the digest", "A digest is held, because no objective has a figure.",
            "Look why its sources are silent, or `approve` or `miss` it; otherwise it is sent or missed when `holdHours` have passed.", "the digest is built or missed"),
        new(DigestWaits, "the week of the digest", "A digest is built and waits for approval.",
            "Look at it, then `approve`, `hold` or `miss` it; unless somebody does, `withoutAnswer` decides when `holdHours` have passed.", "it is approved, sent or missed"),
        new(DigestUnapproved, "the client", "A digest was sent although nobody had approved it in time, as `withoutAnswer` says.",
            "Look at it, and approve the next one in time; `\"withoutAnswer\": \"miss\"` sends none without an approval.", "a later digest is built"),
        new(MailHeld, "the delivery", "A mail was not accepted, or nobody can know whether it was: it is not sent again by itself.",
            "Look at the recipient's address and at the mail service; then `send` it again, or inform the client.", "it, or one that a person asked for in its place, is accepted, or SendGrid reports that it was"),
        new(AddressDead, "the recipient, as a hash", "A recipient's address does not take mail, or the recipient reported a digest as spam: no more digests are sent to it.",
            "Correct or remove the address in the config; where it works again, have the suppression lifted.", "the config no longer names the address"),
        new(WorkWoken, "the client", "The daily sweep found work without a row in `Due`, and scheduled it again.",
            "Find out who deletes rows of that table.", null),
        new(JobFailed, "the queue and the message", "A job failed, and was given up or is retried.",
            "Fix the reason; after a final failure, `replay` the message.", "a later attempt succeeds, or the message is replayed"),
        new(Unsubscribed, "the recipient, as a hash", "A recipient unsubscribed and gets no more digests.",
            "Remove the address from the config; if it was a mistake, `lift` it.", "somebody lifts it"),
        new(LinkKeysUnreadable, "the secret", "The keys of the digests' links cannot be read: digests are sent without links.",
            "Put the keys into the vault, in the form that the reason names.", null),
    ];

    /// <summary>The names of all kinds.</summary>
    public static readonly IReadOnlyList<string> All = [.. Declared.Select(kind => kind.Name)];
}
