namespace KpiFunctions.Pipeline.Runs.Web;

/// <summary>The answer to a request: for a link, a page that is not cached, not indexed, and loads nothing but pictures.</summary>
/// <param name="Status">The HTTP status.</param>
/// <param name="Body">A complete document, sent as UTF-8.</param>
/// <param name="Headers">All headers except the content type.</param>
public sealed record WebReply(int Status, string ContentType, string Body, IReadOnlyDictionary<string, string> Headers)
{
    /// <summary>An answer to a program: a line of plain text.</summary>
    internal static WebReply Line(int status, string text) => new(status, "text/plain; charset=utf-8", text, new Dictionary<string, string>
    {
        ["Cache-Control"] = "no-store",
        ["X-Content-Type-Options"] = "nosniff",
    });

    /// <summary>An HTML page.</summary>
    /// <param name="hasForm">Whether the page may send a form to its own address.</param>
    internal static WebReply Page(int status, string html, bool hasForm = false) => new(status, "text/html; charset=utf-8", html, new Dictionary<string, string>
    {
        ["Cache-Control"] = "private, no-store",
        ["X-Robots-Tag"] = "noindex, nofollow, noarchive",
        ["Referrer-Policy"] = "no-referrer",
        ["X-Content-Type-Options"] = "nosniff",

        // default-src does not cover form-action.
        ["Content-Security-Policy"] =
            $"default-src 'none'; style-src 'unsafe-inline'; img-src https: data:; form-action {(hasForm ? "'self'" : "'none'")}; base-uri 'none'; frame-ancestors 'none'",
    });
}
