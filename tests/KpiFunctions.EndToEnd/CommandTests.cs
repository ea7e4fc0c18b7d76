using System.Diagnostics;
using KpiFunctions.Cli.Hosting;

namespace KpiFunctions.EndToEnd;

/// <summary>The commands as people call them: in a process of their own, on a storage of their own.</summary>
public sealed class CommandTests : IDisposable
{
    private readonly DirectoryInfo directory = Directory.CreateTempSubdirectory("kpi-command-");

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => directory.Delete(recursive: true);

    [Fact]
    public async Task A_client_is_added_fed_with_an_export_and_looked_at()
    {
        // Held open, so that not every command starts a storage.
        await using var storage = await LocalStorage.OpenAsync(Path.Combine(directory.FullName, ".kpi"), _ => { }, Token);
        Write("shop.json", """
            {
              "id": "shop", "name": "The Shop", "language": "en", "timeZone": "Europe/London",
              "digest": { "day": "monday", "time": "09:00" },
              "recipients": ["owner@shop.example"],
              "consultant": { "name": "Studio", "email": "studio@agency.example" },
              "sources": [{ "type": "files", "account": "exports", "name": "Facebook" }],
              "objectives": ["offers"],
            }
            """);
        Write("posts.csv", "id,published,comments\na,2026-11-09T10:00:00,3\nb,2026-11-12T10:00:00,4\nc,2026-11-13T10:00:00,many\nd,2026-11-15T10:00:00,0\n");

        var add = await KpiAsync("add", "shop.json");
        add.ExitCode.ShouldBe(0, add.Error);
        add.Output.ShouldContain("shop.json: in order (The Shop)\nIt is in force. Its next digest is due: ");

        var import = await KpiAsync("import", "shop", "posts.csv");
        import.ExitCode.ShouldBe(0, import.Error);
        import.Output.ShouldContain("posts.csv:4: comments: \"many\" is not a number");
        import.Output.ShouldContain("taken: figures from 2026-11-09 to 2026-11-15");

        var again = await KpiAsync("import", "--again", "shop");
        again.ExitCode.ShouldBe(0, again.Error);
        again.Output.ShouldContain("No stored figure changed.");

        var elsewhere = await KpiAsync("import", "shop", "posts.csv", "--account", "page");
        elsewhere.ExitCode.ShouldNotBe(0);
        elsewhere.Error.ShouldContain("shop has no file source 'page'; it has exports.");

        Write("words.txt", "Bravo, <b>all</b>!\n");
        var note = await KpiAsync("note", "shop", "2026-W46", "words.txt");
        note.ExitCode.ShouldBe(0, note.Error);
        note.Output.ShouldContain("shop/2026-W46.md:1:8: warning: <b> is HTML");
        note.Output.ShouldContain("shop/2026-W46.md: in order");

        Write("words.txt", "");
        var refused = await KpiAsync("note", "shop", "2026-W46", "words.txt");
        refused.ExitCode.ShouldBe(1, refused.Error);
        refused.Output.ShouldContain("shop/2026-W46.md:1:1: error: the file is empty");

        var preview = await KpiAsync("preview", "shop", "--week", "2026-W46", "--out", "preview");
        preview.ExitCode.ShouldBe(0, preview.Error);
        preview.Output.ShouldContain("Your first figures: 7 conversations");
        File.ReadAllText(Path.Combine(directory.FullName, "preview", "shop-2026-W46.txt")).ShouldContain("7 conversations");

        var early = await KpiAsync("preview", "shop", "--week", "2100-W01");
        early.ExitCode.ShouldBe(2, early.Error);
        early.Error.ShouldContain("2100-W01 has not begun");
        var misplaced = await KpiAsync("preview", "shop", "--week", "2026-W46", "--out", "posts.csv");
        misplaced.ExitCode.ShouldBe(2, misplaced.Error);
        misplaced.Error.ShouldContain("--out: posts.csv is a file");

        var explain = await KpiAsync("explain", "shop", "--week", "2026-W46", "--kpi", "discussions");
        explain.ExitCode.ShouldBe(0, explain.Error);
        explain.Output.ShouldContain("offers / discussions");
        explain.Output.ShouldContain("no digest of it has been made");
        explain.Output.ShouldContain("files:exports comments, posts of the week");
        explain.Output.ShouldContain("post b of 2026-11-12 10:00Z: 4");

        var doctor = await KpiAsync("doctor", "--now", "2026-11-29T12:00:00Z");
        doctor.ExitCode.ShouldBe(0, doctor.Error);
        doctor.Output.ShouldNotContain("shop");

        var unknown = await KpiAsync("explain", "shop", "--week", "2026-W46", "--kpi", "reach");
        unknown.ExitCode.ShouldBe(2);
        unknown.Error.ShouldContain("'reach' is no figure of this client. There are discussions, discussions-per-post");
    }

