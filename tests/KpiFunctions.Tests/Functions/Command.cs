using System.Diagnostics;

namespace KpiFunctions.Tests.Functions;

/// <summary>Runs a command to its end.</summary>
internal static class Command
{
    /// <summary>What it answered: its exit code, and all that it wrote.</summary>
    internal sealed record Result(int ExitCode, string Output, string Error);

    public static Task<Result> RunAsync(string file, params string[] arguments) => RunAsync(file, arguments, new Dictionary<string, string>());

    /// <param name="environment">Environment variables beside those of this process.</param>
    public static async Task<Result> RunAsync(string file, IEnumerable<string> arguments, IReadOnlyDictionary<string, string> environment)
    {
        var start = new ProcessStartInfo(file, arguments)
        {
            WorkingDirectory = Repository.Root,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
        };

        // A build that runs inside these tests is not a part of the build that runs them.
        foreach (var name in start.Environment.Keys.Where(name => name.StartsWith("MSBUILD", StringComparison.OrdinalIgnoreCase)).ToList())
            start.Environment.Remove(name);
        foreach (var (name, value) in environment) start.Environment[name] = value;

        using var process = Process.Start(start)!;
        var output = process.StandardOutput.ReadToEndAsync();
        var error = process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();
        return new Result(process.ExitCode, await output, await error);
    }
}
