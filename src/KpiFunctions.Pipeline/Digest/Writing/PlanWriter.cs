using KpiFunctions.Pipeline.Kpis;

namespace KpiFunctions.Pipeline.Digest.Writing;

/// <summary>Says whether as much was published as was planned.</summary>
internal static class PlanWriter
{
    public static string Write(Desk desk, PlanRow row)
    {
        var planned = desk.SayCount("plan.planned", row.Planned, desk.Account("account", row.Account));
        return row.Published is { } published
            ? desk.SayCount(published >= row.Planned ? "plan.kept" : "plan.missed", published, Datum.Part("planned", planned), Datum.Unsaid("plan", row.Planned))
            : desk.Say("plan.unknown", Datum.Part("planned", planned));
    }
}
