using KpiFunctions.Pipeline.Digest.Branding;
using KpiFunctions.Pipeline.Periods;

namespace KpiFunctions.Pipeline.Digest.Reports;

/// <summary>What one mail tells a consultant.</summary>
/// <param name="Language">The consultant's, as an ISO 639-1 code that there is a language file for.</param>
/// <param name="Face">The agency's.</param>
/// <param name="Week">The days that the week's mail is about; null in a mail about what cannot wait.</param>
/// <param name="Counts">What became of the week's digests; null in a mail about what cannot wait.</param>
/// <param name="Sections">The most urgent first; those without a line are left out.</param>
public sealed record ConsultantReport(string Language, AgencyBranding Face, DayRange? Week, ReportCounts? Counts, IReadOnlyList<ReportSection> Sections)
{
    /// <summary>Whether it goes to the agency, and is about the whole and about clients without a consultant.</summary>
    public bool IsOfAgency { get; init; }
}

/// <summary>What became of the digests that fell due in a week.</summary>
/// <param name="Late">Of those sent, how many were sent after their time.</param>
/// <param name="Waiting">Those that wait for approval.</param>
/// <param name="Open">Those that wait for sources, or whose mails are under way.</param>
public sealed record ReportCounts(int Clients, int Sent, int Late, int Held, int Waiting, int Missed, int Open);

/// <summary>The lines of one kind.</summary>
/// <param name="Name">Names the text of its title in the language files.</param>
public sealed record ReportSection(string Name, IReadOnlyList<ReportLine> Lines)
{
    /// <summary>Whether somebody has to act on its lines.</summary>
    public bool NeedsAPerson { get; init; } = true;
}

/// <summary>What one remedy fixes.</summary>
/// <param name="What">What happened, in the reader's language.</param>
/// <param name="ToDo">What to do about it, in the reader's language.</param>
public sealed record ReportLine(string What, string ToDo)
{
    /// <summary>The names of the clients that it concerns; none where it concerns none in particular.</summary>
    public IReadOnlyList<string> Clients { get; init; } = [];

    /// <summary>The reason as it is recorded, in English; null where the rest says it.</summary>
    public string? Detail { get; init; }

    /// <summary>Since which day it has lasted; null where it is of the week.</summary>
    public DateOnly? Since { get; init; }

    /// <summary>How often it was seen since then.</summary>
    public int Count { get; init; } = 1;

    /// <summary>Whether somebody has to act on it: not where the remedy is to wait.</summary>
    public bool NeedsAPerson { get; init; } = true;

    public IReadOnlyList<ReportLink> Links { get; init; } = [];
}

/// <summary>A link by which the consultant acts.</summary>
/// <param name="Action">Names the link's text in the language files.</param>
public sealed record ReportLink(string Action, Uri Address);
