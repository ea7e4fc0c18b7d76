using System.CommandLine;
using KpiFunctions.Cli.Commands;

namespace KpiFunctions.Tests.Docs;

/// <summary>Tables of the commands and their options, from what the command line declares.</summary>
internal static class CommandTables
{
    public static IReadOnlyList<Command> Commands { get; } = [.. KpiCommand.Create().Subcommands];

    /// <summary>The commands, each with the first paragraph of its help.</summary>
    public static string All() => Markdown.Table(
        ["command", "does"],
        Commands.Select(command => (IReadOnlyList<string>)[$"[{command.Name}]({command.Name}.md)", Markdown.Plain(command.Description!.Split("\n\n")[0])]));

    /// <summary>Arguments and options of each command, by its name.</summary>
    public static IEnumerable<KeyValuePair<string, Func<string>>> Options => Commands.Select(command => KeyValuePair.Create<string, Func<string>>(command.Name, () => OptionsOf(command)));

    private static string OptionsOf(Command command) => Markdown.Table(
        ["option", "does", "unless given"],
        [
            .. command.Arguments.Select(argument => (IReadOnlyList<string>)
            [
                Markdown.Code(argument.Name + (argument.Arity.MaximumNumberOfValues > 1 ? "…" : "")),
                Markdown.Plain(argument.Description!),
                argument.Arity.MinimumNumberOfValues > 0 ? "*required*" : "",
            ]),
            .. command.Options.Where(option => !option.Hidden && option.Name is not "--help" and not "--version").Select(option => (IReadOnlyList<string>)
            [
                Markdown.Code(option.HelpName is { } value ? $"{option.Name} {value}" : option.Name),
                Markdown.Plain(option.Description!),
                option.Required ? "*required*" : DefaultOf(option),
            ]),
        ]);

    /// <summary>A text that is the same on every machine; of other defaults the description tells.</summary>
    private static string DefaultOf(Option option) => option.HasDefaultValue && option.GetDefaultValue() is string { Length: > 0 } text && !Path.IsPathRooted(text) ? Markdown.Code(text) : "";
}
