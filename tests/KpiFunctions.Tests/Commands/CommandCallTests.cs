using KpiFunctions.Cli.Commands;

namespace KpiFunctions.Tests.Commands;

/// <summary>What the command line takes, and what it says of the rest.</summary>
public sealed class CommandCallTests
{
    [Fact]
    public void An_unknown_command_is_answered_with_the_likely_one_and_with_all()
    {
        var problems = CommandCall.ProblemsOf(CommandCall.Parse(["aprove", "shop"]));
        problems[0].ShouldBe("There is no command 'aprove'; did you mean \"approve\"?");
        foreach (var command in KpiCommand.Create().Subcommands) problems.ShouldContain(line => line.StartsWith($"  {command.Name} ", StringComparison.Ordinal));
        CommandCall.ProblemsOf(CommandCall.Parse(["frobnicate"]))[0].ShouldBe("There is no command 'frobnicate'.");
        CommandCall.ProblemsOf(CommandCall.Parse([]))[0].ShouldBe("A command is missing.");
    }

    [Theory]
    [InlineData("help")]
    [InlineData("help send")]
    public void Help_is_a_word_too(string arguments) => CommandCall.Parse(arguments.Split(' ')).Errors.ShouldBeEmpty();

    [Theory]
    [InlineData("2026-11-23T09:00:00Z", true)]
    [InlineData("2026-11-23T09:00Z", true)]
    [InlineData("2026-11-23T10:00:00+01:00", true)]
    [InlineData("2026-11-23", false)]
    [InlineData("2026-11-23T09:00:00", false)]
    [InlineData("2026-11-23T09", false)]
    [InlineData("yesterday", false)]
    public void An_instant_needs_a_time_and_an_offset(string instant, bool isTaken)
    {
        foreach (var call in new[] { $"approve shop 2026-W46 --now {instant}", $"status --now {instant}", $"hold shop 2026-W46 --until {instant}" })
        {
            var parsed = CommandCall.Parse(call.Split(' '));
            if (isTaken) parsed.Errors.ShouldBeEmpty(call);
            else CommandCall.ProblemsOf(parsed)[0].ShouldContain("is not an instant with a time and an offset");
        }
    }
}
