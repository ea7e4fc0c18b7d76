namespace KpiFunctions.Pipeline.Delivery;

/// <summary>Reasons for which a recipient is suppressed, as <c>Suppressions</c> stores them.</summary>
public static class SuppressionReasons
{
    /// <summary>The recipient ended the digests.</summary>
    public const string Unsubscribed = "unsubscribed";

    /// <summary>The recipient's server refused a mail for good.</summary>
    public const string Bounced = "bounced";

    /// <summary>SendGrid did not hand a mail on, because of the address.</summary>
    public const string Dropped = "dropped";

    /// <summary>The recipient reported a mail as spam.</summary>
    public const string SpamReported = "spam-reported";

    /// <summary>All of them, the weakest first.</summary>
    public static readonly IReadOnlyList<string> All = [Dropped, Bounced, SpamReported, Unsubscribed];

    /// <summary>A reason's rank. One that is not known here outranks the others: nobody replaces it.</summary>
    internal static int RankOf(string reason) => All.TakeWhile(known => known != reason).Count();
}
