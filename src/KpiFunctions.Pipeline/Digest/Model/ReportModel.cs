namespace KpiFunctions.Pipeline.Digest.Model;

/// <summary>What <c>report.html</c> and <c>report.txt</c> write: every text is already in the reader's language. A part that a report does not have is null.</summary>
/// <param name="Preheader">What an inbox shows after the subject.</param>
/// <param name="Period">The days that it is about.</param>
/// <param name="Lede">What became of the digests, or that nothing is to be done.</param>
/// <param name="Why">Why the reader gets it.</param>
internal sealed record ReportModel(
    string Language, string Subject, string Preheader, string? Period, string Headline, string? Lede, BrandModel Brand, IReadOnlyList<ReportSectionModel> Sections, string Why);

/// <param name="More">How many lines did not fit.</param>
internal sealed record ReportSectionModel(string Title, IReadOnlyList<ReportLineModel> Lines, string? More);

/// <param name="Who">The clients that it concerns.</param>
/// <param name="About">Since when, and how often it was seen.</param>
/// <param name="Details">The reason as it is recorded, in English.</param>
internal sealed record ReportLineModel(string What, string? Who, string? About, IReadOnlyList<string> Details, string ToDo, IReadOnlyList<LinkModel>? Links);
