namespace KpiFunctions.StorageTwin.Suite;

/// <summary>Queues themselves.</summary>
public abstract class QueueBehaviours(SuiteStorage storage) : SuiteTests(storage)
{
    [Fact]
    public async Task A_queue_may_be_created_again()
    {
        var queue = await Storage.NewQueueAsync();
        (await queue.CreateAsync(cancellationToken: Token)).Status.ShouldBe(204);
        (await OutcomeOf(() => queue.CreateIfNotExistsAsync(cancellationToken: Token))).ShouldBe(Done);
    }

    [Fact]
    public async Task A_queue_is_not_created_again_with_other_metadata()
    {
        var queue = await Storage.NewQueueAsync();
        (await OutcomeOf(() => queue.CreateAsync(new Dictionary<string, string> { ["a"] = "b" }, Token))).ShouldBe("409 QueueAlreadyExists");
    }

    [Fact]
    public async Task A_deleted_queue_is_gone()
    {
        var queue = await Storage.NewQueueAsync();
        await queue.DeleteAsync(Token);
        (await queue.ExistsAsync(Token)).Value.ShouldBeFalse();
        (await OutcomeOf(() => queue.SendMessageAsync("x", Token))).ShouldBe("404 QueueNotFound");
        (await OutcomeOf(() => queue.ReceiveMessagesAsync(Token))).ShouldBe("404 QueueNotFound");
        (await OutcomeOf(() => queue.DeleteAsync(Token))).ShouldBe("404 QueueNotFound");
    }

    [Fact]
    public async Task Queues_are_listed_by_prefix()
    {
        var queue = await Storage.NewQueueAsync();
        var found = await Storage.Queues.GetQueuesAsync(prefix: queue.Name, cancellationToken: Token).ToListAsync(Token);
        found.ShouldHaveSingleItem().Name.ShouldBe(queue.Name);
    }

    [Theory]
    [InlineData("Upper")]
    [InlineData("ab")]
    [InlineData("two--hyphens")]
    public async Task A_queues_name_follows_rules(string name) =>
        (await OutcomeOf(() => Storage.Queues.GetQueueClient(name).CreateAsync(cancellationToken: Token))).ShouldStartWith("400");

    [Fact]
    public async Task A_queue_counts_its_messages_hidden_ones_too()
    {
        var queue = await Storage.NewQueueAsync();
        await queue.SendMessageAsync("one", Token);
        await queue.SendMessageAsync("two", visibilityTimeout: TimeSpan.FromHours(1), cancellationToken: Token);
        (await queue.GetPropertiesAsync(Token)).Value.ApproximateMessagesCount.ShouldBe(2);
    }

    [Fact]
    public async Task A_queues_metadata_is_read_back()
    {
        var queue = await Storage.NewQueueAsync();
        await queue.SetMetadataAsync(new Dictionary<string, string> { ["key"] = "value" }, Token);
        (await queue.GetPropertiesAsync(Token)).Value.Metadata["key"].ShouldBe("value");
    }
}
