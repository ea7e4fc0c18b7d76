using System.CommandLine;
using KpiFunctions.Cli.Hosting;
using KpiFunctions.Pipeline.Clients;
using KpiFunctions.Pipeline.Runs.Digests;
using KpiFunctions.Pipeline.Runs.Intake;
using KpiFunctions.Pipeline.Runs.State;

namespace KpiFunctions.Cli.Commands;

/// <summary><c>kpi preview</c>.</summary>
internal static class PreviewCommand
{
    public static Command Create()
    {
        var client = new Argument<string>("CLIENT") { Description = "The client's id." };
        var week = Options.Week();
        var data = Options.Data();
        var @out = new Option<string>("--out") { Description = "Where to write the digest.", HelpName = "DIR", DefaultValueFactory = _ => "." };
        var command = new Command(
            "preview",
            """
            Writes a week's digest as it would go out now, without sending or storing it.

            Examples:
              kpi preview confiserie-du-port --week 2026-W46 --out preview
            """) { client, week, @out, data };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var (id, reported, directory) = (parsed.GetValue(client)!, parsed.GetValue(week), parsed.GetValue(@out)!);
            await using var pipeline = await LocalPipeline.StartAsync(
                new(parsed.GetValue(data)!, TimeProvider.System) { NeedsStorage = true }, what => Console.Error.WriteLine($"… {what}"), cancellationToken);
            var found = await KnownClient.FindAsync(pipeline, id, cancellationToken);

            if (reported.Sunday >= KnownClient.RequireBegun(found.Config, reported)) Console.Error.WriteLine($"{reported} has not ended: its last day is {reported.Sunday:yyyy-MM-dd}, and figures of days to come are missing.");

            var built = await pipeline.Get<DigestBuilder>().BuildAsync(found.Config, reported, cancellationToken);
            var html = await DigestFiles.WriteAsync(directory, $"{id}-{reported}", built.Rendered, cancellationToken);
            foreach (var translation in built.Translations) await DigestFiles.WriteAsync(directory, $"{id}-{reported}.{translation.Language}", translation, cancellationToken);
            if (built.Fault is { } fault) Console.Error.WriteLine($"The built-in template was used, because the brand's own failed: templates/{fault}");
            Console.WriteLine(built.Rendered.Subject);
            Console.WriteLine(html);
            return ExitCode.Done;
        });
        return command;
    }
}
