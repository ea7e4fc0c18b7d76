namespace KpiFunctions.Pipeline.Runs.State;

/// <summary>Kinds of alerts, as the table <c>Failures</c> stores them. <c>docs/tables/Failures.md</c> lists them.</summary>
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

    public const string MailHeld = "mail-held";

    public const string WorkWoken = "work-woken";

    public const string JobFailed = "job-failed";

    /// <summary>Also the reason of a row in <c>Suppressions</c>.</summary>
    public const string Unsubscribed = "unsubscribed";

    public const string LinkKeysUnreadable = "link-keys-unreadable";

    public static readonly IReadOnlyList<string> All =
    [
        ConfigRefused, ImportRefused, NoteRefused, TemplateRefused, TemplateFailed, ConfigOutdated, SourceInTrouble, MetricRefused,
        AccessEnds, ApiVersionEnds, ExportsSilent, DigestMissed, DigestHeld, MailHeld, WorkWoken, JobFailed, Unsubscribed, LinkKeysUnreadable,
    ];
}
