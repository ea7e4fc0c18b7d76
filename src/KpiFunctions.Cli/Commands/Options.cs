using System.CommandLine;
using System.Globalization;
using System.Text.RegularExpressions;
using KpiFunctions.Cli.Hosting;
using KpiFunctions.Pipeline.Periods;
using KpiFunctions.Simulator;
using KpiFunctions.Simulator.Faults;

namespace KpiFunctions.Cli.Commands;

/// <summary>Options that several commands share.</summary>
internal static partial class Options
{
    public static Option<string> Data() => new("--data")
    {
        Description = "Where the local storage lies.",
        HelpName = "DIR",
        DefaultValueFactory = _ => ".kpi",
    };

    public static Option<string?> Secrets() => new("--secrets")
    {
        Description = $"Credentials: a JSON object of names and values. {LocalOptions.DefaultSecretsFile} in the working directory is read where it is there. Keep it out of version control.",
        HelpName = "FILE",
    };

    /// <summary>A switch that has the simulator answer in place of the platforms.</summary>
    public static Option<bool> Simulate() => new("--simulate") { Description = "Let the simulator answer for the platforms and SendGrid." };

    /// <summary>A deployed pipeline's data account.</summary>
    public static Option<string?> Storage() => new("--storage")
    {
        Description = "Work on a deployed pipeline instead: the name of its data account, with the rights of whoever is signed in to Azure.",
        HelpName = "ACCOUNT",
    };

    /// <summary>A deployed pipeline's vault.</summary>
    public static Option<string?> Vault() => new("--vault") { Description = "The name of the deployed pipeline's vault; goes with --storage.", HelpName = "VAULT" };

    /// <summary>A day: <c>2026-01-01</c>.</summary>
    public static Option<DateOnly> Day(string name, string description) => new(name)
    {
        Description = description,
        HelpName = "DATE",
        Required = true,
        CustomParser = result =>
        {
            if (DateOnly.TryParseExact(result.Tokens[0].Value, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day)) return day;
            result.AddError($"{name}: '{result.Tokens[0].Value}' is not a day such as 2026-01-01.");
            return default;
        },
    };

    /// <summary>The moment to act at: <c>2026-11-23T09:00:00Z</c>.</summary>
    public static Option<DateTimeOffset?> Now() => Instant("--now", "The moment to act at, with its offset: 2026-11-23T09:00:00Z. The present one unless given.");

    /// <summary>An instant with its offset: <c>2026-11-23T09:00:00Z</c>.</summary>
    public static Option<DateTimeOffset?> Instant(string name, string description) => new(name)
    {
        Description = description,
        HelpName = "INSTANT",
        CustomParser = result =>
        {
            var text = result.Tokens[0].Value;
            if (TimeWithOffset().IsMatch(text) && DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.RoundtripKind, out var instant)) return instant;
            result.AddError($"{name}: '{text}' is not an instant with a time and an offset, such as 2026-11-23T09:00:00Z or 2026-11-23T10:00:00+01:00.");
            return null;
        },
    };

    /// <summary>How an instant ends that is the same on every machine: a day alone, or a time without its offset, would be read in this machine's zone.</summary>
    [GeneratedRegex(@"T\d{1,2}:\d{2}.*(Z|[+-]\d{2}:?\d{2})$", RegexOptions.ExplicitCapture, 1_000)]
    private static partial Regex TimeWithOffset();

    /// <summary>What goes wrong at the simulated platforms.</summary>
    public static Option<Fault[]> Faults() => new("--fault")
    {
        Description = "Something that goes wrong at a simulated platform: facebook=server-error@201100000000001, sendgrid=hang. May be given several times; a wrong one is answered with all that there are.",
        HelpName = "PLATFORM=KIND[@ACCOUNT]",
        DefaultValueFactory = _ => [],
        CustomParser = result =>
        {
            var read = result.Tokens.Select(token => FaultText.Parse(token.Value, SimulatorServer.PlatformNames)).ToList();
            foreach (var (_, problem) in read)
                if (problem is not null) result.AddError($"--fault: {problem}.");
            return [.. read.Select(each => each.Fault).OfType<Fault>()];
        },
    };

    public static Option<IsoWeek> Week() => new("--week")
    {
        Description = "The week to report: 2026-W46.",
        HelpName = "WEEK",
        Required = true,
        CustomParser = result =>
        {
            if (IsoWeek.TryParse(result.Tokens[0].Value, out var week)) return week;
            result.AddError($"--week: '{result.Tokens[0].Value}' is not an ISO week such as 2026-W46.");
            return default;
        },
    };
}
