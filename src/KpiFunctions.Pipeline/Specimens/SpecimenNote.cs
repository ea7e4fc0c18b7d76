using System.Text;
using KpiFunctions.Pipeline.Digest.Notes;

namespace KpiFunctions.Pipeline.Specimens;

/// <summary>A note for a specimen, read like a consultant's.</summary>
internal static class SpecimenNote
{
    public static ConsultantNote? Of(string markdown) => NoteParser.Parse("2026-W46.md", Encoding.UTF8.GetBytes(markdown)).Note;
}
