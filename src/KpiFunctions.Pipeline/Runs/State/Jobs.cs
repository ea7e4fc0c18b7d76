namespace KpiFunctions.Pipeline.Runs.State;

/// <summary>A job that a timer starts.</summary>
/// <param name="Name">The function's name.</param>
/// <param name="Schedule">NCRONTAB with seconds, in UTC.</param>
public sealed record TimerJob(string Name, string Schedule, Func<CancellationToken, Task> RunAsync)
{
    /// <summary>Whether it sends what is due, and finds nothing to do where nothing is.</summary>
    public bool SendsWhatIsDue { get; init; }
}

/// <summary>A job that a queue's message starts.</summary>
/// <param name="Name">The function's name.</param>
/// <param name="RunAsync">Takes the message's text as it is in the queue, Base64 or plain, and the number of the attempt, from 1.</param>
public sealed record QueueJob(string Name, string Queue, Func<string, int, CancellationToken, Task> RunAsync);

/// <summary>What a flow does with the messages of one queue.</summary>
/// <param name="Name">The name of the function that handles a message.</param>
/// <param name="PoisonName">The name of the function that takes a message that failed too often.</param>
/// <param name="Read">Reads the message's JSON. Throws <see cref="FormatException"/> where the text is not such a message.</param>
public sealed record QueueHandler(string Name, string Queue, string PoisonName, Func<string, object> Read, Func<object, CancellationToken, Task> HandleAsync)
{
    /// <summary>
    /// The instant until which work that fails is put back; then it is given up. Null where it is not work, but an event that
    /// something else repeats.
    /// </summary>
    public Func<Work, CancellationToken, Task<DateTimeOffset>>? InTimeUntilAsync { get; init; }

    /// <summary>Ends the state of work that is given up, so that it is recorded and nothing waits for it. The reason is why its last attempt failed.</summary>
    public Func<Work, string, CancellationToken, Task> GiveUpAsync { get; init; } = (_, _, _) => Task.CompletedTask;

    /// <summary>A handler of one type of message.</summary>
    public static QueueHandler Of<T>(string name, string queue, string poisonName, Func<T, CancellationToken, Task> handle)
        where T : notnull =>
        new(name, queue, poisonName, text => MessageJson.Read<T>(text), (message, cancellationToken) => handle((T)message, cancellationToken));

    /// <summary>A handler of one type of work.</summary>
    public static QueueHandler Of<T>(
        string name,
        string queue,
        string poisonName,
        Func<T, CancellationToken, Task> handle,
        Func<T, CancellationToken, Task<DateTimeOffset>> inTimeUntil,
        Func<T, string, CancellationToken, Task> giveUp)
        where T : Work =>
        Of(name, queue, poisonName, handle) with
        {
            InTimeUntilAsync = (work, cancellationToken) => inTimeUntil((T)work, cancellationToken),
            GiveUpAsync = (work, reason, cancellationToken) => giveUp((T)work, reason, cancellationToken),
        };
}

/// <summary>One flow of the pipeline: the jobs that timers and queues start.</summary>
public interface IFlow
{
    /// <summary>The jobs that timers start.</summary>
    IReadOnlyList<TimerJob> Timers { get; }

    /// <summary>The queues that the flow handles.</summary>
    IReadOnlyList<QueueHandler> Queues { get; }
}
