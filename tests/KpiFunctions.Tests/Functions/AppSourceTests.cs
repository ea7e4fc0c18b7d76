using System.Text.RegularExpressions;

namespace KpiFunctions.Tests.Functions;

/// <summary>The app's triggers hold no logic: each runs the job of its own name.</summary>
public sealed partial class AppSourceTests
{
    [Fact]
    public void Each_function_runs_the_job_of_its_own_name_and_nothing_else()
    {
        var source = string.Concat(new[] { "Timers.cs", "Queues.cs", "Web.cs" }.Select(file => File.ReadAllText(Repository.PathOf("src", "KpiFunctions", file))));
        var functions = Function().Matches(source).Select(match => (Name: match.Groups["name"].Value, Method: match.Groups["method"].Value, Call: match.Groups["call"].Value)).ToList();

        functions.Count.ShouldBe(AppFunction.All.Count);
        foreach (var (name, method, call) in functions)
        {
            method.ShouldBe(name);
            call.ShouldMatch($@"^(jobs\.Run(Timer|Message)|Answer)Async\(nameof\({name}\), ((message|request, (token|""{{2}})), )?cancellationToken(, AttemptOf\(context\))?\)$");
        }
    }

    [Fact]
    public void No_type_of_the_Functions_worker_is_named_outside_the_app_and_its_tests()
    {
        string[] allowed =
        [
            Repository.PathOf("src", "KpiFunctions") + Path.DirectorySeparatorChar,
            Repository.PathOf("tests", "KpiFunctions.Tests", "Functions") + Path.DirectorySeparatorChar,
        ];
        var naming = new[] { "src", "eng", "tests" }
            .SelectMany(folder => Repository.Sources(folder))
            .Where(file => File.ReadAllText(file).Contains("Microsoft.Azure.Functions", StringComparison.Ordinal))
            .ToList();

        naming.ShouldContain(file => file.StartsWith(allowed[0], StringComparison.Ordinal));
        naming.Where(file => !allowed.Any(folder => file.StartsWith(folder, StringComparison.Ordinal))).ShouldBeEmpty();
    }

    [GeneratedRegex(@"\[Function\(nameof\((?<name>\w+)\)\)\]\s+public Task(<HttpResponseData>)? (?<method>\w+)\(.*\) =>\s+(?<call>[^;]+);", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 60_000)]
    private static partial Regex Function();
}
