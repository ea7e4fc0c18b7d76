using Azure;
using Azure.Data.Tables;
using KpiFunctions.StorageTwin;
using KpiFunctions.StorageTwin.Suite;
using KpiFunctions.Tests;

namespace KpiFunctions.EndToEnd.StorageTwin;

/// <summary>Azurite and the twin answer the same to long sequences of random requests on few rows.</summary>
[Collection(OnAzurite.Name)]
public sealed class StorageTwinWalkTests(AzuriteStorage storage) : SuiteTests(storage)
{
    private const int Steps = 400;

    private static readonly string[] Partitions = ["p", "it's"];
    private static readonly string[] Keys = ["a", "b|1", "c"];
    private static readonly string[] Filters = ["", "PartitionKey eq 'p'", "RowKey gt 'a'", "Number ge 3 and not (Number eq 5)", "Text eq 'x' or Number lt 4", "PartitionKey eq 'it''s' and RowKey lt 'c'"];

    [LongTheory]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(5)]
    public Task Rows_of_other_seeds(int seed) => Rows(seed);

    [Theory]
    [InlineData(1)]
    public async Task Rows(int seed)
    {
        var name = SuiteStorage.NewName();
        var sides = new[] { new Side(Storage.Tables.GetTableClient(name)), new Side(new TwinAccount(TimeProvider.System).NewTables().GetTableClient(name)) };
        foreach (var side in sides) await side.Table.CreateAsync(Token);
        var random = new Random(seed);
        for (var step = 0; step < Steps; step++)
        {
            var action = random.Next(10);
            var draw = random.Next();
            var outcomes = new List<string>();
            foreach (var side in sides) outcomes.Add(await StepAsync(side, action, new Random(draw)));
            outcomes[1].ShouldBe(outcomes[0], $"seed {seed}, step {step}, action {action}");
        }
    }

    private static async Task<string> StepAsync(Side side, int action, Random random)
    {
        var row = RandomRow(random);
        var version = side.Version(row, random);
        var mode = random.Next(2) == 0 ? TableUpdateMode.Replace : TableUpdateMode.Merge;
        switch (action)
        {
            case 0 or 1:
                return await OutcomeOf(async () => side.Saw(row, await side.Table.AddEntityAsync(row, Token)));
            case 2:
                return await OutcomeOf(async () => side.Saw(row, await side.Table.UpsertEntityAsync(row, mode, Token)));
            case 3 or 4:
                return await OutcomeOf(async () => side.Saw(row, await side.Table.UpdateEntityAsync(row, version, mode, Token)));
            case 5:
                var status = 0;
                var outcome = await OutcomeOf(async () => status = (await side.Table.DeleteEntityAsync(row.PartitionKey, row.RowKey, version, Token)).Status);
                return $"{outcome} {status}";
            case 6 or 7:
                return await OutcomeOf(() => side.Table.SubmitTransactionAsync(Actions(side, row, random), Token));
            default:
                var found = await side.Table.QueryAsync<TableEntity>(Filters[random.Next(Filters.Length)], maxPerPage: random.Next(1, 4), cancellationToken: Token).ToListAsync(Token);
                foreach (var one in found) side.Saw(one, one.ETag);
                return string.Join('\n', found.Select(one => $"{one.PartitionKey} {one.RowKey} {one.GetInt32("Number")} {one.GetString("Text")}"));
        }
    }

    private static List<TableTransactionAction> Actions(Side side, TableEntity first, Random random) =>
    [
        .. Keys.Where(_ => random.Next(3) > 0).DefaultIfEmpty(first.RowKey).Select(key =>
        {
            var row = RandomRow(random);
            (row.PartitionKey, row.RowKey) = (first.PartitionKey, key);
            var kind = (TableTransactionActionType)random.Next(6);
            return kind is TableTransactionActionType.Add or TableTransactionActionType.UpsertMerge or TableTransactionActionType.UpsertReplace
                ? new TableTransactionAction(kind, row)
                : new(kind, row, side.Version(row, random));
        }),
    ];

    private static TableEntity RandomRow(Random random)
    {
        var row = new TableEntity(Partitions[random.Next(Partitions.Length)], Keys[random.Next(Keys.Length)]);
        if (random.Next(3) > 0) row["Number"] = random.Next(8);
        if (random.Next(3) > 0) row["Text"] = random.Next(2) == 0 ? "x" : "ÄÖ";
        return row;
    }

    /// <summary>One of the two accounts, with the versions of rows that it was seen to have.</summary>
    private sealed class Side(TableClient table)
    {
        private readonly Dictionary<(string, string), List<ETag>> seen = [];

        public TableClient Table => table;

        public void Saw(TableEntity row, Response response) => Saw(row, response.Headers.ETag!.Value);

        public void Saw(TableEntity row, ETag version)
        {
            if (!seen.TryGetValue((row.PartitionKey, row.RowKey), out var versions)) seen[(row.PartitionKey, row.RowKey)] = versions = [];
            if (versions.Count == 0 || versions[^1] != version) versions.Add(version);
        }

        /// <summary>The newest version seen, the one before it, or any.</summary>
        public ETag Version(TableEntity row, Random random)
        {
            var versions = seen.GetValueOrDefault((row.PartitionKey, row.RowKey)) ?? [];
            var back = random.Next(1, 4);
            return versions.Count >= back && back < 3 ? versions[^back] : ETag.All;
        }
    }
}
