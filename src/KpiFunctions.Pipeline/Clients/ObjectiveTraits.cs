using KpiFunctions.Pipeline.Readings;

namespace KpiFunctions.Pipeline.Clients;

/// <summary>What a kind of objective is measured by.</summary>
/// <param name="Primary">The figures that its verdict rests on, and that targets may name; empty where the client brings its own.</param>
public sealed record ObjectiveTraits(ObjectiveKind Kind, IReadOnlyList<FigureTraits> Primary)
{
    /// <summary>The kinds by the key that configs use.</summary>
    public static readonly IReadOnlyDictionary<string, ObjectiveKind> Kinds = new Dictionary<string, ObjectiveKind>
    {
        ["awareness"] = ObjectiveKind.Awareness,
        ["image"] = ObjectiveKind.Image,
        ["google-independence"] = ObjectiveKind.GoogleIndependence,
        ["offers"] = ObjectiveKind.Offers,
        ["sales"] = ObjectiveKind.Sales,
        ["custom"] = ObjectiveKind.Custom,
    };

    /// <summary>The key that configs use.</summary>
    public string Key => KeyOf(Kind);

    /// <inheritdoc cref="Key"/>
    public static string KeyOf(ObjectiveKind kind) => Kinds.Single(pair => pair.Value == kind).Key;
}
