using KpiFunctions.Pipeline.Digest.Languages;
using KpiFunctions.Pipeline.Digest.Reports;
using KpiFunctions.Pipeline.Digest.Writing;
using KpiFunctions.Pipeline.Kpis;
using KpiFunctions.Pipeline.Periods;

namespace KpiFunctions.Pipeline.Runs.Reports;

/// <summary>Writes what was planned for the week and did not come about in time. Pure.</summary>
internal static class WorkLines
{
    /// <summary>The publication plans that were not kept; null where all were.</summary>
    public static ReportLine? Plans(Language language, IReadOnlyList<ClientFacts> clients, DayRange days)
    {
        var broken = clients.SelectMany(client => client.Plans.Select(plan => Entry(language, client, plan))).ToList();
        return broken.Count == 0 ? null : new(language.Text("report.plan", ("week", language.Dates.During(days))), language.Text("report.plan.do")) { Clients = broken };
    }

    /// <summary>Advice about the agency's own work, a line for each rule.</summary>
    public static IReadOnlyList<ReportLine> Advice(Language language, IReadOnlyList<ClientFacts> clients) =>
    [
        .. clients.SelectMany(client => client.AgencyAdvice.Select(rule => (rule, client.Name))).GroupBy(pair => pair.rule, pair => pair.Name).OrderBy(group => group.Key, StringComparer.Ordinal)
            .Select(group => new ReportLine(language.Text($"report.advice.{group.Key}"), language.Text($"report.advice.{group.Key}.do")) { Clients = [.. group] }),
    ];

    /// <summary>The digests that were sent after their time; null where all were sent in time.</summary>
    public static ReportLine? Late(Language language, IReadOnlyList<ClientFacts> clients)
    {
        var late = clients.Where(client => client.Late.Count > 0).ToList();
        return late.Count == 0 ? null : new(language.Count("report.late", late.Sum(client => client.Late.Count)), language.Text("report.late.do")) { Clients = [.. late.Select(client => client.Name)] };
    }

    private static string Entry(Language language, ClientFacts client, PlanRow plan) => language.Text(
        "report.plan.entry",
        ("client", Desk.Name(client.Name)),
        ("account", Desk.Name(client.Config!.Sources.FirstOrDefault(source => source.Ref == plan.Account)?.Name ?? plan.Account.Source)),
        ("published", language.Numbers.Integer(plan.Published ?? 0)),
        ("planned", language.Numbers.Integer(plan.Planned)));
}
