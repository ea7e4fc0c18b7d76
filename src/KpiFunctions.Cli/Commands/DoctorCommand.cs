using System.CommandLine;
using KpiFunctions.Cli.Hosting;
using KpiFunctions.Pipeline.Clients;
using KpiFunctions.Pipeline.History;
using KpiFunctions.Pipeline.Runs.Fetching;
using KpiFunctions.Pipeline.Runs.State;
using KpiFunctions.Pipeline.Sources.All;

namespace KpiFunctions.Cli.Commands;

/// <summary><c>kpi doctor</c>.</summary>
internal static class DoctorCommand
{
    /// <summary>Clients that a line names.</summary>
    private const int Named = 5;

    public static Command Create()
    {
        var (data, storage, vault, now) = (Options.Data(), Options.Storage(), Options.Vault(), Options.Now());
        var command = new Command(
            "doctor",
            $"""
            Lists what has ended or ends within {Endings.DaysAhead} days: versions of the platforms' APIs, and accesses whose end is known.

            Examples:
              kpi doctor
              kpi doctor --storage stkpiprod --vault kv-kpi-prod
            """) { data, storage, vault, now };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var deployed = Deployed.From(parsed.GetValue(storage), parsed.GetValue(vault));
            await using var pipeline = await LocalPipeline.StartAsync(
                new(parsed.GetValue(data)!, TimeProvider.System) { Deployed = deployed }, what => Console.Error.WriteLine($"… {what}"), cancellationToken);
            var clients = new List<(ClientConfig, IReadOnlyList<Cursor>)>();
            foreach (var client in await pipeline.Get<ClientDirectory>().ListAsync(cancellationToken))
                clients.Add((client.Config, await pipeline.Get<CursorTable>().ReadAsync(client.Config.Id, cancellationToken)));

            var at = parsed.GetValue(now) ?? TimeProvider.System.GetUtcNow();
            var endings = Endings.Of(AllSources.Traits.Values, clients, at);
            foreach (var ending in endings) Write(Console.Out, ending, DateOnly.FromDateTime(at.UtcDateTime));
            if (endings.Count == 0) Console.WriteLine($"Nothing ends within {Endings.DaysAhead} days.");
            return endings.Any(ending => ending.EndsOn <= DateOnly.FromDateTime(at.UtcDateTime) && ending.Concerned.Count > 0) ? ExitCode.Failed : ExitCode.Done;
        });
        return command;
    }

    private static void Write(TextWriter output, Ending ending, DateOnly today)
    {
        var days = ending.EndsOn.DayNumber - today.DayNumber;
        var when = days switch { < 0 => $"ended {-days} days ago", 0 => "ends today", 1 => "ends tomorrow", _ => $"ends in {days} days" };
        var clients = ending.Concerned.Count switch
        {
            0 => "no client here uses it",
            var count => $"{count} {(count == 1 ? "client" : "clients")}: {string.Join(", ", ending.Concerned.Take(Named))}{(count > Named ? "…" : "")}",
        };
        output.WriteLine($"{ending.EndsOn:yyyy-MM-dd}  {ending.What} {when} ({clients}). To do: {ending.ToDo}.");
    }
}
