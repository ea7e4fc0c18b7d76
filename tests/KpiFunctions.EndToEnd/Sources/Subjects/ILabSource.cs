namespace KpiFunctions.EndToEnd.Sources.Subjects;

/// <summary>A source as the tests of all sources try it. Each implementation in this assembly is found by <see cref="LabSources"/>.</summary>
internal interface ILabSource
{
    /// <summary>The account that it is tried on, then the endpoints that give it tokens.</summary>
    IReadOnlyList<LabSubject> Subjects { get; }

    /// <summary>What its API gives at once.</summary>
    SourceLimits Limits { get; }
}

/// <summary>The sources of the lab.</summary>
internal static class LabSources
{
    /// <summary>All of them, by type.</summary>
    public static IReadOnlyList<ILabSource> All { get; } =
    [
        .. typeof(ILabSource).Assembly.GetTypes()
            .Where(type => type.IsClass && type.IsAssignableTo(typeof(ILabSource)))
            .Select(type => (ILabSource)Activator.CreateInstance(type)!)
            .OrderBy(source => source.Limits.Type, StringComparer.Ordinal),
    ];
}
