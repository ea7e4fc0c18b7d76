using KpiFunctions.Pipeline.Digest.Branding;
using KpiFunctions.Pipeline.Periods;

namespace KpiFunctions.Pipeline.Runs.Reports;

/// <summary>Whom a mail is for.</summary>
/// <param name="Key">The hash of the address; <see cref="State.ConsultantTable.Agency"/> for the agency.</param>
/// <param name="Language">In which the mail is written.</param>
/// <param name="Zone">In which Monday at eight is.</param>
/// <param name="Face">The agency's face, and the sender.</param>
internal sealed record ReportReader(string Key, string Email, string? Name, string Language, Zone Zone, AgencyBranding Face)
{
    /// <summary>Whether it is the agency.</summary>
    public bool IsAgency => Key == State.ConsultantTable.Agency;
}
