using AngleSharp.Html.Parser;
using KpiFunctions.Pipeline.Digest.Model;

namespace KpiFunctions.Pipeline.Digest.Templating;

/// <summary>What every mail needs, whoever wrote its template: held against the mail as a mail program parses it.</summary>
internal static class MailRules
{
    private static readonly string[] Forbidden = ["script", "iframe", "object", "embed", "form", "input", "link", "base", "svg", "video", "audio", "template"];

    private static readonly HashSet<string> Void =
        new(["area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"], StringComparer.OrdinalIgnoreCase);

    private const int DeepestNesting = 200;

    /// <returns>What is wrong, each with what would be right.</returns>
    public static IReadOnlyList<string> Check(string html)
    {
        if (IsTooDeep(html)) return [$"its tags lie more than {DeepestNesting} deep in each other; close those that are open, <p>, <td> and <b> too"];
        var page = new HtmlParser().ParseDocument(html);
        var problems = new List<string>();
        if (string.IsNullOrEmpty(page.DocumentElement.GetAttribute("lang"))) problems.Add("<html> has no lang; write <html lang=\"{{ language }}\">");
        if (page.QuerySelectorAll("h1").Length is var count and not 1) problems.Add($"there are {count} <h1>; a mail has one");
        if (string.IsNullOrWhiteSpace(page.Title)) problems.Add("there is no <title>; write <title>{{ subject }}</title>");
        foreach (var image in page.QuerySelectorAll("img:not([alt])")) problems.Add($"an <img> has no alt: {image.GetAttribute("src")}");
        foreach (var element in Forbidden.Where(name => page.QuerySelector(name) is not null)) problems.Add($"<{element}> has no place in a mail");
        if (page.All.SelectMany(element => element.Attributes).FirstOrDefault(attribute => attribute.Name.StartsWith("on", StringComparison.OrdinalIgnoreCase)) is { } handler)
            problems.Add($"the attribute '{handler.Name}' has no place in a mail");
        foreach (var address in page.All.SelectMany(element => element.Attributes).Where(attribute => attribute.Name is "href" or "src" && !IsAddress(attribute.Value)))
            problems.Add($"'{OutputFilters.Shortened(address.Value)}' is no address for a mail");
        if (page.QuerySelector("a[href^='mailto:']") is null && !html.Contains(RecipientLink.Mark, StringComparison.Ordinal))
            problems.Add("nothing tells how to end the digest; write the footer's links: {{ footer.mailto | url }} and, where there is one, {{ footer.unsubscribe.address | url }}");
        return problems;
    }

    /// <summary>Every tag in order, with its attributes' names.</summary>
    public static string TagsOf(string html) => string.Join(
        '\n', new HtmlParser().ParseDocument(html).All.Select(element => $"{element.LocalName} {string.Join(' ', element.Attributes.Select(attribute => attribute.Name))}"));

    private static bool IsAddress(string address) => OutputFilters.IsAddress(address) || address == RecipientLink.Mark;

    /// <summary>Whether a parser would have to go deeper than any mail does. What is left open costs it far more than it has characters.</summary>
    private static bool IsTooDeep(string html)
    {
        var open = new Dictionary<string, int>(StringComparer.OrdinalIgnoreCase);
        var depth = 0;
        for (var at = html.IndexOf('<'); at >= 0; at = html.IndexOf('<', at + 1))
        {
            var isEnd = at + 1 < html.Length && html[at + 1] == '/';
            var start = isEnd ? at + 2 : at + 1;
            var end = start;
            while (end < html.Length && char.IsAsciiLetterOrDigit(html[end])) end++;
            var name = html[start..end];
            if (name.Length == 0 || Void.Contains(name)) continue;
            var before = open.GetValueOrDefault(name);
            var now = isEnd ? Math.Max(0, before - 1) : before + 1;
            depth += now - before;
            open[name] = now;
            if (depth > DeepestNesting) return true;
        }

        return false;
    }
}
