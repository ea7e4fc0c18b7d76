using KpiFunctions.Pipeline.Kpis;

namespace KpiFunctions.Pipeline.Digest.Writing;

/// <summary>Says whether as much was published as was planned.</summary>
internal static class PlanWriter
{
    public static string Write(Desk desk, PlanRow row)
    {
        var language = desk.Language;
        var planned = language.Count("plan.planned", row.Planned, ("account", desk.AccountName(row.Account)));
        return row.Published is { } published
            ? language.Count(published >= row.Planned ? "plan.kept" : "plan.missed", published, ("planned", planned))
            : language.Text("plan.unknown", ("planned", planned));
    }
}
