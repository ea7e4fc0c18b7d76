using KpiFunctions.Pipeline.Clients;

namespace KpiFunctions.Pipeline.Digest;

/// <summary>A mail to a consultant as it goes out: the same content as HTML and as plain text.</summary>
/// <param name="Subject">One line, without control characters.</param>
public sealed record RenderedReport(string Subject, string Html, string Text, Sender Sender);
