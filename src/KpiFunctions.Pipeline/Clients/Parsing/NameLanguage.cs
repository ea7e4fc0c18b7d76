namespace KpiFunctions.Pipeline.Clients.Parsing;

/// <summary>The language in which names are read that a config gives by language.</summary>
/// <param name="Own">The client's; null where it has a mistake: then any will do.</param>
/// <param name="Wanted">A further one, that a recipient reads. A name that lacks it is read in the client's.</param>
internal readonly record struct NameLanguage(string? Own, string? Wanted = null);
