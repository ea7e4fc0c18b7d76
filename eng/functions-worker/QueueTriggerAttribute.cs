using Microsoft.Azure.Functions.Worker.Extensions.Abstractions;

namespace Microsoft.Azure.Functions.Worker;

/// <summary>Starts the function with each message of a storage queue.</summary>
/// <param name="queueName">The queue's name.</param>
public sealed class QueueTriggerAttribute(string queueName) : TriggerBindingAttribute
{
    public string QueueName { get; } = queueName;

    /// <summary>The setting, or the prefix of settings, that says where the queue is.</summary>
    public string? Connection { get; set; }
}
