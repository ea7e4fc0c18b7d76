namespace KpiFunctions.Pipeline.Digest.Pictures;

/// <summary>A picture that goes with a mail. Nothing is lost without it: its words stand beside it.</summary>
/// <param name="ContentId">What the mail calls it (<c>cid:…</c>), unique within the mail: lower-case letters, digits and hyphens.</param>
/// <param name="Png">The file.</param>
public sealed record DigestPicture(string ContentId, byte[] Png);
