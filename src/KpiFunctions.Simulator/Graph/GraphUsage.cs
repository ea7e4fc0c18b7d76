using KpiFunctions.Simulator.Wire;

namespace KpiFunctions.Simulator.Graph;

/// <summary>The headers in which Graph says how much of its limits is used up: percentages.</summary>
internal static class GraphUsage
{
    public static WireReply WithUsage(this WireReply reply, string? page, int percent, int minutesToRegain)
    {
        var counted = reply.With("X-App-Usage", $$"""{"call_count":{{percent}},"total_cputime":{{percent / 4}},"total_time":{{percent / 3}}}""");
        return page is null
            ? counted
            : counted.With(
                "X-Business-Use-Case-Usage",
                $$"""{"{{page}}":[{"type":"pages","call_count":{{percent}},"total_cputime":{{percent / 4}},"total_time":{{percent / 3}},"estimated_time_to_regain_access":{{minutesToRegain}}}]}""");
    }
}
