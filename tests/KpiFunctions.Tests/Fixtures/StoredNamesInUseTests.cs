using System.Text.Json;
using KpiFunctions.Pipeline.Periods;
using KpiFunctions.Pipeline.Runs.Digests;
using KpiFunctions.Pipeline.Runs.Intake;
using KpiFunctions.Pipeline.Runs.State;
using KpiFunctions.Pipeline.Sources.All;
using KpiFunctions.Pipeline.Tables;
using KpiFunctions.StorageTwin.Lines;
using KpiFunctions.Tests.Architecture;

namespace KpiFunctions.Tests.Fixtures;

/// <summary>The names that are really written are those of the list.</summary>
public sealed class StoredNamesInUseTests : IAsyncLifetime
{
    private static readonly IsoWeek Week = IsoWeek.Parse("2026-W47");
    private EarlierStorage storage = null!;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => storage = await EarlierStorage.LoadAsync("storage-2026-11");

    public ValueTask DisposeAsync() => storage.DisposeAsync();

    [Fact]
    public void Every_column_of_the_fixture_is_on_the_list()
    {
        foreach (var table in storage.Lines.Rows.GroupBy(row => row.Table))
        {
            table.SelectMany(row => row.Properties.Keys).Distinct().Where(column => !column.StartsWith("m_", StringComparison.Ordinal))
                .Except(StoredNamesList.ColumnsOf(table.Key)).ShouldBeEmpty(table.Key);
        }
    }

    [Theory]
    [InlineData("digests", ".trace.json", "digests/{client}/{week}.trace.json")]
    [InlineData("digests", "7.json", "digests/{client}/{week}.json")]
    [InlineData("client-status", ".status.json", "client-status/clients, notes, templates")]
    public void Every_member_of_the_fixtures_documents_is_on_the_list(string container, string ending, string document)
    {
        var blobs = storage.Lines.Blobs.Where(blob => blob.Container == container && blob.Name.EndsWith(ending, StringComparison.Ordinal)).ToList();
        blobs.ShouldNotBeEmpty();
        var known = StoredDocuments.PathsOf(StoredDocuments.All.Single(each => each.Name == document).Type).ToHashSet(StringComparer.Ordinal);
        blobs.SelectMany(blob => PathsOf(blob.Content)).Distinct().Where(path => !known.Contains(path) && !known.Any(each => each.StartsWith(path + ".", StringComparison.Ordinal))).ShouldBeEmpty();
    }

    [Fact]
    public async Task What_is_written_today_has_the_names_that_it_had()
    {
        foreach (var client in await storage.Get<ClientDirectory>().ListAsync(Token))
        {
            var id = client.Config.Id;
            if (await storage.Get<DigestArchive>().FindAsync(id, Week, null, Token) is null) continue;
            var built = await storage.Get<DigestBuilder>().BuildAsync(client.Config, Week, Token);
            var (rows, trace) = (RowsOf(storage.Dump(), id), PathsOf(TraceOf(storage.Dump(), id)).ToHashSet());
            await storage.Get<KpiArchive>().KeepAsync(built.Report, Token);
            await storage.Get<DigestArchive>().KeepAsync(built.Rendered, [], built.Report.Trace!, Token);

            var now = storage.Dump();
            RowsOf(now, id).ShouldBe(rows.Select(row => IsOfGrowingPosts(row) ? Without(Comparisons, row) : row));
            PathsOf(TraceOf(now, id)).Except(Later).ToHashSet().SetEquals(trace).ShouldBeTrue(id);
        }
    }

    /// <summary>What a later release writes besides.</summary>
    private static readonly string[] Later = ["rules", "kpis[].evidence.week.season", "kpis[].evidence.twoWeeks.season", "kpis[].asReported", "kpis[].judgedFrom", "kpis[].inputs[].posts[].asReported"];

    /// <summary>A row of the fixture whose figure is made of posts that go on growing: its weeks were not kept as first reported, so that they are no longer compared.</summary>
    private static bool IsOfGrowingPosts(string row) => row.Split(':')[0].Split('|') is [_, _, "reach-per-post" or "engagement-rate", var source] && AllSources.Traits.GetValueOrDefault(source)?.PostsKeepGrowing == true;

    private static readonly string[] Comparisons = ["Chance", "ChanceOfTwoWeeks", "Previous", "UsualCentre", "UsualHigh", "UsualLow"];

    private static string Without(IEnumerable<string> columns, string row)
    {
        var (key, names) = (row[..row.IndexOf(": ", StringComparison.Ordinal)], row[(row.IndexOf(": ", StringComparison.Ordinal) + 2)..].Split(", "));
        return $"{key}: {string.Join(", ", names.Except(columns))}";
    }

    private static List<string> RowsOf(AccountLines lines, string client) =>
        [.. lines.Rows.Where(row => row.Table == TableNames.Kpis && row.PartitionKey == client).Select(row => $"{row.RowKey}: {string.Join(", ", row.Properties.Keys.Order(StringComparer.Ordinal))}")];

    private static byte[] TraceOf(AccountLines lines, string client) =>
        lines.Blobs.Single(blob => blob.Container == ContainerNames.Digests && blob.Name == DigestArchive.TraceOf(client, Week)).Content;

    private static IEnumerable<string> PathsOf(byte[] json)
    {
        using var document = JsonDocument.Parse(json);
        return [.. PathsOf(document.RootElement, "").Distinct()];
    }

    private static IEnumerable<string> PathsOf(JsonElement element, string path) => element.ValueKind switch
    {
        JsonValueKind.Object => element.EnumerateObject().SelectMany(member => PathsOf(member.Value, path.Length == 0 ? member.Name : $"{path}.{member.Name}")),
        JsonValueKind.Array => element.EnumerateArray().SelectMany(item => PathsOf(item, path + "[]")),
        _ => [path],
    };
}
