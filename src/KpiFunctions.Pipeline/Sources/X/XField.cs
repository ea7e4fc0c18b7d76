namespace KpiFunctions.Pipeline.Sources.X;

/// <summary>A field that is asked for of a user or of a post.</summary>
internal sealed record XField(string Name);
