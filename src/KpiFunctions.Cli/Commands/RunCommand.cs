using System.CommandLine;
using KpiFunctions.Cli.Hosting;
using KpiFunctions.Pipeline.Runs.Web;
using KpiFunctions.Simulator;

namespace KpiFunctions.Cli.Commands;

/// <summary><c>kpi run</c>.</summary>
internal static class RunCommand
{
    private static readonly TimeSpan EventsInterval = TimeSpan.FromSeconds(2);

    public static Command Create()
    {
        var data = Options.Data();
        var secrets = Options.Secrets();
        var simulate = Options.Simulate();
        var port = new Option<int>("--port") { Description = "Where the digests' links are answered on this machine; a free port unless given.", HelpName = "PORT" };
        port.Validators.Add(result =>
        {
            if (result.Tokens is [var token] && !(int.TryParse(token.Value, out var number) && number is >= 0 and <= 65535))
                result.AddError($"--port: '{token.Value}' is not a number from 0 to 65535.");
        });
        var command = new Command(
            "run",
            """
            Runs the pipeline on this machine until Ctrl-C: the same timers, queues and jobs as in Azure, on local storage.

            Examples:
              kpi run --simulate
              kpi run --secrets secrets.local.json --port 8080
            """) { data, secrets, simulate, port };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var directory = parsed.GetValue(data)!;
            await using var simulator = parsed.GetValue(simulate)
                ? await SimulatorServer.StartAsync(new() { OutboxDirectory = Path.Combine(directory, "outbox") }, cancellationToken)
                : null;
            var secretsFile = parsed.GetValue(secrets);
            if (secretsFile is not null && !File.Exists(secretsFile)) throw new UsageException($"--secrets: there is no file {secretsFile}.");

            await using var web = await LocalWeb.StartAsync(parsed.GetValue(port), cancellationToken);
            var address = web.Address.GetLeftPart(UriPartial.Authority);
            await using var pipeline = await LocalPipeline.StartAsync(
                new(directory, TimeProvider.System, simulator, secretsFile) { ShowsLog = true, Settings = new Dictionary<string, string?> { [PublicAddress.Setting] = address } },
                what => Console.Error.WriteLine($"… {what}"),
                cancellationToken);
            web.Serve(pipeline.Jobs);
            Console.WriteLine("Running. Add a client with: kpi add FILE. Stop with Ctrl-C.");
            Console.WriteLine($"storage  {pipeline.ConnectionString}");
            Console.WriteLine($"web      {address}");
            try
            {
                await Task.WhenAll(pipeline.Host.RunAsync(cancellationToken), PostEventsAsync(simulator, web.Events, cancellationToken));
            }
            catch (OperationCanceledException)
            {
                Console.WriteLine("Stopped. What was under way goes on at the next start.");
            }

            return ExitCode.Done;
        });
        return command;
    }

    /// <summary>Has the simulated SendGrid report what becomes of the mails that it accepts.</summary>
    private static async Task PostEventsAsync(SimulatorServer? simulator, Uri webhook, CancellationToken cancellationToken)
    {
        while (simulator is not null)
        {
            await simulator.PostEventsAsync(webhook, cancellationToken);
            await Task.Delay(EventsInterval, cancellationToken);
        }
    }
}
