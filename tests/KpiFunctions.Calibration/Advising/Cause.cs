namespace KpiFunctions.Calibration.Advising;

/// <summary>What is different in the last week of a client, or all along, so that advice has a cause. Each is 1 or null where nothing is.</summary>
/// <param name="Rule">The rule that should speak; empty where none should.</param>
/// <param name="Name">What the tables call it.</param>
internal sealed record Cause(string Rule, string Name)
{
    public static readonly Cause None = new("", "nothing");

    /// <summary>Whether anybody would see it; else it is listed for comparison.</summary>
    public bool IsClear { get; init; } = true;

    /// <summary>What the first network's reach is multiplied by in the last week.</summary>
    public double Reach { get; init; } = 1;

    /// <summary>Posts of the first network in the last week.</summary>
    public int? Posts { get; init; }

    /// <summary>Weeks without a post on the first network, the last one among them.</summary>
    public int SilentWeeks { get; init; }

    /// <summary>The part of the first network's reach in the last week that one post has.</summary>
    public double? TopPost { get; init; }

    /// <summary>Google's visits, in the last week.</summary>
    public double Google { get; init; } = 1;

    /// <summary>The largest partner's visits, in the last week.</summary>
    public double Partner { get; init; } = 1;

    /// <summary>The rate of conversion, in the last week.</summary>
    public double Conversions { get; init; } = 1;

    /// <summary>Followers that leave the first network in the last week, beside those that always do.</summary>
    public double FollowersLost { get; init; }

    /// <summary>What the first network costs, beside the others, all along.</summary>
    public double Cost { get; init; } = 1;

    /// <summary>What videos of the first network get, beside its other posts, all along.</summary>
    public double Videos { get; init; } = 1;

    /// <summary>What the target asks, beside what is usual.</summary>
    public double Target { get; init; } = 1;

    /// <summary>Visits of a campaign that began in the last week; 0 is none.</summary>
    public double FreshCampaign { get; init; }

    /// <summary>Questions asked in the last week.</summary>
    public int Questions { get; init; }
}
