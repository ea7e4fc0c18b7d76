namespace KpiFunctions.Pipeline.Runs.State;

/// <summary>A kind of alert, declared once: the docs' table is written from it.</summary>
/// <param name="Name">As the table <c>Failures</c> stores it. It never changes.</param>
/// <param name="Subject">What its rows are about.</param>
/// <param name="Meaning">What happened, as a sentence.</param>
/// <param name="ToDo">What a person does about it, as a sentence.</param>
/// <param name="ClearedWhen">When its row is deleted; null where the row stays until somebody deletes it.</param>
public sealed record AlertKind(string Name, string Subject, string Meaning, string ToDo, string? ClearedWhen);
