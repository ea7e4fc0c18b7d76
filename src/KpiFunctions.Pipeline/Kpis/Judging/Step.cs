namespace KpiFunctions.Pipeline.Kpis.Judging;

/// <summary>A week of a way.</summary>
/// <param name="Gained">Since the start, on the scale.</param>
/// <param name="Asked">What the path asks to be gained.</param>
/// <param name="Gone">The part of the way's time that is over: 0 to 1.</param>
internal readonly record struct Step(double Gained, double Asked, double Gone, double Weight);
