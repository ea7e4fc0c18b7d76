using KpiFunctions.Pipeline.Periods;

namespace KpiFunctions.Pipeline.Digest;

/// <summary>A digest as it goes out: the same content as HTML and as plain text.</summary>
/// <param name="Week">The week that it reports.</param>
/// <param name="Subject">One line, without control characters.</param>
/// <param name="Html">A complete document.</param>
/// <param name="Text">Plain text without a tag.</param>
public sealed record RenderedDigest(string ClientId, IsoWeek Week, string Subject, string Html, string Text);
