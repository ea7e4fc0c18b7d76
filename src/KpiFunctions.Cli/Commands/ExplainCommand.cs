using System.CommandLine;
using KpiFunctions.Cli.Explaining;
using KpiFunctions.Cli.Hosting;
using KpiFunctions.Pipeline.Kpis;
using KpiFunctions.Pipeline.Kpis.Engine;
using KpiFunctions.Pipeline.Runs.Digests;
using KpiFunctions.Pipeline.Runs.Intake;
using KpiFunctions.Pipeline.Runs.State;

namespace KpiFunctions.Cli.Commands;

/// <summary><c>kpi explain</c>.</summary>
internal static class ExplainCommand
{
    public static Command Create()
    {
        var client = new Argument<string>("CLIENT") { Description = "The client's id." };
        var week = Options.Week();
        var kpi = new Option<string?>("--kpi") { Description = "Only this figure, by its name or a custom one's key: reach, google-share.", HelpName = "KPI" };
        var (data, storage, vault) = (Options.Data(), Options.Storage(), Options.Vault());
        var command = new Command(
            "explain",
            """
            Follows a week's figures back to formula, readings, days, sources, fetch times and gaps, and tells what the digest showed.

            Examples:
              kpi explain confiserie-du-port --week 2026-W46
              kpi explain confiserie-du-port --week 2026-W46 --kpi google-share
              kpi explain confiserie-du-port --week 2026-W46 --storage stkpiprod --vault kv-kpi-prod
            """) { client, week, kpi, data, storage, vault };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var (id, reported, only) = (parsed.GetValue(client)!, parsed.GetValue(week), parsed.GetValue(kpi));
            var deployed = Deployed.From(parsed.GetValue(storage), parsed.GetValue(vault));
            await using var pipeline = await LocalPipeline.StartAsync(
                new(parsed.GetValue(data)!, TimeProvider.System) { Deployed = deployed, NeedsStorage = true }, what => Console.Error.WriteLine($"… {what}"), cancellationToken);
            var config = (await KnownClient.FindAsync(pipeline, id, cancellationToken)).Config;

            KnownClient.RequireBegun(config, reported);
            var known = await pipeline.Get<DigestBuilder>().HistoryOfAsync(config, reported, cancellationToken);
            var now = KpiEngine.Compute(config, known, reported).Trace!;
            var shown = await pipeline.Get<DigestArchive>().FindTraceAsync(id, reported, cancellationToken);
            var names = now.Kpis.Select(each => each.Name.Kpi).Distinct().ToList();
            if (only is not null && !names.Contains(only)) throw new UsageException($"--kpi: '{only}' is no figure of this client. There are {string.Join(", ", names)}.");

            ExplanationWriter.Write(Console.Out, now with { Kpis = [.. now.Kpis.Where(each => only is null || each.Name.Kpi == only)] }, shown);
            return ExitCode.Done;
        });
        return command;
    }
}
