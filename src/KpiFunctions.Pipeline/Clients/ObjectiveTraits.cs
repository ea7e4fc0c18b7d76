using KpiFunctions.Pipeline.Readings;

namespace KpiFunctions.Pipeline.Clients;

/// <summary>What a kind of objective is measured by.</summary>
/// <param name="Key">The key that configs use.</param>
/// <param name="Primary">The figures that its verdict rests on, and that targets may name; empty where the client brings its own.</param>
public sealed record ObjectiveTraits(ObjectiveKind Kind, string Key, IReadOnlyList<FigureTraits> Primary);
