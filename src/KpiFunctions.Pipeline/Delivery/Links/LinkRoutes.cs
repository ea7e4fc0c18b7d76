namespace KpiFunctions.Pipeline.Delivery.Links;

/// <summary>The routes of links. Mails that were sent contain them: they must not change.</summary>
public static class LinkRoutes
{
    /// <summary>The prefix that the Functions host puts before each route.</summary>
    public const string Prefix = "api";

    public const string Token = "{token}";

    public const string Digest = "digests/" + Token;

    public const string Unsubscribe = "unsubscribe/" + Token;

    public const string Act = "act/" + Token;

    /// <summary>Where SendGrid posts its events. It is set in SendGrid, and must not change either.</summary>
    public const string Events = "sendgrid/events";
}
