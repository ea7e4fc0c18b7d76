using System.Text.RegularExpressions;

namespace KpiFunctions.Tests.Functions;

public sealed partial class AppSourceTests
{
    private static readonly IReadOnlyList<string> Triggers = [.. Repository.Sources("src", "KpiFunctions", "Triggers")];

    [Fact]
    public void A_trigger_is_read_at_a_glance()
    {
        Triggers.Count.ShouldBe(AppFunction.All.Count);
        foreach (var file in Triggers)
            File.ReadAllLines(file).Length.ShouldBeLessThanOrEqualTo(25, file);
    }

    [Fact]
    public void The_program_is_a_handful_of_lines() =>
        File.ReadAllLines(Repository.PathOf("src", "KpiFunctions", "Program.cs")).Length.ShouldBeLessThanOrEqualTo(10);

    [Fact]
    public void The_app_holds_its_program_its_triggers_and_how_those_answer_and_nothing_else() =>
        Repository.Sources("src", "KpiFunctions").Except(Triggers).Select(Path.GetFileName).ShouldBe(["Answers.cs", "Program.cs"], ignoreOrder: true);

    [Fact]
    public void A_trigger_calls_the_job_of_its_own_name_or_shows_it_first_and_nothing_else()
    {
        foreach (var file in Triggers)
        {
            var name = Path.GetFileNameWithoutExtension(file);
            var source = File.ReadAllText(file);
            string[] jobs = PoisonQueue().Match(source) is { Success: true } poison
                ? [$"RecordFailureAsync(QueueNames.{poison.Groups["queue"].Value}, message, cancellationToken)"]
                : source.Contains("[TimerTrigger(", StringComparison.Ordinal)
                    ? [$"{name}Async(cancellationToken)"]
                    : source.Contains("\"get\", \"post\"", StringComparison.Ordinal)
                        ? [$"{name}Async(token, cancellationToken)", $"Show{name}Async(token, cancellationToken)"]
                        : source.Contains("[HttpTrigger(", StringComparison.Ordinal)
                            ? [$"{name}Async(token, cancellationToken)"]
                            : [$"{name}Async(message, cancellationToken)"];

            Call().Matches(source).Select(match => match.Groups["call"].Value).ShouldBe(jobs, name);
        }
    }

    [Fact]
    public void No_type_of_the_Functions_worker_is_named_outside_the_app_its_contract_and_their_tests()
    {
        string[] allowed =
        [
            Repository.PathOf("src", "KpiFunctions") + Path.DirectorySeparatorChar,
            Repository.PathOf("eng", "functions-worker") + Path.DirectorySeparatorChar,
            Repository.PathOf("tests", "KpiFunctions.Tests", "Functions") + Path.DirectorySeparatorChar,
        ];
        var naming = new[] { "src", "eng", "tests" }
            .SelectMany(folder => Repository.Sources(folder))
            .Where(file => File.ReadAllText(file).Contains("Microsoft.Azure.Functions", StringComparison.Ordinal))
            .ToList();

        naming.ShouldContain(file => file.StartsWith(allowed[0], StringComparison.Ordinal));
        naming.Where(file => !allowed.Any(folder => file.StartsWith(folder, StringComparison.Ordinal))).ShouldBeEmpty();
    }

    [GeneratedRegex(@"jobs\.(?<call>\w+\([^)]*\))", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Call();

    [GeneratedRegex(@"QueueTrigger\(QueueNames\.(?<queue>\w+)Poison,", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex PoisonQueue();
}
