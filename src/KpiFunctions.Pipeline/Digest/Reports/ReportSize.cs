namespace KpiFunctions.Pipeline.Digest.Reports;

/// <summary>How much of a report is shown; the rest is counted.</summary>
/// <param name="Lines">Lines of a section.</param>
/// <param name="Names">Clients of a line.</param>
/// <param name="Details">Lines of a recorded reason.</param>
internal sealed record ReportSize(int Lines, int Names, int Details)
{
    /// <summary>From the usual one to one that fits whatever happened.</summary>
    public static readonly IReadOnlyList<ReportSize> Steps = [new(12, 5, 3), new(8, 3, 1), new(4, 3, 0)];
}
