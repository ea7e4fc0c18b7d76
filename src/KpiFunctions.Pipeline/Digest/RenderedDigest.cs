using KpiFunctions.Pipeline.Clients;
using KpiFunctions.Pipeline.Digest.Model;
using KpiFunctions.Pipeline.Digest.Pictures;
using KpiFunctions.Pipeline.Digest.Templating;
using KpiFunctions.Pipeline.Digest.Writing;
using KpiFunctions.Pipeline.Periods;

namespace KpiFunctions.Pipeline.Digest;

/// <summary>A digest as it goes out: the same content as HTML and as plain text.</summary>
/// <param name="Week">The week that it reports.</param>
/// <param name="Subject">One line, without control characters.</param>
/// <param name="Html">A complete document, with a mark where a recipient's own link belongs (<see cref="For"/>).</param>
/// <param name="Text">Plain text without a tag, with the same mark.</param>
public sealed record RenderedDigest(string ClientId, IsoWeek Week, string Subject, string Html, string Text)
{
    /// <summary>What it is written in, as an ISO 639-1 code.</summary>
    public required string Language { get; init; }

    /// <summary>Whom it comes from.</summary>
    public required Sender Sender { get; init; }

    /// <summary>The same digest for a browser, with every list in full: a complete document.</summary>
    public string Page { get; init; } = "";

    /// <summary>What goes with the mail.</summary>
    public IReadOnlyList<DigestPicture> Pictures { get; init; } = [];

    /// <summary>What those show; drawn once the mail is whole.</summary>
    internal IReadOnlyDictionary<string, PathChart> Charts { get; init; } = new Dictionary<string, PathChart>();

    /// <summary>What its mail says, with the data of each sentence.</summary>
    internal IReadOnlyList<Sentence> Sentences { get; init; } = [];

    /// <summary>Why a brand's own template was not used; null where it was, or there is none.</summary>
    public TemplateFault? Fault { get; init; }

    /// <summary>The digest of one recipient.</summary>
    /// <param name="unsubscribe">The recipient's own link.</param>
    public RenderedDigest For(Uri unsubscribe) => this with
    {
        Html = Html.Replace(RecipientLink.Mark, OutputFilters.Html(unsubscribe.AbsoluteUri), StringComparison.Ordinal),
        Text = Text.Replace(RecipientLink.Mark, unsubscribe.AbsoluteUri, StringComparison.Ordinal),
    };
}

/// <summary>A brand's template that failed on a digest, which the built-in one was used for.</summary>
/// <param name="Template">Its name within <c>templates</c>.</param>
/// <param name="Reason">What happened, and where.</param>
public sealed record TemplateFault(string Template, string Reason)
{
    /// <summary>Where in its file; null where it is about the whole.</summary>
    public Place? At { get; init; }

    /// <summary>Whether it was stopped because it took too long.</summary>
    public bool IsTooSlow { get; init; }

    /// <summary><c>template:line:column: reason</c>.</summary>
    public override string ToString() => At is { } at ? $"{Template}:{at.Line}:{at.Column}: {Reason}" : $"{Template}: {Reason}";
}
