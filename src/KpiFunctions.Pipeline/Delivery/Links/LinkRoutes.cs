namespace KpiFunctions.Pipeline.Delivery.Links;

/// <summary>Where links lead. They stand in mails that went out: they cannot change.</summary>
public static class LinkRoutes
{
    /// <summary>What the Functions host puts before each route.</summary>
    public const string Prefix = "api";

    public const string Token = "{token}";

    public const string Digest = "digests/" + Token;

    public const string Unsubscribe = "unsubscribe/" + Token;
}
