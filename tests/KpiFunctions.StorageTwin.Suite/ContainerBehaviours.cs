using Azure.Storage.Blobs;

namespace KpiFunctions.StorageTwin.Suite;

/// <summary>Containers themselves.</summary>
public abstract class ContainerBehaviours(SuiteStorage storage) : SuiteTests(storage)
{
    [Fact]
    public async Task A_container_is_created_once()
    {
        var container = await Storage.NewContainerAsync();
        (await OutcomeOf(() => container.CreateAsync(cancellationToken: Token))).ShouldBe("409 ContainerAlreadyExists");
        (await OutcomeOf(() => container.CreateIfNotExistsAsync(cancellationToken: Token))).ShouldBe(Done);
    }

    [Fact]
    public async Task A_container_exists_until_it_is_deleted()
    {
        var container = await Storage.NewContainerAsync();
        (await container.ExistsAsync(Token)).Value.ShouldBeTrue();
        await container.DeleteAsync(cancellationToken: Token);
        (await container.ExistsAsync(Token)).Value.ShouldBeFalse();
    }

    [Fact]
    public async Task A_missing_container_is_not_deleted()
    {
        var container = Storage.Blobs.GetBlobContainerClient(SuiteStorage.NewName());
        (await OutcomeOf(() => container.DeleteAsync(cancellationToken: Token))).ShouldBe("404 ContainerNotFound");
        (await container.DeleteIfExistsAsync(cancellationToken: Token)).Value.ShouldBeFalse();
    }

    [Theory]
    [InlineData("Upper")]
    [InlineData("ab")]
    [InlineData("two--hyphens")]
    public async Task A_containers_name_follows_rules(string name) =>
        (await OutcomeOf(() => Storage.Blobs.GetBlobContainerClient(name).CreateAsync(cancellationToken: Token))).ShouldStartWith("400");

    [Fact]
    public async Task Containers_are_listed_by_prefix()
    {
        var container = await Storage.NewContainerAsync();
        var found = await Storage.Blobs.GetBlobContainersAsync(prefix: container.Name, cancellationToken: Token).ToListAsync(Token);
        found.ShouldHaveSingleItem().Name.ShouldBe(container.Name);
    }

    [Fact]
    public async Task A_missing_container_has_no_blobs()
    {
        var container = Storage.Blobs.GetBlobContainerClient(SuiteStorage.NewName());
        (await OutcomeOf(() => container.GetBlobClient("a").UploadAsync(new BinaryData("x"), Token))).ShouldBe("404 ContainerNotFound");
        (await OutcomeOf(() => container.GetBlobClient("a").DownloadContentAsync(Token))).ShouldBe("404 ContainerNotFound");
        (await OutcomeOf(async () => await container.GetBlobsAsync(cancellationToken: Token).CountAsync(Token))).ShouldBe("404 ContainerNotFound");
    }
}
