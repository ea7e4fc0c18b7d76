using System.CommandLine;
using System.Globalization;
using KpiFunctions.Cli.Hosting;
using KpiFunctions.Endurance.Hosts;
using KpiFunctions.Endurance.Storage;

namespace KpiFunctions.Endurance.Killing;

/// <summary>
/// <c>host</c>: a process of the app that <c>kill</c> starts and kills. It reads lines <c>INSTANT TIMER TIMER…</c>, moves its
/// clock there, runs the timers, handles messages until none is visible, and answers <see cref="Done"/>.
/// </summary>
internal static class HostCommand
{
    public const string Name = "host";
    public const string Done = "done";

    /// <summary>On the real clock, so that a message of a killed process comes again soon. A job that takes longer has its message handled twice, which must do no harm.</summary>
    public static readonly TimeSpan Lease = TimeSpan.FromSeconds(3);

    public static Command Create()
    {
        var connection = new Option<string>("--connection") { Required = true };
        var simulator = new Option<string>("--simulator") { Required = true };
        var at = new Option<DateTimeOffset>("--at") { Required = true };
        var command = new Command(Name, "A process of the app that kill starts and kills.") { connection, simulator, at };
        command.Hidden = true;
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var clock = new LeapingClock(parsed.GetValue(at));
            var options = new HostOptions(Store.On(parsed.GetValue(connection)!), clock, new Undisturbed(new()), Lease, TimeSpan.Zero, AtOnce: 8, Ledger: null) { Simulator = new(parsed.GetValue(simulator)!) };
            await using var host = await Host.StartAsync(options, Name, cancellationToken);
            while (await Console.In.ReadLineAsync(cancellationToken) is { } line)
            {
                var words = line.Split(' ', StringSplitOptions.RemoveEmptyEntries);
                clock.LeapTo(DateTimeOffset.Parse(words[0], CultureInfo.InvariantCulture));
                await host.WorkAsync(words[1..], handlesMessages: true, cancellationToken);
                Console.WriteLine(Done);
            }
        });
        return command;
    }
}
