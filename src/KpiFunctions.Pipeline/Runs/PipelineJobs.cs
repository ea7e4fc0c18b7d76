using KpiFunctions.Pipeline.Runs.State;
using KpiFunctions.Pipeline.Runs.Web;

namespace KpiFunctions.Pipeline.Runs;

/// <summary>All jobs of the pipeline, by what starts them. The Functions triggers and the local host run the same jobs.</summary>
public sealed class PipelineJobs(IEnumerable<IFlow> flows, WebJobs web, MessageRunner messages)
{
    /// <summary>The jobs that timers start.</summary>
    public IReadOnlyList<TimerJob> Timers { get; } = [.. flows.SelectMany(flow => flow.Timers)];

    /// <summary>The jobs that messages start, those of the poison queues included.</summary>
    public IReadOnlyList<QueueJob> Queues { get; } = [.. flows.SelectMany(flow => flow.Queues).SelectMany(queue => new[] { messages.JobOf(queue), messages.PoisonJobOf(queue) })];

    /// <summary>The jobs that requests from outside start.</summary>
    public IReadOnlyList<WebJob> Web => web.All;

    /// <summary>Runs the job of a timer.</summary>
    /// <param name="name">The function's name.</param>
    public Task RunTimerAsync(string name, CancellationToken cancellationToken) => Timers.Single(job => job.Name == name).RunAsync(cancellationToken);

    /// <summary>Runs the job of a queue's message.</summary>
    /// <param name="name">The function's name.</param>
    /// <param name="body">The message as it is in the queue.</param>
    /// <param name="attempt">The number of the attempt, from 1: how often the message was taken from its queue.</param>
    public Task RunMessageAsync(string name, string body, CancellationToken cancellationToken, int attempt = 1) =>
        Queues.Single(job => job.Name == name).RunAsync(body, attempt, cancellationToken);

    /// <summary>Answers a request from outside.</summary>
    /// <param name="name">The function's name.</param>
    /// <param name="method">The HTTP method. HEAD is answered as GET, without a body.</param>
    public Task<WebReply> AnswerAsync(string name, string method, WebRequest request, CancellationToken cancellationToken) => web.AnswerAsync(name, method, request, cancellationToken);
}
