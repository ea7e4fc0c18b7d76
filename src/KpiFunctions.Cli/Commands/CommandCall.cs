using System.CommandLine;
using KpiFunctions.Pipeline.Clients.Parsing;

namespace KpiFunctions.Cli.Commands;

/// <summary>Reads the command line, and says what is wrong with it.</summary>
internal static class CommandCall
{
    private const string Help = "help";

    /// <summary>Reads it. <c>kpi help</c> is <c>kpi --help</c>, and <c>kpi help send</c> is <c>kpi send --help</c>.</summary>
    public static ParseResult Parse(string[] arguments) =>
        KpiCommand.Create().Parse(arguments is [Help, .. var command] ? [.. command, "--help"] : arguments);

    /// <summary>What is wrong, in lines; where there is no such command, with those that there are.</summary>
    public static IReadOnlyList<string> ProblemsOf(ParseResult parsed)
    {
        if (parsed.CommandResult.Command is not RootCommand root) return [.. parsed.Errors.Select(error => error.Message), $"See: kpi {parsed.CommandResult.Command.Name} --help"];
        IReadOnlyList<string> names = [.. root.Subcommands.Select(command => command.Name)];
        IReadOnlyList<string> problems = parsed.Tokens is [var first, ..]
            ? [$"There is no command '{first.Value}'{(Names.DidYouMean(first.Value, names) is { } hint ? $"; {hint}" : ".")}"]
            : ["A command is missing."];
        var width = names.Max(name => name.Length);
        return [.. problems, "Commands:", .. root.Subcommands.Select(command => $"  {command.Name.PadRight(width)}  {FirstParagraph(command.Description!)}"), "See: kpi --help"];
    }

    private static string FirstParagraph(string description) => description.ReplaceLineEndings("\n").Split("\n\n")[0];
}
