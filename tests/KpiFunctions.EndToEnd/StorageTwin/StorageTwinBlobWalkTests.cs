using Azure;
using Azure.Storage.Blobs;
using Azure.Storage.Blobs.Models;
using Azure.Storage.Blobs.Specialized;
using KpiFunctions.StorageTwin;
using KpiFunctions.StorageTwin.Suite;
using KpiFunctions.Tests;

namespace KpiFunctions.EndToEnd.StorageTwin;

/// <summary>Azurite and the twin answer the same to long sequences of random requests on two blobs and their leases.</summary>
[Collection(OnAzurite.Name)]
public sealed class StorageTwinBlobWalkTests(AzuriteStorage storage) : LeaseTests(storage)
{
    private const int Steps = 400;

    [LongTheory]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(5)]
    public Task Blobs_of_other_seeds(int seed) => Blobs(seed);

    [Theory]
    [InlineData(1)]
    public async Task Blobs(int seed)
    {
        var name = SuiteStorage.NewName();
        var sides = new[] { new Side(Storage.Blobs.GetBlobContainerClient(name)), new Side(new TwinAccount(TimeProvider.System).NewBlobs().GetBlobContainerClient(name)) };
        foreach (var side in sides) await side.Container.CreateAsync(cancellationToken: Token);
        var random = new Random(seed);
        var done = new List<string>();
        for (var step = 0; step < Steps; step++)
        {
            var action = random.Next(12);
            var draw = random.Next();
            var outcomes = new List<string>();
            foreach (var side in sides) outcomes.Add(await StepAsync(side, action, new Random(draw)));
            done.Add($"{action}: {outcomes[0]}");
            outcomes[1].ShouldBe(outcomes[0], $"seed {seed}, step {step}, after {string.Join(", ", done.TakeLast(12))}");
        }
    }

    private static async Task<string> StepAsync(Side side, int action, Random random)
    {
        var blob = side.Container.GetBlobClient(random.Next(2) == 0 ? "a/b" : "c");
        var holder = random.Next(1, 3);
        var conditions = side.Conditions(blob, random);
        // Known differences: the lease of a missing blob, and reading a version of one.
        var exists = (await blob.ExistsAsync(Token)).Value;
        if (!exists) conditions.LeaseId = null;
        // "Only if there is none" is meant for uploads; for other writes it says nothing.
        if (action > 1) conditions.IfNoneMatch = null;
        var lease = LeaseOf(blob, holder);
        switch (action)
        {
            case 0 or 1:
                var options = new BlobUploadOptions { Conditions = conditions, Metadata = new Dictionary<string, string> { ["draw"] = $"{random.Next(3)}" } };
                return await OutcomeOf(async () => side.Saw(blob, (await blob.UploadAsync(new BinaryData($"{random.Next(3)}"), options, Token)).Value.ETag));
            case 2:
                return await OutcomeOf(() => blob.DeleteAsync(conditions: conditions, cancellationToken: Token));
            case 3:
                return await OutcomeOf(async () => side.Saw(blob, (await blob.SetMetadataAsync(new Dictionary<string, string> { ["draw"] = "set" }, conditions, Token)).Value.ETag));
            case 4:
                return await OutcomeOf(() => lease.AcquireAsync(Minute, cancellationToken: Token));
            case 5:
                return await OutcomeOf(() => lease.RenewAsync(cancellationToken: Token));
            case 6:
                return await OutcomeOf(() => lease.ReleaseAsync(cancellationToken: Token));
            case 7:
                return await OutcomeOf(() => lease.ChangeAsync(IdOf(3 - holder), cancellationToken: Token));
            case 8:
                return await OutcomeOf(() => lease.BreakAsync(TimeSpan.Zero, cancellationToken: Token));
            case 9:
                var read = "";
                var outcome = await OutcomeOf(async () => read = (await blob.DownloadContentAsync(new BlobDownloadOptions { Conditions = new() { IfMatch = exists ? conditions.IfMatch : null } }, Token)).Value.Content.ToString());
                return $"{outcome} {read}";
            case 10:
                var state = "";
                var known = await OutcomeOf(async () =>
                {
                    var properties = (await blob.GetPropertiesAsync(cancellationToken: Token)).Value;
                    state = $"{properties.LeaseState} {properties.LeaseStatus} {string.Join(',', properties.Metadata.Values)} {properties.ContentLength}";
                });
                return $"{known} {state}";
            default:
                return string.Join(',', await side.Container.GetBlobsAsync(new GetBlobsOptions(), Token).Select(one => one.Name).ToListAsync(Token));
        }
    }

    /// <summary>One of the two accounts, with the versions of blobs that it was seen to have.</summary>
    private sealed class Side(BlobContainerClient container)
    {
        private readonly Dictionary<string, List<ETag>> seen = [];

        public BlobContainerClient Container => container;

        public void Saw(BlobClient blob, ETag version)
        {
            if (!seen.TryGetValue(blob.Name, out var versions)) seen[blob.Name] = versions = [];
            versions.Add(version);
        }

        /// <summary>None, a version seen, absence, or a lease. Where several fail, Azurite's order differs by operation, and nothing says Azure's.</summary>
        public BlobRequestConditions Conditions(BlobClient blob, Random random)
        {
            var versions = seen.GetValueOrDefault(blob.Name) ?? [];
            var kind = random.Next(8);
            return new()
            {
                IfMatch = kind is 1 or 2 && versions.Count >= kind ? versions[^kind] : null,
                IfNoneMatch = kind == 3 ? ETag.All : null,
                LeaseId = kind >= 6 ? IdOf(kind - 5) : null,
            };
        }
    }
}
