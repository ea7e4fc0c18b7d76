namespace KpiFunctions.Pipeline.Runs.State;

/// <summary>The storage queues that drive the pipeline, and the poison queues for messages that failed five times.</summary>
public static class QueueNames
{
    /// <summary>A blob was created or deleted in one of the input containers.</summary>
    public const string BlobEvents = "blob-events";

    /// <summary>One account of one client is to be fetched.</summary>
    public const string Fetch = "fetch";

    /// <summary>One occurrence of one client's digest is to be advanced.</summary>
    public const string Digest = "digest";

    /// <summary>One digest is to be sent to one recipient.</summary>
    public const string Send = "send";

    /// <summary>The suffix that the Functions host appends to a queue's name for messages that failed too often.</summary>
    public const string PoisonSuffix = "-poison";

    /// <summary>A range of clients is to be swept for work that nothing would wake.</summary>
    public const string Sweep = "sweep";

    /// <summary>A mail to one consultant is to be sent.</summary>
    public const string Report = "report";

    public const string BlobEventsPoison = BlobEvents + PoisonSuffix;

    public const string FetchPoison = Fetch + PoisonSuffix;

    public const string DigestPoison = Digest + PoisonSuffix;

    public const string SendPoison = Send + PoisonSuffix;

    public const string SweepPoison = Sweep + PoisonSuffix;

    public const string ReportPoison = Report + PoisonSuffix;

    /// <summary>The lane of a queue's work.</summary>
    public static Lane LaneOf(string queue) => queue switch
    {
        Fetch => Lane.Fetches,
        Report => Lane.Reports,
        _ => Lane.Digests,
    };
}

/// <summary>Work that one planner sends: fetches, of which there are many, never make digests and mails wait.</summary>
public enum Lane
{
    /// <summary>Digests and their mails.</summary>
    Digests,
    Fetches,

    /// <summary>Mails to consultants.</summary>
    Reports,
}
