using System.Diagnostics;
using System.Text.Json;
using KpiFunctions.Cli.Hosting;

namespace KpiFunctions.EndToEnd.Browsing;

/// <summary>html-validate, the standard's rules for documents, once over many files.</summary>
internal static class HtmlValidator
{
    private static readonly JsonSerializerOptions Options = new(JsonSerializerDefaults.Web);

    /// <summary>Checks the <c>.html</c> files of a folder and of those below it. Installs the validator first where that was never done.</summary>
    /// <param name="kind">Chooses the rules: <c>eng/html-validate/mail.mjs</c> or <c>page.mjs</c>.</param>
    /// <returns>A line for each fault: file relative to the folder, line, column, rule, message. None means that all is well.</returns>
    /// <exception cref="InvalidOperationException">The validator does not run, or the folder holds no such file.</exception>
    public static Task<IReadOnlyList<string>> CheckAsync(string folder, HtmlKind kind, CancellationToken cancellationToken) =>
        CheckAsync(folder, kind, _ => true, cancellationToken);

    /// <summary>Checks some of them.</summary>
    /// <param name="isMeant">Says of a file, by its path, whether it is one of them.</param>
    /// <inheritdoc cref="CheckAsync(string, HtmlKind, CancellationToken)"/>
    public static async Task<IReadOnlyList<string>> CheckAsync(string folder, HtmlKind kind, Func<string, bool> isMeant, CancellationToken cancellationToken)
    {
        var files = Directory.EnumerateFiles(Path.GetFullPath(folder), "*.html", SearchOption.AllDirectories).Where(isMeant).ToList();
        if (files.Count == 0) throw new InvalidOperationException($"{folder} holds no HTML to check.");

        var installation = await new NpmInstallation("html-validate", "html-validate").EnsureAsync(progress: null, cancellationToken);
        var results = await RunAsync(installation, files, kind, cancellationToken);
        return
        [
            .. from file in results.OrderBy(file => file.FilePath, StringComparer.Ordinal)
               from fault in file.Messages
               select $"{Path.GetRelativePath(folder, file.FilePath)}:{fault.Line}:{fault.Column}: {fault.RuleId}: {fault.Message}",
        ];
    }

    private static async Task<IReadOnlyList<FileResult>> RunAsync(string installation, IReadOnlyList<string> files, HtmlKind kind, CancellationToken cancellationToken)
    {
        // Into a file: the validator exits before a long text has gone through a pipe.
        var output = Path.GetTempFileName();
        try
        {
            var start = new ProcessStartInfo("node")
            {
                ArgumentList =
                {
                    Path.Combine(installation, "node_modules", "html-validate", "bin", "html-validate.mjs"),
                    "--config", Path.Combine(installation, kind == HtmlKind.Mail ? "mail.mjs" : "page.mjs"),
                    "--formatter", $"json={output}",
                },
                WorkingDirectory = installation,
                UseShellExecute = false,
                RedirectStandardOutput = true,
                RedirectStandardError = true,
            };
            foreach (var file in files) start.ArgumentList.Add(file);
            using var process = Process.Start(start)!;
            var (said, errors) = (process.StandardOutput.ReadToEndAsync(cancellationToken), process.StandardError.ReadToEndAsync(cancellationToken));
            await process.WaitForExitAsync(cancellationToken);

            // It ends with 1 when it found faults, and also when it could not run: then nothing was written.
            var json = await File.ReadAllTextAsync(output, cancellationToken);
            return json.Length > 0
                ? JsonSerializer.Deserialize<FileResult[]>(json, Options)!
                : process.ExitCode == 0 ? [] : throw new InvalidOperationException($"html-validate does not run:\n{await said}{await errors}");
        }
        finally
        {
            File.Delete(output);
        }
    }

    private sealed record FileResult(string FilePath, IReadOnlyList<Fault> Messages);

    private sealed record Fault(string RuleId, int Line, int Column, string Message);
}
