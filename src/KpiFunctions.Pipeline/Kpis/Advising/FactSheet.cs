using KpiFunctions.Pipeline.Readings;

namespace KpiFunctions.Pipeline.Kpis.Advising;

/// <summary>What is known of one subject that a rule may speak about. A fact that is not known is not in it.</summary>
/// <param name="About">The kind of subject.</param>
/// <param name="Objective">The key of the objective that it matters to.</param>
/// <param name="Subject">What tells it from others of its kind: from week to week the same.</param>
/// <param name="Facts">By name; small letters only, since sentences cite them.</param>
internal sealed record FactSheet(string About, string Objective, string Subject, IReadOnlyDictionary<string, Fact> Facts);
