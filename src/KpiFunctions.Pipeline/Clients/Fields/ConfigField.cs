namespace KpiFunctions.Pipeline.Clients.Fields;

/// <summary>
/// A field of a config, declared once: the parser reads by it, and the published schema and the tables of the docs are
/// written from it.
/// </summary>
/// <param name="Name">As configs write it. It never changes: configs of earlier releases are read again.</param>
/// <param name="Description">What it says, in one sentence for editors and docs. Markdown's backticks are allowed.</param>
internal abstract record ConfigField(string Name, string Description)
{
    /// <summary>The form of the value.</summary>
    public abstract FieldShape Form { get; }

    /// <summary>Whether a config without it is refused.</summary>
    public bool IsRequired { get; init; }

    /// <summary>The value that holds where the field is left out, as JSON; null where there is none or it depends.</summary>
    public string? Default { get; init; }

    /// <summary>What holds where the field is left out, in words, where it is no fixed value; null where it is nothing.</summary>
    public string? Otherwise { get; init; }

    /// <summary>A value, as JSON, for editors and docs.</summary>
    public string? Example { get; init; }

    /// <summary>What the docs say beyond the description, as Markdown, which may link to other pages.</summary>
    public string? Remarks { get; init; }
}

/// <summary>A field whose values have a form that the compiler knows.</summary>
/// <param name="Shape">The form of the value.</param>
internal sealed record ConfigField<TShape>(string Name, TShape Shape, string Description) : ConfigField(Name, Description)
    where TShape : FieldShape
{
    /// <inheritdoc/>
    public override FieldShape Form => Shape;
}

/// <summary>An object of a config.</summary>
/// <param name="Name">Of which it is, for the docs: <c>digest</c>. Names are unique.</param>
/// <param name="Fields">Every field that it may have, in the order in which messages and docs list them.</param>
internal sealed record ConfigObject(string Name, params IReadOnlyList<ConfigField> Fields)
{
    /// <summary>What it is, for editors; null where the field that holds it says so.</summary>
    public string? Description { get; init; }

    /// <summary>Groups of fields of which a config has one, and all fields of that one; empty where there is no such choice.</summary>
    public IReadOnlyList<IReadOnlyList<ConfigField>> OneOf { get; init; } = [];

    /// <summary>The names of the fields.</summary>
    public IReadOnlyList<string> Names => [.. Fields.Select(each => each.Name)];
}

/// <summary>Whether a field has a place in one variant of an object.</summary>
internal enum FieldUse
{
    /// <summary>A config that has it is refused.</summary>
    Unused,

    Optional,

    Required,
}
