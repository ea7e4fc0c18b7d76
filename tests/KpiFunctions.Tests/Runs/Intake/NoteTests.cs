using System.Text.Json;
using Azure.Storage.Blobs.Models;
using KpiFunctions.Pipeline.Digest.Notes;
using KpiFunctions.Pipeline.Periods;
using KpiFunctions.Pipeline.Runs.Digests;
using KpiFunctions.Pipeline.Runs.Intake;
using KpiFunctions.Pipeline.Runs.State;
using KpiFunctions.Pipeline.Tables;

using KpiFunctions.Testing;

namespace KpiFunctions.Tests.Runs.Intake;

/// <summary>Notes that are dropped: what is told of them, and what a digest finds.</summary>
public sealed class NoteTests
{
    private const string Name = "shop/2026-W47.md";

    /// <summary>The digest of Monday 23 November 2026 reports it.</summary>
    private static readonly IsoWeek Week = IsoWeek.Parse("2026-W47");

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_note_is_told_of_and_found()
    {
        await using var test = await StartAsync();
        await test.DropAsync(ContainerNames.Notes, Name, "Bravo <b>à tous</b> !");

        var status = await StatusAsync(test, Name);
        status.GetProperty("accepted").GetBoolean().ShouldBeTrue();
        status.GetProperty("inForce").GetString().ShouldBe("this version");
        var problem = status.GetProperty("problems").EnumerateArray().ShouldHaveSingleItem();
        problem.GetProperty("text").GetString().ShouldBe($"{Name}:1:7: warning: <b> is HTML, which is left out; write **bold**");

        (await FindAsync(test)).ShouldBe("Bravo à tous !");
        (await test.Get<NoteStore>().FindAsync("shop", Week.Plus(1), Token)).ShouldBeNull();
        (await test.Get<NoteStore>().FindAsync("other", Week, Token)).ShouldBeNull();
        (await test.Get<AlertTable>().ReadAsync("shop", Token)).ShouldBeEmpty();
        (await test.Get<BlobReconciler>().RunAsync(Token)).ShouldBe(0, "what was looked at is not looked at again");
    }

    [Fact]
    public async Task A_refused_note_is_explained_kept_and_cleared_when_it_is_mended()
    {
        await using var test = await StartAsync();
        await test.DropAsync(ContainerNames.Notes, Name, new BinaryData(new byte[] { (byte)'a', 0xE9 }));

        var status = await StatusAsync(test, Name);
        status.GetProperty("accepted").GetBoolean().ShouldBeFalse();
        status.GetProperty("inForce").GetString().ShouldBe("nothing: the digest shows no note");
        (await RefusalAsync(test, "shop", Name)).ShouldNotBeNull().Reason.ShouldBe($"{Name}:1:2: error: byte 2 (0xE9) is not UTF-8; save the file as UTF-8");
        (await FindAsync(test)).ShouldBeNull();
        var kept = await test.Account.Container(ContainerNames.Quarantine).GetBlobsAsync(new GetBlobsOptions(), Token).ToListAsync(Token);
        kept.ShouldHaveSingleItem().Name.ShouldStartWith($"notes/{Name}/");

        await test.DropAsync(ContainerNames.Notes, Name, "à");
        (await RefusalAsync(test, "shop", Name)).ShouldBeNull();
        (await FindAsync(test)).ShouldBe("à");
    }

    [Fact]
    public async Task A_refused_note_does_not_stop_the_digest()
    {
        await using var test = await StartAsync();
        await test.DropAsync(ContainerNames.Notes, Name, new string('x', 5_000));
        await test.LeapToAsync(Given.Monday.AddHours(4));

        test.Simulator.Sent.ShouldHaveSingleItem();
        (await RefusalAsync(test, "shop", Name)).ShouldNotBeNull();
    }