    [Fact]
    public async Task A_bad_config_is_explained_and_exits_with_1()
    {
        Write("shop.json", "{ \"id\": \"shop\" }");
        foreach (var command in new[] { "validate", "add" })
        {
            var answer = await KpiAsync(command, "shop.json");
            answer.ExitCode.ShouldBe(1, answer.Error);
            answer.Output.ShouldContain("shop.json:1:1: error: name: is missing");
            answer.Output.ShouldContain("shop.json: refused");
        }

        var status = await KpiAsync("status", "shop");
        status.ExitCode.ShouldBe(0, status.Error);
        status.Output.ShouldContain("config-refused");
        var other = await KpiAsync("preview", "nobody", "--week", "2026-W46");
        other.ExitCode.ShouldBe(2, other.Error);
        other.Error.ShouldContain("kpi add nobody.json");
    }

    [Theory]
    [InlineData("preview nobody --week 2026-W46", "There is no storage in .kpi")]
    [InlineData("status --data fich", "There is no storage in fich")]
    [InlineData("status --now 2026-11-23", "a time and an offset")]
    [InlineData("explain nobody --week 2026-W46", "There is no storage in .kpi")]
    [InlineData("explain shop --week 2026-W60", "is not an ISO week")]
    [InlineData("preview shop --week 2026-W60", "is not an ISO week")]
    [InlineData("import nobody missing.csv", "There is no storage in .kpi")]
    [InlineData("note nobody 2026-W46 missing.md", "There is no storage in .kpi")]
    [InlineData("note shop 2026-46 missing.md", "is not an ISO week")]
    [InlineData("validate missing.json", "There is no file missing.json")]
    [InlineData("demo --now yesterday", "is not an instant")]
    [InlineData("demo --fault facebook=explode", "allowed: ")]
    [InlineData("backfill nobody --from 2026-01-01", "There is no storage in .kpi")]
    [InlineData("backfill shop --from january", "is not a day such as")]
    [InlineData("backfill shop --from 2026-01-01 --vault kv", "go together")]
    [InlineData("frobnicate", "kpi --help")]
    [InlineData("run --port 70000", "is not a number from 0 to 65535")]
    [InlineData("run --secrets missing.json", "there is no file missing.json")]
    public async Task A_wrong_call_says_what_mends_it_and_exits_with_2(string arguments, string words)
    {
        var answer = await KpiAsync(arguments.Split(' '));
        answer.ExitCode.ShouldBe(2, answer.Output + answer.Error);
        answer.Error.ShouldContain(words);
    }

    /// <summary>Only then does an answer say that nothing does what follows.</summary>
    [Fact]
    public async Task A_storage_on_which_another_pipeline_works_is_not_alone()
    {
        var options = new LocalOptions(Path.Combine(directory.FullName, ".kpi"), TimeProvider.System);
        await using var first = await LocalPipeline.StartAsync(options, _ => { }, Token);
        await using var second = await LocalPipeline.StartAsync(options with { NeedsStorage = true }, _ => { }, Token);
        first.IsAlone.ShouldBeTrue();
        second.IsAlone.ShouldBeFalse();
    }

    [Fact]
    public async Task Help_has_examples()
    {
        foreach (var command in new[] { "demo", "run", "validate", "add", "import", "note", "preview", "backfill" })
        {
            var help = await KpiAsync(command, "--help");
            help.ExitCode.ShouldBe(0);
            help.Output.ShouldContain($"kpi {command} ");
        }
    }

    private void Write(string name, string text) => File.WriteAllText(Path.Combine(directory.FullName, name), text);

    private async Task<(int ExitCode, string Output, string Error)> KpiAsync(params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo("dotnet", [Path.Combine(AppContext.BaseDirectory, "kpi.dll"), .. arguments])
        {
            WorkingDirectory = directory.FullName,
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
        var (output, error) = (process.StandardOutput.ReadToEndAsync(Token), process.StandardError.ReadToEndAsync(Token));
        await process.WaitForExitAsync(Token);
        return (process.ExitCode, await output, await error);
    }
}
