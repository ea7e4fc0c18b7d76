namespace KpiFunctions.Pipeline.Delivery;

/// <summary>Something that stops the pipeline's own mail, so that no mail can report it.</summary>
/// <param name="Id">The id of its log event. It never changes: alert rules search for it.</param>
/// <param name="Name">The log event's name.</param>
/// <param name="Meaning">When it is logged.</param>
/// <param name="ToDo">What a person does about it.</param>
public sealed record Standstill(int Id, string Name, string Meaning, string ToDo)
{
    /// <summary>How its message begins, so that it is found in whatever form a log is kept: <c>KPI9001</c>.</summary>
    public string Code => $"KPI{Id}";
}
