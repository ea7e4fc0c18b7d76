using System.Text;
using KpiFunctions.Pipeline.Digest.Notes;

namespace KpiFunctions.Pipeline.SampleWeeks;

/// <summary>A note for a sample week, read like a consultant's.</summary>
internal static class SampleNote
{
    public static ConsultantNote? Of(string markdown) => NoteParser.Parse("2026-W46.md", Encoding.UTF8.GetBytes(markdown)).Note;
}
