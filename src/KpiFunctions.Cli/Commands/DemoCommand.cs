using System.CommandLine;
using KpiFunctions.Cli.Demos;

namespace KpiFunctions.Cli.Commands;

/// <summary><c>kpi demo</c>.</summary>
internal static class DemoCommand
{
    public static Command Create()
    {
        var @out = new Option<string>("--out") { Description = "Where to write digests, outbox and summary. A directory that holds anything else is refused.", HelpName = "DIR", DefaultValueFactory = _ => "demo-out" };
        var input = new Option<string>("--input") { Description = "Other configs and exports than the samples: DIR/clients/*.json, DIR/imports/CLIENT/*.csv.", HelpName = "DIR", DefaultValueFactory = _ => DemoInput.Samples };
        var now = Options.Now();
        var keep = new Option<bool>("--keep") { Description = "Keep the storage in DIR/storage: a second run finds what the first one did, and sends nothing again." };
        var faults = Options.Faults();
        var command = new Command(
            "demo",
            """
            Shows a whole week on this machine: drops configs, fetches fourteen weeks from simulated platforms, and sends the digests into an outbox.

            Examples:
              kpi demo
              kpi demo --out A --keep
              kpi demo --now 2026-11-23T09:00:00Z
              kpi demo --fault facebook=server-error@201100000000001
            """) { @out, input, now, keep, faults };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var moment = parsed.GetValue(now) ?? TimeProvider.System.GetUtcNow();
            var options = new DemoOptions(parsed.GetValue(@out)!, parsed.GetValue(input)!, moment, parsed.GetValue(keep), parsed.GetValue(faults)!);
            var (summary, output) = await ProgressReport.ShowAsync("demo", report => new Demo(options, report).RunAsync(cancellationToken));
            Print(summary, output);
            return summary.Clients.Count > 0 ? ExitCode.Done : ExitCode.Failed;
        });
        return command;
    }

    private static void Print(DemoSummary summary, DemoOutput output)
    {
        foreach (var client in summary.Clients)
        {
            Console.WriteLine($"{client.Client}  week {client.Week}  {client.State.ToLowerInvariant()}{(client.Missing.Count > 0 ? $", without {string.Join(", ", client.Missing)}" : "")}");
            foreach (var objective in client.Objectives) Console.WriteLine($"  {objective.Objective}: {objective.Verdict}");
        }

        foreach (var failure in summary.Failures)
        {
            Console.WriteLine($"{failure.Subject}  {failure.Kind}");
            foreach (var line in failure.Reason) Console.WriteLine($"  {line}");
        }

        Console.WriteLine();
        Console.WriteLine($"{summary.Sent} sent");
        Console.WriteLine($"digests  {output.Digests}");
        Console.WriteLine($"outbox   {output.Outbox}");
        Console.WriteLine($"summary  {output.Summary}");
    }
}
