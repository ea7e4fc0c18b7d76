using System.CommandLine;
using KpiFunctions.Cli.Hosting;
using KpiFunctions.Pipeline.Delivery.Links;
using KpiFunctions.Pipeline.Periods;
using KpiFunctions.Pipeline.Runs.Actions;
using KpiFunctions.Pipeline.Runs.State;

namespace KpiFunctions.Cli.Commands;

/// <summary>A command that does one of the declared actions: its arguments and options say what is wanted, and the rest is the same for all.</summary>
/// <param name="name">One of <see cref="ActionNames"/>.</param>
/// <param name="examples">Its examples, a line each.</param>
internal sealed class ActionCommand(string name, params IReadOnlyList<string> examples)
{
    private readonly Option<string?> by = new("--as")
    {
        Description = "Who wants it, for the audit; the name that is signed in on this machine unless given.",
        HelpName = "NAME",
    };

    private readonly Option<string?> why = new("--why") { Description = "Why, for the audit and the mail's record.", HelpName = "TEXT" };

    private readonly Option<string> data = Options.Data();

    private readonly Option<string?> storage = new("--storage")
    {
        Description = "Act on a deployed pipeline instead: the name of its data account, with the rights of whoever is signed in to Azure, or a connection string.",
        HelpName = "ACCOUNT",
    };

    private readonly Option<DateTimeOffset?> now = Options.Now();

    /// <summary>The client.</summary>
    public Argument<string> Client { get; } = new("CLIENT") { Description = "The client's id." };

    /// <summary>The week that the digest reports.</summary>
    public Argument<IsoWeek> Week { get; } = Arguments.Week();

    /// <summary>A declared action.</summary>
    public DeclaredAction Action { get; } = DeclaredAction.Find(name)!;

    /// <summary>Makes the command.</summary>
    /// <param name="own">Its own arguments and options, in order.</param>
    /// <param name="read">What is wanted, from what was given and the client's zone (UTC where the client is not known).</param>
    /// <param name="needsWhy">Whether a reason has to be given.</param>
    public Command Create(IReadOnlyList<Symbol> own, Func<ParseResult, Zone, ActionRequest> read, bool needsWhy = false)
    {
        var command = new Command(name, $"{ActionWords.OfCommands.MeaningOf(Action)}\n\nExamples:\n{string.Join('\n', examples.Select(example => $"  {example}"))}");
        why.Required = needsWhy;
        foreach (var symbol in own)
        {
            if (symbol is Argument argument) command.Add(argument);
            else command.Add((Option)symbol);
        }

        foreach (var option in new Option[] { why, by, data, storage, now }) command.Add(option);
        command.SetAction((parsed, cancellationToken) => RunAsync(parsed, read, cancellationToken));
        return command;
    }

    /// <summary>Whether the pipeline has something to do now: to build, to fetch or to send.</summary>
    private bool GoesOn(ActionResult result) => name is ActionNames.Approve or ActionNames.Release || (name is ActionNames.Send or ActionNames.Replay or ActionNames.Resume && result.Count > 0);

    private async Task<int> RunAsync(ParseResult parsed, Func<ParseResult, Zone, ActionRequest> read, CancellationToken cancellationToken)
    {
        var why = parsed.GetValue(this.why)?.Trim();
        if (why?.Length == 0) throw new UsageException("--why: it is empty; say why, for the audit and the mail's record.");
        if (why?.Length > Instruction.LongestWhy) throw new UsageException($"--why: {why.Length} characters are too many; at most {Instruction.LongestWhy} are kept.");
        var who = parsed.GetValue(by)?.Trim() is { Length: > 0 } given ? given : Environment.UserName;
        TimeProvider time = parsed.GetValue(now) is { } instant ? new LeapingClock(instant) : TimeProvider.System;
        await using var pipeline = await LocalPipeline.StartAsync(
            new(parsed.GetValue(data)!, time) { Deployed = Deployed.OfStorage(parsed.GetValue(storage)), NeedsStorage = true }, what => Console.Error.WriteLine($"… {what}"), cancellationToken);

        var client = await pipeline.Get<ClientDirectory>().FindAsync(parsed.GetValue(Client)!, cancellationToken);
        var request = read(parsed, client?.Config.Schedule.Zone ?? Zone.Utc);
        var result = await pipeline.Get<ActionRunner>().RunAsync(request, new(Instruction.NewId(), who, Instruction.Command, time.GetUtcNow()) { Why = why }, cancellationToken);
        foreach (var line in ActionWords.OfCommands.Of(Action, result)) (result.Outcome == ActionOutcome.NoSuch ? Console.Error : Console.Out).WriteLine(line);
        if (result.Outcome == ActionOutcome.Done && GoesOn(result) && pipeline.IsAlone)
            Console.WriteLine($"Nothing runs on this storage now: `kpi run{(parsed.GetResult(data) is { Implicit: false } ? $" --data {parsed.GetValue(data)}" : "")}` does what follows.");
        return result.Outcome switch
        {
            ActionOutcome.Done or ActionOutcome.AlreadyDone => ExitCode.Done,
            ActionOutcome.NoSuch => ExitCode.WrongUsage,
            _ => ExitCode.Failed,
        };
    }
}