    [Fact]
    public async Task A_note_that_comes_after_its_digest_is_told_so_and_one_that_came_before_is_not()
    {
        await using var test = await StartAsync();
        await test.DropAsync(ContainerNames.Notes, Name, "In time.");
        await test.LeapToAsync(Given.Monday.AddHours(4));
        (await test.Get<RunTable>().FindAsync("shop", Week.Plus(1), Token))!.State.ShouldBe(RunState.Sent);

        await test.Get<BlobIntake>().RunAsync(ContainerNames.Notes, Name, Token);
        (await WarningsAsync(test, Name)).ShouldBeEmpty();

        await test.DropAsync(ContainerNames.Notes, Name, "Too late.");
        (await WarningsAsync(test, Name)).ShouldBe([$"{Name}:1:1: warning: the digest of 2026-W47 had been made before this note was seen: no digest shows it; name it after the week that the next digest reports, 2026-W48"]);
        (await StatusAsync(test, Name)).GetProperty("accepted").GetBoolean().ShouldBeTrue();

        await test.DropAsync(ContainerNames.Notes, "shop/2026-W40.md", "Long ago.");
        (await WarningsAsync(test, "shop/2026-W40.md")).ShouldHaveSingleItem().ShouldContain("there is no digest of 2026-W40");
        await test.DropAsync(ContainerNames.Notes, "shop/2026-W48.md", "In time.");
        (await WarningsAsync(test, "shop/2026-W48.md")).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_note_of_an_unknown_client_is_refused_until_its_config_comes()
    {
        await using var test = await StartAsync();
        await test.DropAsync(ContainerNames.Notes, "shops/2026-W47.md", "Bravo !");
        (await RefusalAsync(test, "shops", "shops/2026-W47.md")).ShouldNotBeNull().Reason
            .ShouldBe("shops/2026-W47.md:1:1: error: \"shops\" is no client that is in force; the note is looked at again when its config is; did you mean \"shop\"?");
        (await StatusAsync(test, "shops/2026-W47.md")).GetProperty("accepted").GetBoolean().ShouldBeFalse();

        await test.DropConfigAsync("shops.json", Given.Client("shops"));
        await test.Jobs.RunTimerAsync("ReconcileBlobs", Token);
        await test.Pipeline.Host.DrainAsync(Token);
        (await RefusalAsync(test, "shops", "shops/2026-W47.md")).ShouldBeNull();
        (await StatusAsync(test, "shops/2026-W47.md")).GetProperty("accepted").GetBoolean().ShouldBeTrue();
    }

    [Theory]
    [InlineData("shop/2026-47.md", "shop")]
    [InlineData("shop/2026-W47.txt", "shop")]
    [InlineData("2026-W47.md", AlertTable.NoClient)]
    public async Task A_name_that_is_no_notes_is_refused_and_a_deleted_file_is_forgotten(string name, string client)
    {
        await using var test = await StartAsync();
        await test.DropAsync(ContainerNames.Notes, name, "Bravo !");
        (await RefusalAsync(test, client, name)).ShouldNotBeNull().Reason.ShouldContain("notes are named {client}/{week}.md");
        (await FindAsync(test)).ShouldBeNull();

        await DeleteAsync(test, name);
        (await RefusalAsync(test, client, name)).ShouldBeNull();
        (await test.Get<DroppedBlobs>().SeenAsync(ContainerNames.Notes, Token)).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_deleted_note_is_not_found_any_more()
    {
        await using var test = await StartAsync();
        await test.DropAsync(ContainerNames.Notes, Name, "Bravo !");
        await DeleteAsync(test, Name);

        (await FindAsync(test)).ShouldBeNull();
        (await test.Get<DroppedBlobs>().SeenAsync(ContainerNames.Notes, Token)).ShouldBeEmpty();
    }

    private static async Task<TestPipeline> StartAsync()
    {
        var test = await TestPipeline.StartAsync(Given.Monday);
        await test.DropConfigAsync("shop.json", Given.Client("shop"));
        return test;
    }

    private static async Task DeleteAsync(TestPipeline test, string name)
    {
        await test.Account.Container(ContainerNames.Notes).GetBlobClient(name).DeleteAsync(cancellationToken: Token);
        await test.Jobs.RunTimerAsync("ReconcileBlobs", Token);
        await test.Pipeline.Host.DrainAsync(Token);
    }

    private static async Task<JsonElement> StatusAsync(TestPipeline test, string name) =>
        JsonDocument.Parse(await test.ReadBlobAsync(ContainerNames.ClientStatus, DroppedBlobs.StatusNameOf(ContainerNames.Notes, name))).RootElement;

    private static async Task<IReadOnlyList<string>> WarningsAsync(TestPipeline test, string name) =>
        [.. (await StatusAsync(test, name)).GetProperty("problems").EnumerateArray().Select(problem => problem.GetProperty("text").GetString()!)];

    private static Task<Alert?> RefusalAsync(TestPipeline test, string client, string name) => test.Get<AlertTable>().FindAsync(client, "note-refused", name, Token);

    /// <summary>The words of the note that the digest of the week shows.</summary>
    private static async Task<string?> FindAsync(TestPipeline test) => await test.Get<NoteStore>().FindAsync("shop", Week, Token) is { } note
        ? string.Join('\n', note.Blocks.Select(block => string.Concat(block.Spans.Select(span => span.Text))))
        : null;
}
