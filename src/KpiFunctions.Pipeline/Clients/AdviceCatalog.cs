namespace KpiFunctions.Pipeline.Clients;

/// <summary>The rules of advice that a config may switch off; the rules themselves are the room Kpis'.</summary>
public static class AdviceCatalog
{
    /// <summary>By key, in alphabetical order.</summary>
    public static readonly IReadOnlyList<string> Keys =
    [
        "action-brought-visits",
        "conversion-rate-fell",
        "followers-lost",
        "google-share-rose",
        "network-costs-more-per-result",
        "nothing-posted",
        "plan-missed-and-reach-fell",
        "post-type-outperforms",
        "questions-to-answer",
        "source-lost-sessions",
        "spike-rests-on-one-post",
        "target-behind",
    ];
}
