using System.CommandLine;
using KpiFunctions.Cli.Hosting;
using KpiFunctions.Pipeline.Clients;
using KpiFunctions.Pipeline.Readings;
using KpiFunctions.Pipeline.Runs.Fetching;
using KpiFunctions.Pipeline.Runs.Intake;
using KpiFunctions.Pipeline.Sources;
using KpiFunctions.Simulator;

namespace KpiFunctions.Cli.Commands;

/// <summary><c>kpi backfill</c>.</summary>
internal static class BackfillCommand
{
    public static Command Create()
    {
        var client = new Argument<string>("CLIENT") { Description = "The client's id." };
        var from = Options.Day("--from", "The oldest day to ask for: 2026-01-01.");
        var sources = new Option<string[]>("--source")
        {
            Description = "Only this source: a type (facebook) or an account (facebook:1015). May be given several times.",
            HelpName = "SOURCE",
            DefaultValueFactory = _ => [],
        };
        var (data, secrets, simulate) = (Options.Data(), Options.Secrets(), Options.Simulate());
        var (storage, vault) = (Options.Storage(), Options.Vault());
        var command = new Command(
            "backfill",
            """
            Fetches a client's figures from before the weeks that the pipeline begins with. Cut off, it goes on where it stopped.

            Examples:
              kpi backfill confiserie-du-port --from 2025-01-01
              kpi backfill confiserie-du-port --from 2025-01-01 --source facebook --source matomo:1
              kpi backfill confiserie-du-port --from 2025-01-01 --storage stkpiprod --vault kv-kpi-prod
            """) { client, from, sources, data, secrets, simulate, storage, vault };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var (id, oldest, only) = (parsed.GetValue(client)!, parsed.GetValue(from), parsed.GetValue(sources)!);
            var deployed = Deployed.From(parsed.GetValue(storage), parsed.GetValue(vault));
            await using var simulator = parsed.GetValue(simulate) ? await SimulatorServer.StartAsync(new(), cancellationToken) : null;
            await using var pipeline = await LocalPipeline.StartAsync(
                new(parsed.GetValue(data)!, TimeProvider.System, simulator, parsed.GetValue(secrets)) { Deployed = deployed, NeedsStorage = true },
                what => Console.Error.WriteLine($"… {what}"),
                cancellationToken);
            var config = (await KnownClient.FindAsync(pipeline, id, cancellationToken)).Config;
            if (oldest > config.Schedule.Zone.DayAt(TimeProvider.System.GetUtcNow())) throw new UsageException($"--from: {oldest:yyyy-MM-dd} has not come yet.");

            var plans = Chosen(await pipeline.Get<Backfill>().PlanAsync(config, oldest, cancellationToken), only);
            return await ProgressReport.ShowAsync("backfill", progress => RunAsync(pipeline.Get<Backfill>(), config, plans, progress, cancellationToken)) ? ExitCode.Done : ExitCode.Failed;
        });
        return command;
    }

    private static List<BackfillPlan> Chosen(IReadOnlyList<BackfillPlan> plans, string[] only)
    {
        foreach (var name in only)
        {
            if (!plans.Any(plan => Names(plan, name)))
                throw new UsageException($"--source: '{name}' is none of this client's fetched sources: {string.Join(", ", plans.Select(plan => plan.Source.Ref))}.");
        }

        return [.. plans.Where(plan => only.Length == 0 || only.Any(name => Names(plan, name)))];
    }

    private static bool Names(BackfillPlan plan, string name) => plan.Source.Type == name || plan.Source.Ref.ToString() == name;

    /// <summary>Account by account; one that fails costs no other one anything.</summary>
    /// <returns>Whether everything was answered.</returns>
    private static async Task<bool> RunAsync(Backfill backfill, ClientConfig client, List<BackfillPlan> plans, IProgressReport progress, CancellationToken cancellationToken)
    {
        var (done, all) = (0, plans.Sum(plan => plan.Pieces.Count));
        var lines = new List<string>();
        var whole = true;
        foreach (var plan in plans)
        {
            SourceFailure? failure = null;
            var refused = new SortedSet<string>(StringComparer.Ordinal);
            var reached = plan.Pieces.Count > 0 ? plan.Pieces[0].Last : (DateOnly?)null;
            foreach (var piece in plan.Pieces)
            {
                progress.Reaches((double)done / all, $"{plan.Source.Name} {piece.First:yyyy-MM-dd}");
                try
                {
                    refused.UnionWith((await backfill.RunAsync(client, plan.Source, piece, cancellationToken)).Select(refusal => refusal.What));
                    (reached, done) = (piece.First, done + 1);
                }
                catch (SourceException exception)
                {
                    failure = exception.Failure;
                    break;
                }
            }

            whole &= failure is null;
            lines.Add(Line(plan, reached, failure));
            if (refused.Count > 0) lines.Add($"{plan.Source.Ref}: the platform does not give {string.Join(", ", refused)}.");
        }

        progress.Reaches(1, "done");
        foreach (var line in lines) Console.WriteLine(line);
        return whole;
    }

    private static string Line(BackfillPlan plan, DateOnly? reached, SourceFailure? failure)
    {
        var name = plan.Source.Ref;
        if (failure is not null)
        {
            var when = failure.RetryAfter is { } wait ? $" It can be asked again from {TimeProvider.System.GetUtcNow() + wait:yyyy-MM-dd HH:mm} UTC on." : "";
            return $"{name}: stopped: {failure.KindName}: {failure.Message}{when} The same command goes on from here.";
        }

        var limit = plan.Limit is { } day ? $" The platform has nothing before {day:yyyy-MM-dd}." : "";
        return reached is { } first ? $"{name}: fetched back to {first:yyyy-MM-dd}.{limit}" : $"{name}: was fetched before.{limit}";
    }
}
