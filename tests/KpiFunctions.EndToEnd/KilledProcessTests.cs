using System.Diagnostics;
using Azure.Data.Tables;
using KpiFunctions.Pipeline.Delivery;
using KpiFunctions.Pipeline.Tables;
using KpiFunctions.Tests;

namespace KpiFunctions.EndToEnd;

/// <summary>A process that is killed, and started again on the same storage.</summary>
public sealed class KilledProcessTests : IDisposable
{
    /// <summary>What the key of a mail to a consultant begins with, in place of a client.</summary>
    private const string ConsultantsMail = "consultant:";

    private readonly DirectoryInfo directory = Directory.CreateTempSubdirectory("kpi-kill-");

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => directory.Delete(recursive: true);

    [LongFact]
    public async Task Killed_three_times_while_it_works_it_still_sends_each_mail_once_at_most_and_ends()
    {
        foreach (var after in new[] { 5.5, 7.0, 9.0 })
        {
            using var killed = Start();
            await Task.Delay(TimeSpan.FromSeconds(after), Token);
            await KillAsync(killed);
        }

        await RunToItsEndAsync();
        var mails = Directory.GetFiles(Path.Combine(directory.FullName, "outbox")).Select(Path.GetFileNameWithoutExtension).ToList();
        mails.ShouldNotBeEmpty();
        mails.ShouldAllBe(name => name!.Length == 24, "a second mail for a delivery would have another name");
    }

    [Fact]
    public async Task Killed_between_claim_and_answer_it_never_sends_that_mail_again_and_says_that_nobody_knows()
    {
        using (var killed = Start("--fault", "sendgrid=hang"))
        {
            (await ClaimAsync()).ShouldNotBeNull();
            await KillAsync(killed);
        }

        var output = await RunToItsEndAsync();
        output.ShouldContain("unknown");
        var summary = await File.ReadAllTextAsync(Path.Combine(directory.FullName, "summary.json"), Token);
        summary.ShouldContain("\"state\": \"Unknown\"");
        summary.ShouldContain("mail-held");
        var sent = Directory.GetFiles(Path.Combine(directory.FullName, "outbox")).Length;

        (await RunToItsEndAsync()).ShouldContain("0 sent");
        Directory.GetFiles(Path.Combine(directory.FullName, "outbox")).Length.ShouldBe(sent);
    }

    /// <summary>Waits until a digest's delivery of the running process is claimed: long enough for a machine that is busy with other tests.</summary>
    private async Task<string?> ClaimAsync()
    {
        var address = Path.Combine(directory.FullName, "storage", "connection.txt");
        for (var i = 0; i < 3000; i++, await Task.Delay(TimeSpan.FromMilliseconds(100), Token))
        {
            if (!File.Exists(address) || await File.ReadAllTextAsync(address, Token) is not { Length: > 0 } connection) continue;
            var tables = new TableServiceClient(connection);
            if (!await tables.QueryAsync(table => table.Name == TableNames.Deliveries, cancellationToken: Token).AnyAsync(Token)) continue;
            var claimed = await tables.GetTableClient(TableNames.Deliveries).QueryAsync<TableEntity>(cancellationToken: Token)
                .FirstOrDefaultAsync(row => row.GetString("State") == nameof(DeliveryState.Claimed) && !row.GetString("Client").StartsWith(ConsultantsMail, StringComparison.Ordinal), Token);
            if (claimed is not null) return claimed.RowKey;
        }

        return null;
    }

    /// <summary>Kills the process and leaves its storage alone, which ends by itself: in Azure the storage outlives every instance.</summary>
    private static async Task KillAsync(Process process)
    {
        process.Kill();
        await process.WaitForExitAsync(Token);
    }

    private async Task<string> RunToItsEndAsync()
    {
        using var last = Start();
        var output = await last.StandardOutput.ReadToEndAsync(Token);
        await last.WaitForExitAsync(Token);
        last.ExitCode.ShouldBe(0, output);
        return output;
    }

    private Process Start(params string[] more) => Process.Start(new ProcessStartInfo(
        "dotnet", [Path.Combine(AppContext.BaseDirectory, "kpi.dll"), "demo", "--out", directory.FullName, "--keep", "--now", "2026-11-23T09:00:00Z", .. more])
    {
        UseShellExecute = false,
        RedirectStandardOutput = true,
    })!;
}
