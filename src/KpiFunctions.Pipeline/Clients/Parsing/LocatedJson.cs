namespace KpiFunctions.Pipeline.Clients.Parsing;

/// <summary>A JSON value with its place in the file, which messages name.</summary>
internal abstract record LocatedValue(Place At)
{
    /// <summary>What was found, for messages.</summary>
    public abstract string Found { get; }
}

internal sealed record LocatedObject(Place At, IReadOnlyList<LocatedMember> Members) : LocatedValue(At)
{
    public override string Found => "an object";
}

internal sealed record LocatedMember(string Name, Place At, LocatedValue Value);

internal sealed record LocatedArray(Place At, IReadOnlyList<LocatedValue> Items) : LocatedValue(At)
{
    public override string Found => "a list";
}

internal sealed record LocatedText(Place At, string Text) : LocatedValue(At)
{
    public override string Found => $"\"{Shown.InOneLine(Text)}\"";
}

/// <param name="Written">As the file has it: <c>1e400</c> is reported as that.</param>
internal sealed record LocatedNumber(Place At, double Number, string Written) : LocatedValue(At)
{
    public override string Found => Shown.InOneLine(Written);
}

/// <summary><c>true</c>, <c>false</c> or <c>null</c>.</summary>
internal sealed record LocatedLiteral(Place At, string Literal) : LocatedValue(At)
{
    public override string Found => Literal;
}
