using AngleSharp.Html.Parser;
using KpiFunctions.Pipeline.Digest.Model;

namespace KpiFunctions.Pipeline.Digest.Templating;

/// <summary>What every mail needs, whoever wrote its template: held against the mail as a mail program parses it.</summary>
internal static class MailRules
{
    private static readonly string[] Forbidden = ["script", "iframe", "object", "embed", "form", "input", "link", "base", "svg", "video", "audio", "template"];

    /// <returns>What is wrong, each with what would be right.</returns>
    public static IReadOnlyList<string> Check(string html)
    {
        var page = new HtmlParser().ParseDocument(html);
        var problems = new List<string>();
        if (string.IsNullOrEmpty(page.DocumentElement.GetAttribute("lang"))) problems.Add("<html> has no lang; write <html lang=\"{{ language }}\">");
        if (page.QuerySelectorAll("h1").Length is var count and not 1) problems.Add($"there are {count} <h1>; a mail has one");
        if (string.IsNullOrWhiteSpace(page.Title)) problems.Add("there is no <title>; write <title>{{ subject }}</title>");
        foreach (var image in page.QuerySelectorAll("img:not([alt])")) problems.Add($"an <img> has no alt: {image.GetAttribute("src")}");
        foreach (var element in Forbidden.Where(name => page.QuerySelector(name) is not null)) problems.Add($"<{element}> has no place in a mail");
        if (page.All.SelectMany(element => element.Attributes).FirstOrDefault(attribute => attribute.Name.StartsWith("on", StringComparison.OrdinalIgnoreCase)) is { } handler)
            problems.Add($"the attribute '{handler.Name}' has no place in a mail");
        if (page.QuerySelector("a[href^='mailto:']") is null && !html.Contains(RecipientLink.Mark, StringComparison.Ordinal))
            problems.Add("nothing tells how to end the digest; write the footer's links: {{ footer.mailto | url }} and, where there is one, {{ footer.unsubscribe.address | url }}");
        return problems;
    }
}
