using System.Diagnostics;

namespace KpiFunctions.EndToEnd;

/// <summary>A process that is killed at whatever moment, and started again on the same storage.</summary>
public sealed class KilledProcessTests : IDisposable
{
    private readonly DirectoryInfo directory = Directory.CreateTempSubdirectory("kpi-kill-");

    public void Dispose() => directory.Delete(recursive: true);

    [Fact]
    public async Task Killed_three_times_while_it_works_it_still_sends_each_mail_once_at_most_and_ends()
    {
        foreach (var after in new[] { 5.5, 7.0, 9.0 })
        {
            using var killed = Start();
            await Task.Delay(TimeSpan.FromSeconds(after), TestContext.Current.CancellationToken);
            killed.Kill(entireProcessTree: true);
            await killed.WaitForExitAsync(TestContext.Current.CancellationToken);
        }

        using var last = Start();
        var output = await last.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        await last.WaitForExitAsync(TestContext.Current.CancellationToken);

        last.ExitCode.ShouldBe(0, output);
        var mails = Directory.GetFiles(Path.Combine(directory.FullName, "outbox")).Select(Path.GetFileNameWithoutExtension).ToList();
        mails.ShouldNotBeEmpty(output);
        mails.ShouldBeUnique();
        mails.ShouldAllBe(name => name!.Length == 24, "a second mail for a delivery would have another name");
    }

    private Process Start() => Process.Start(new ProcessStartInfo("dotnet")
    {
        ArgumentList = { Path.Combine(AppContext.BaseDirectory, "kpi.dll"), "demo", "--out", directory.FullName, "--keep", "--now", "2026-11-23T09:00:00Z" },
        UseShellExecute = false,
        RedirectStandardOutput = true,
        RedirectStandardError = true,
    })!;
}
