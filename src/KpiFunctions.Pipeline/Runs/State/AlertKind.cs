namespace KpiFunctions.Pipeline.Runs.State;

/// <summary>A kind of alert, declared once: the docs' tables and the words of the consultant's mail are written from it.</summary>
/// <param name="Name">As the table <c>Failures</c> stores it. It never changes.</param>
/// <param name="Subject">What its rows are about.</param>
/// <param name="Meaning">What happened, as a sentence. Markdown's backticks are allowed; mails leave them out.</param>
/// <param name="ToDo">What a person does about it, as a sentence.</param>
/// <param name="ClearedWhen">What resolves it: its row is deleted then.</param>
public sealed record AlertKind(string Name, string Subject, string Meaning, string ToDo, string ClearedWhen)
{
    /// <summary>The same in French.</summary>
    public required AlertWords French { get; init; }

    /// <summary>Where the consultant's mail tells it.</summary>
    public required AlertSection Section { get; init; }

    /// <summary>Whether it can wait for the week's mail.</summary>
    public AlertUrgency Urgency { get; init; }

    /// <summary>What one remedy fixes, where the row does not say it.</summary>
    public AlertScope Scope { get; init; }

    /// <summary>The words of a language; the English ones where there are no others.</summary>
    /// <param name="language">ISO 639-1.</param>
    public AlertWords In(string language) => language == FrenchCode ? French : new(Meaning, ToDo);

    private const string FrenchCode = "fr";
}

/// <summary>What a kind of alert says.</summary>
/// <param name="Meaning">What happened, as a sentence.</param>
/// <param name="ToDo">What a person does about it, as a sentence.</param>
public sealed record AlertWords(string Meaning, string ToDo);
