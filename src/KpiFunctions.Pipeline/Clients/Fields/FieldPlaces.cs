namespace KpiFunctions.Pipeline.Clients.Fields;

/// <summary>Where a field belongs that stands where it is none.</summary>
internal static class FieldPlaces
{
    /// <summary>A name that more objects have says nothing about where it belongs.</summary>
    private const int Most = 3;

    private static readonly IReadOnlyList<(string Place, ConfigObject Object)> Places =
    [
        ("the config itself", ClientFields.All),
        .. ClientFields.All.Fields.SelectMany(field => ObjectsOf(field.Form).Select(declared => ($"'{field.Name}'", declared))),
    ];

    /// <summary>The places of a field of that name as a hint; null where there is none, or the name is too common.</summary>
    /// <param name="known">The fields of the object in which it stands, which is no place to send anybody to.</param>
    public static string? HintFor(string name, IReadOnlyList<string> known)
    {
        var places = Places.Where(place => place.Object.Names.Contains(name) && !known.All(place.Object.Names.Contains)).Select(place => place.Place).Distinct().ToList();
        return places.Count is 0 or > Most ? null : $"it is a field of {string.Join(" and of ", places)}";
    }

    private static IEnumerable<ConfigObject> ObjectsOf(FieldShape shape) => shape switch
    {
        ObjectShape declared => [declared.Object],
        ListShape list => ObjectsOf(list.Item),
        ByAccountShape accounts => ObjectsOf(accounts.Value),
        EitherShape either => either.Forms.SelectMany(ObjectsOf),
        SourceShape => [SourceFields.All],
        ObjectiveShape => [ObjectiveFields.All],
        _ => [],
    };
}
