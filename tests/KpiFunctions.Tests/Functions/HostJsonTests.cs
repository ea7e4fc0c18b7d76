using System.Text.Json;

namespace KpiFunctions.Tests.Functions;

public sealed class HostJsonTests
{
    /// <summary>For how long the host hides a message from others while a function works on it.</summary>
    private static readonly TimeSpan Lease = TimeSpan.FromMinutes(10);

    private readonly JsonElement host = JsonDocument.Parse(File.ReadAllText(Repository.PathOf("host.json"))).RootElement;

    private JsonElement Queues => host.GetProperty("extensions").GetProperty("queues");

    [Fact]
    public void The_app_carries_the_repositorys_host_json() =>
        File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "host.json")).ShouldBe(File.ReadAllText(Repository.PathOf("host.json")));

    [Fact]
    public void A_message_is_tried_five_times() => Queues.GetProperty("maxDequeueCount").GetInt32().ShouldBe(5);

    [Fact]
    public void The_host_hands_messages_over_as_they_are_so_that_what_it_cannot_decode_is_recorded() => Queues.GetProperty("messageEncoding").GetString().ShouldBe("none");

    [Fact]
    public void A_failed_message_waits_before_it_is_tried_again() =>
        Span(Queues, "visibilityTimeout").ShouldBeInRange(TimeSpan.FromSeconds(10), TimeSpan.FromMinutes(5));

    [Fact]
    public void An_idle_queue_is_looked_at_often_enough() =>
        Span(Queues, "maxPollingInterval").ShouldBeInRange(TimeSpan.FromSeconds(1), TimeSpan.FromMinutes(1));

    [Fact]
    public void An_instance_takes_few_messages_at_a_time()
    {
        Queues.GetProperty("batchSize").GetInt32().ShouldBeInRange(1, 32);
        Queues.GetProperty("newBatchThreshold").GetInt32().ShouldBeInRange(0, Queues.GetProperty("batchSize").GetInt32());
    }

    [Fact]
    public void A_function_ends_before_its_message_is_seen_by_another() => Span(host, "functionTimeout").ShouldBeLessThan(Lease);

    [Fact]
    public void A_fetch_ends_before_its_lease_on_the_account_does() => Span(host, "functionTimeout").ShouldBeLessThan(Pipeline.History.AccountLease.Length);

    private static TimeSpan Span(JsonElement element, string name) => TimeSpan.Parse(element.GetProperty(name).GetString()!);
}
