using System.Text.Json;
using KpiFunctions.Cli;
using KpiFunctions.Cli.Demos;

namespace KpiFunctions.EndToEnd;

/// <summary>The demo, which is the main job from a dropped config to a mail in the outbox.</summary>
public sealed partial class DemoTests(DemoTests.First first) : IClassFixture<DemoTests.First>, IDisposable
{
    private static readonly DateTimeOffset Now = new(2026, 11, 23, 9, 0, 0, TimeSpan.Zero);
    private readonly DirectoryInfo directory = Directory.CreateTempSubdirectory("kpi-demo-");

    public void Dispose() => directory.Delete(recursive: true);

    [Fact]
    public void The_samples_get_their_digests_and_the_broken_one_its_errors()
    {
        var summary = first.Summary;

        summary.Sent.ShouldBe(Directory.GetFiles(first.Out("outbox")).Length);
        summary.Clients.Select(client => client.Client).ShouldBe(["boissons-du-massif", "confiserie-du-port", "kauri-outdoor"]);
        summary.Clients.ShouldAllBe(client => client.State == "Sent" && client.Week == "2026-W47" && client.Missing.Count == 0);
        summary.Clients.SelectMany(client => client.Objectives).ShouldAllBe(objective => objective.Verdict != "Unknown");
        var failure = summary.Failures.ShouldHaveSingleItem();
        failure.Subject.ShouldBe("broken.json");
        failure.Reason.ShouldAllBe(line => Located().IsMatch(line));
        foreach (var client in summary.Clients)
        {
            File.Exists(first.Out("digests", client.Client, "2026-W47.html")).ShouldBeTrue();
            File.Exists(first.Out("digests", client.Client, "2026-W47.txt")).ShouldBeTrue();
            File.Exists(first.Out("digests", client.Client, "2026-W47.page.html")).ShouldBeTrue();
        }
    }

    [Fact]
    public async Task The_same_moment_gives_the_same_digests_and_summary()
    {
        await RunAsync(Out("B"), keep: false);

        File.ReadAllText(Out("B", "summary.json")).ShouldBe(File.ReadAllText(first.Out("summary.json")));
        var digests = Files(first.Out("digests"));
        // Mail, text and page of three clients.
        digests.Count.ShouldBe(9);
        Files(Out("B", "digests")).ShouldBe(digests);
        Files(Out("B", "outbox")).ShouldBe(Files(first.Out("outbox")));
    }

    [Fact]
    public async Task A_second_run_on_the_same_storage_sends_nothing()
    {
        (await RunAsync(Out("A"), keep: true)).Sent.ShouldBeGreaterThan(0);
        var outbox = Files(Out("A", "outbox"));
        (await RunAsync(Out("A"), keep: true)).Sent.ShouldBe(0);
        Files(Out("A", "outbox")).ShouldBe(outbox);
    }

    [Fact]
    public void Each_mail_in_the_outbox_is_one_that_SendGrid_would_take()
    {
        foreach (var file in Directory.GetFiles(first.Out("outbox")))
        {
            var mail = JsonDocument.Parse(File.ReadAllText(file)).RootElement;
            var personalization = mail.GetProperty("personalizations").EnumerateArray().ShouldHaveSingleItem();
            personalization.GetProperty("to").GetArrayLength().ShouldBe(1);
            personalization.GetProperty("custom_args").GetProperty("delivery_id").GetString().ShouldBe(Path.GetFileNameWithoutExtension(file));
            mail.GetProperty("content").EnumerateArray().Select(content => content.GetProperty("type").GetString()).ShouldBe(["text/plain", "text/html"]);
            mail.GetProperty("tracking_settings").GetProperty("click_tracking").GetProperty("enable").GetBoolean().ShouldBeFalse();
            mail.GetProperty("tracking_settings").GetProperty("open_tracking").GetProperty("enable").GetBoolean().ShouldBeFalse();
        }
    }

    [Fact]
    public async Task A_directory_that_no_demo_made_is_left_alone()
    {
        File.WriteAllText(Path.Combine(directory.FullName, "thesis.txt"), "mine");
        var demo = new Demo(new(directory.FullName, DemoInput.Samples, Now, Keep: false, Faults: []), new Silent());
        (await Should.ThrowAsync<UsageException>(demo.RunAsync(TestContext.Current.CancellationToken))).Message.ShouldContain("--out");
        File.ReadAllText(Path.Combine(directory.FullName, "thesis.txt")).ShouldBe("mine");
    }

    private static async Task<DemoSummary> RunAsync(string directory, bool keep) =>
        (await new Demo(new(directory, DemoInput.Samples, Now, keep, Faults: []), new Silent()).RunAsync(TestContext.Current.CancellationToken)).Summary;

    private string Out(params string[] path) => Path.Combine([directory.FullName, .. path]);

    private static Dictionary<string, string> Files(string directory) =>
        Directory.GetFiles(directory, "*", SearchOption.AllDirectories).ToDictionary(path => Path.GetRelativePath(directory, path), File.ReadAllText);

    [System.Text.RegularExpressions.GeneratedRegex(@"^broken\.json:\d+:\d+: (error|warning): ", System.Text.RegularExpressions.RegexOptions.ExplicitCapture, 60_000)]
    private static partial System.Text.RegularExpressions.Regex Located();

    /// <summary>A demo that is run once for the tests that only look at what it wrote.</summary>
    public sealed class First : IAsyncLifetime
    {
        private readonly DirectoryInfo directory = Directory.CreateTempSubdirectory("kpi-demo-first-");

        internal DemoSummary Summary { get; private set; } = null!;

        public async ValueTask InitializeAsync() => Summary = await RunAsync(Out(), keep: false);

        public string Out(params string[] path) => Path.Combine([directory.FullName, .. path]);

        public ValueTask DisposeAsync()
        {
            directory.Delete(recursive: true);
            return ValueTask.CompletedTask;
        }
    }

    private sealed class Silent : IProgressReport
    {
        public void Says(string what)
        {
        }

        public void Reaches(double share, string where)
        {
        }
    }
}
