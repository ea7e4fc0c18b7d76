using KpiFunctions.Pipeline.Delivery.Links;
using KpiFunctions.Pipeline.Digest.Reports;
using KpiFunctions.Pipeline.Periods;

namespace KpiFunctions.Pipeline.Runs.Reports;

/// <summary>A line before its links are made.</summary>
/// <param name="Acts">What can be done about it from the mail; null where nothing can.</param>
internal sealed record DraftLine(ReportLine Line, DraftActs? Acts = null);

/// <summary>Actions about one digest, by their names (<see cref="ActionNames"/>).</summary>
internal sealed record DraftActs(string Client, IsoWeek Occurrence, IReadOnlyList<string> Actions);
