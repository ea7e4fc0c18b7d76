using KpiFunctions.Pipeline.Clients;
using KpiFunctions.Pipeline.Digest.Writing;
using KpiFunctions.Pipeline.History;
using KpiFunctions.Pipeline.Periods;

namespace KpiFunctions.Pipeline.SampleWeeks;

/// <summary>A week of a kind that a digest can tell of: what its digest is made from.</summary>
/// <param name="Name">Its key, such as <c>dead-source</c>.</param>
/// <param name="About">What it is there for.</param>
public sealed record SampleWeek(string Name, string About, ClientConfig Client, ClientHistory History, IsoWeek Week, Edition Edition);
