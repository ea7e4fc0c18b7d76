namespace KpiFunctions.Endurance.Storage;

/// <summary>The place of one process: its calls carry it.</summary>
internal sealed class Seat(string name)
{
    private readonly TaskCompletionSource died = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public string Name => name;

    /// <summary>Nothing is disturbed and nothing waits: while the host starts, and while its tables are looked at from outside.</summary>
    public bool IsCalm { get; set; } = true;

    public bool IsDead => died.Task.IsCompleted;

    /// <summary>Ends when the process does.</summary>
    public Task Death => died.Task;

    public void Die() => died.TrySetResult();

    /// <summary>The job that makes a call; null outside of one.</summary>
    public static AsyncLocal<Job?> Doing { get; } = new();

    /// <summary>For the calls of a process that has ended. Nothing refers to the task, so that what waits for it is collected.</summary>
    public static Task Never() => new TaskCompletionSource().Task;
}

/// <summary>A message that a host handles.</summary>
internal sealed class Job(string queue, string text)
{
    public string Queue => queue;

    public string Text => text;

    /// <summary>Whether it stood still before. Once is enough: the host ends a function that takes longer.</summary>
    public bool HasStalled { get; set; }
}
