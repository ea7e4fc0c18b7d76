using KpiFunctions.Pipeline.Clients;

namespace KpiFunctions.Pipeline.Digest.Notes;

/// <summary>What reading a note came to.</summary>
/// <param name="FileName">The file's name.</param>
/// <param name="Note">The note; null where there is an error.</param>
/// <param name="Problems">Every problem at once, in order of place.</param>
public sealed record NoteVerdict(string FileName, ConsultantNote? Note, IReadOnlyList<ConfigProblem> Problems);
