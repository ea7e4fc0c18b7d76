namespace KpiFunctions.Pipeline.Runs.Web;

/// <summary>An answer to somebody who follows a link: a page that is in no cache, no index, and reads nothing but itself and pictures.</summary>
/// <param name="Status">The HTTP status.</param>
/// <param name="Body">A complete document, to be sent as UTF-8.</param>
/// <param name="Headers">All but the content's type.</param>
public sealed record WebReply(int Status, string ContentType, string Body, IReadOnlyDictionary<string, string> Headers)
{
    /// <summary>An HTML page.</summary>
    /// <param name="hasForm">Whether the page may send a form, to its own address.</param>
    internal static WebReply Page(int status, string html, bool hasForm = false) => new(status, "text/html; charset=utf-8", html, new Dictionary<string, string>
    {
        ["Cache-Control"] = "private, no-store",
        ["X-Robots-Tag"] = "noindex, nofollow, noarchive",
        ["Referrer-Policy"] = "no-referrer",
        ["X-Content-Type-Options"] = "nosniff",

        // Where forms may go does not follow from default-src: it has to be said.
        ["Content-Security-Policy"] =
            $"default-src 'none'; style-src 'unsafe-inline'; img-src https: data:; form-action {(hasForm ? "'self'" : "'none'")}; base-uri 'none'; frame-ancestors 'none'",
    });
}
