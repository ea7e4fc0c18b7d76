namespace KpiFunctions.Pipeline.Delivery;

/// <summary>
/// What stops the pipeline's own mail. Each is one Critical log message. The table in
/// <c>docs/logs.md</c> is written from this list, and the alert rule in <c>infra</c> searches for its codes.
/// </summary>
public static class Standstills
{
    public const int SendGridKeyMissing = 9001;

    public const int SendGridKeyRefused = 9002;

    public const int VaultRefuses = 9003;

    public const int StorageRefuses = 9004;

    /// <summary>Every one.</summary>
    public static readonly IReadOnlyList<Standstill> Declared =
    [
        new(SendGridKeyMissing, "SendGridKeyMissing", "the vault has no secret `sendgrid`, or a text that is no key",
            "put SendGrid's key into the vault; the mails that wait leave at their next attempt, up to two hours later, and are refused 48 hours after their first one"),
        new(SendGridKeyRefused, "SendGridKeyRefused", "SendGrid answers 401 or 403: the key was deleted or lacks *Mail Send*, or the sender's domain is not authenticated",
            "do what the answer says; the mails that wait leave as above"),
        new(VaultRefuses, "VaultRefuses", "a secret cannot be read: the vault cannot be reached, or does not admit the app",
            "restore the app's role on the vault; fetches and mails are then repeated by themselves"),
        new(StorageRefuses, "StorageRefuses", "a timer or a message fails because the data account cannot be reached, or does not admit the app",
            "restore the account or the app's roles on it; what was due is then done by itself"),
    ];
}
