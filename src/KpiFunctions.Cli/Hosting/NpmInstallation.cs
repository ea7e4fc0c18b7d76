using System.ComponentModel;
using System.Diagnostics;

namespace KpiFunctions.Cli.Hosting;

/// <summary>A Node program that a folder of <c>eng</c> pins. It is installed from its lock file on first use.</summary>
/// <param name="folder">The folder below <c>eng</c>, such as <c>azurite</c>.</param>
/// <param name="program">Its name in messages, such as <c>Azurite</c>.</param>
internal sealed class NpmInstallation(string folder, string program)
{
    private const string Complete = ".complete";

    /// <summary>Installs the program unless it is installed. Of two processes at once, one installs and the other waits.</summary>
    /// <param name="progress">Receives what is being done where it takes time.</param>
    /// <returns>The folder that contains <c>node_modules</c>.</returns>
    /// <exception cref="InvalidOperationException">npm is missing or fails: the message says what to do.</exception>
    public async Task<string> EnsureAsync(Action<string>? progress, CancellationToken cancellationToken)
    {
        var directory = Path.Combine(RepositoryRoot(), "eng", folder);
        if (IsInstalled(directory)) return directory;

        await using var claim = await ClaimAsync(Path.Combine(directory, ".install.lock"), cancellationToken);
        if (IsInstalled(directory)) return directory;

        progress?.Invoke($"installing {program}, once (about half a minute)");
        await RunNpmAsync(directory, cancellationToken);
        await File.WriteAllBytesAsync(MarkerOf(directory), await File.ReadAllBytesAsync(LockOf(directory), cancellationToken), cancellationToken);
        return directory;
    }

    /// <summary>Whether the installation is complete and was made from the present lock file.</summary>
    private static bool IsInstalled(string directory) =>
        File.Exists(MarkerOf(directory)) && File.ReadAllBytes(MarkerOf(directory)).AsSpan().SequenceEqual(File.ReadAllBytes(LockOf(directory)));

    private static string MarkerOf(string directory) => Path.Combine(directory, "node_modules", Complete);

    private static string LockOf(string directory) => Path.Combine(directory, "package-lock.json");

    private async Task RunNpmAsync(string directory, CancellationToken cancellationToken)
    {
        var npm = OperatingSystem.IsWindows() ? "npm.cmd" : "npm";
        try
        {
            using var process = Process.Start(new ProcessStartInfo(npm)
            {
                ArgumentList = { "ci", "--no-audit", "--no-fund", "--ignore-scripts" },
                WorkingDirectory = directory,
                UseShellExecute = false,
                RedirectStandardOutput = true,
                RedirectStandardError = true,
            })!;
            var output = process.StandardOutput.ReadToEndAsync(cancellationToken);
            var errors = process.StandardError.ReadToEndAsync(cancellationToken);
            await process.WaitForExitAsync(cancellationToken);
            if (process.ExitCode != 0)
                throw new InvalidOperationException($"Installing {program} failed; to see it again: cd {directory} && npm ci\n{await output}{await errors}");
        }
        catch (Win32Exception exception)
        {
            throw new InvalidOperationException($"Node.js is needed for {program}, and 'npm' was not found. Install Node.js 20 or newer from https://nodejs.org.", exception);
        }
    }

    private static async Task<FileStream> ClaimAsync(string path, CancellationToken cancellationToken)
    {
        while (true)
        {
            try
            {
                return new(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None, 1, FileOptions.DeleteOnClose);
            }
            catch (IOException)
            {
                await Task.Delay(TimeSpan.FromMilliseconds(500), cancellationToken);
            }
        }
    }

    private string RepositoryRoot()
    {
        for (var directory = new DirectoryInfo(AppContext.BaseDirectory); directory is not null; directory = directory.Parent)
            if (File.Exists(Path.Combine(directory.FullName, "KpiFunctions.sln"))) return directory.FullName;
        throw new InvalidOperationException($"{program} is installed from eng/{folder} in the repository, and {AppContext.BaseDirectory} lies in none.");
    }
}
