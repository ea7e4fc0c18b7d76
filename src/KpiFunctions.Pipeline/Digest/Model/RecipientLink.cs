namespace KpiFunctions.Pipeline.Digest.Model;

/// <summary>
/// The place of the link with which a recipient ends the digest. A digest is written once for all its recipients, and
/// the link is each one's own: it is filled in when the mail goes out. The mark is a control character, which no value of
/// an outsider's can bring in, because those are dropped from every value.
/// </summary>
internal sealed record RecipientLink
{
    public const string Mark = "\u001A";

    public static readonly RecipientLink Place = new();

    private RecipientLink()
    {
    }
}
