using System.CommandLine;
using System.Globalization;
using KpiFunctions.Calibration.Pages;
using KpiFunctions.Calibration.Recomputing;
using KpiFunctions.Calibration.Trials;

CultureInfo.DefaultThreadCurrentCulture = CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;

var series = new Option<int>("--series") { Description = "Series for each figure of each table.", DefaultValueFactory = _ => 10_000 };
var seed = new Option<int>("--seed") { Description = "Another seed gives other series of the same worlds.", DefaultValueFactory = _ => 1 };
var only = new Option<string?>("--only") { Description = "One section of the pages; without it, all." }.AcceptOnlyFromAmong([.. Report.Sections, AdviceReport.Section]);
var onlyTargets = new Option<string?>("--only") { Description = "One section of the page; without it, all." }.AcceptOnlyFromAmong([.. TargetReport.Sections]);
var docs = new Option<DirectoryInfo>("--docs") { Description = "The folder of the pages whose tables are written.", DefaultValueFactory = _ => new(Path.Combine("docs", "kpis")) };
var root = new RootCommand("Lets the engine judge simulated weeks, and writes how often it is right into docs/kpis/verdicts.md and advice.md.") { series, seed, only, docs };
var targets = new Command("targets", "Lets the engine judge simulated ways to targets, and writes how often it is right into docs/kpis/targets.md.") { series, seed, onlyTargets, docs };
targets.SetAction(parsed =>
    new TargetReport(new(parsed.GetValue(series), parsed.GetValue(seed)), new(Path.Combine(parsed.GetValue(docs)!.FullName, "targets.md"))).Write(Console.Out, parsed.GetValue(onlyTargets)));
root.SetAction(parsed =>
{
    var folder = parsed.GetValue(docs)!.FullName;
    var pictures = Directory.CreateDirectory(Path.Combine(folder, "images")).FullName;
    if (parsed.GetValue(only) != AdviceReport.Section)
        new Report(new(parsed.GetValue(series), parsed.GetValue(seed)), new(Path.Combine(folder, "verdicts.md")), pictures).Write(Console.Out, parsed.GetValue(only));

    // A client has many series: one of them for ten takes as long.
    if (parsed.GetValue(only) is null or AdviceReport.Section)
        new AdviceReport(new(Math.Max(1, parsed.GetValue(series) / 10), parsed.GetValue(seed)), new(Path.Combine(folder, "advice.md"))).Write(Console.Out);
});
root.Add(RecomputeCommand.Create());
root.Add(targets);

return await root.Parse(args).InvokeAsync();
