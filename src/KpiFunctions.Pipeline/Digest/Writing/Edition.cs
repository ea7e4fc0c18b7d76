using KpiFunctions.Pipeline.Digest.Branding;
using KpiFunctions.Pipeline.Digest.Notes;
using KpiFunctions.Pipeline.Digest.Templating;

namespace KpiFunctions.Pipeline.Digest.Writing;

/// <summary>What a digest is made with beside its figures.</summary>
public sealed record Edition
{
    public required AgencyBranding Face { get; init; }

    /// <summary>The brand's own templates; the pipeline's where it has none.</summary>
    public BrandTemplates Templates { get; init; } = BrandTemplates.None;

    /// <summary>The consultant's words; null where there are none.</summary>
    public ConsultantNote? Note { get; init; }

    /// <summary>The language that the note is taken to be in: the client's, where the digest is written in another one. Null where they are the same.</summary>
    public string? NoteLanguage { get; init; }

    /// <summary>Where the digest's page is seen; null where the pipeline has no address of its own.</summary>
    public Uri? Page { get; init; }

    /// <summary>Whether each recipient gets a link with which to end the digest.</summary>
    public bool HasUnsubscribeLink { get; init; }
}
