using KpiFunctions.Pipeline.Digest.Branding;

namespace KpiFunctions.Pipeline.Digest.Model;

/// <summary>An objective in the mail: one row.</summary>
/// <param name="Key">The objective's key in the config.</param>
/// <param name="Name">The objective's name.</param>
/// <param name="Link">To the objective's place on the page; null where there is no page.</param>
/// <param name="State">Which kind of row it is, for a class: <c>better</c>, <c>worse</c>, <c>mixed</c>, <c>normal</c>, <c>borderline</c>, <c>too-early</c>, <c>no-figure</c>, <c>incomplete</c> or <c>target-only</c>.</param>
/// <param name="Verdict">Null where there is nothing to compare with.</param>
/// <param name="Lead">The figure shown first; null where there is none.</param>
/// <param name="Second">The figure shown beside it.</param>
/// <param name="Reason">Why there is no figure; null where there is one.</param>
/// <param name="Context">What is normal, the target, what else changed and what is missing, in one line.</param>
/// <param name="Target">The target alone.</param>
/// <param name="Bars">The first figure's weeks.</param>
internal sealed record RowModel(
    string Key, string Name, string? Link, string State, VerdictModel? Verdict, Tone Tone, RowFigureModel? Lead, RowFigureModel? Second, string? Reason, string? Context, string? Target, SparkModel? Bars);

/// <summary>A figure of a row.</summary>
/// <param name="Name">What it is called.</param>
/// <param name="Figure">The number with its unit's sign.</param>
/// <param name="Unit">What it counts, and on which account; null where the number says it.</param>
/// <param name="Centre">What a week normally has; null where that is not known.</param>
/// <param name="Change">The figure as it is shown beside the centre as it is shown, in percent; null where percent would say nothing.</param>
/// <param name="Line">Figure and unit in one line.</param>
internal sealed record RowFigureModel(string Name, string Figure, string? Unit, string? Centre, string? Change, string Line);

/// <summary>Something that the reader may do.</summary>
/// <param name="Link">Where it can be done.</param>
internal sealed record ProposalModel(string Text, string? Link);

internal sealed record VerdictModel(string Words, string? Arrow, Tone Tone);

/// <param name="Caption">What the bars show, in words.</param>
/// <param name="Text">The same as one line of characters.</param>
/// <param name="HasBelow">Whether any bar goes below zero.</param>
internal sealed record SparkModel(string Caption, string Text, bool HasBelow, IReadOnlyList<BarModel> Bars);

/// <summary>A week's bar.</summary>
/// <param name="Up">Height above zero, in pixels.</param>
/// <param name="Down">Depth below zero, in pixels.</param>
/// <param name="Class">Its class in the dark style.</param>
internal sealed record BarModel(bool IsKnown, int Up, int Down, string Class, string Colour);
