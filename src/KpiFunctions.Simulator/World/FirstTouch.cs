namespace KpiFunctions.Simulator.World;

/// <summary>
/// Through which channel those who come by one channel came for the very first time. Social networks introduce more
/// people than they bring back.
/// </summary>
internal static class FirstTouch
{
    private static readonly Dictionary<string, (string Channel, double Part)[]> ByChannel = new(StringComparer.Ordinal)
    {
        ["Direct"] = [("Direct", 0.55), ("Organic Search", 0.22), ("Organic Social", 0.15), ("Referral", 0.08)],
        ["Organic Search"] = [("Organic Search", 0.78), ("Organic Social", 0.1), ("Paid Search", 0.06), ("Direct", 0.06)],
        ["Paid Search"] = [("Paid Search", 0.7), ("Organic Search", 0.18), ("Organic Social", 0.12)],
        ["Email"] = [("Organic Search", 0.32), ("Organic Social", 0.28), ("Direct", 0.2), ("Email", 0.2)],
        ["Organic Social"] = [("Organic Social", 0.85), ("Organic Search", 0.15)],
        ["Paid Social"] = [("Paid Social", 0.8), ("Organic Social", 0.2)],
        ["Referral"] = [("Referral", 0.8), ("Organic Search", 0.2)],
    };

    /// <summary>First channels and their parts, which add up to 1. A channel that is not listed is its own first.</summary>
    public static IReadOnlyList<(string Channel, double Part)> Of(string channel) =>
        ByChannel.TryGetValue(channel, out var parts) ? parts : [(channel, 1)];
}
