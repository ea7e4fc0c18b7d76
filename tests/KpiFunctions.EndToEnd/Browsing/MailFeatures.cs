using AngleSharp.Dom;
using AngleSharp.Html.Dom;
using AngleSharp.Html.Parser;

namespace KpiFunctions.EndToEnd.Browsing;

/// <summary>What a mail uses: elements, attributes, styles, and what only Outlook for Windows reads.</summary>
internal static class MailFeatures
{
    /// <returns>Each once, in the order of the mail.</returns>
    public static IReadOnlyList<MailFeature> Of(string html) => [.. OfNode(new HtmlParser().ParseDocument(html)).Distinct()];

    private static IEnumerable<MailFeature> OfNode(INode root) => root.Descendants().SelectMany(node => node switch
    {
        IElement element => OfElement(element),
        IComment comment => OfComment(comment.Data),
        _ => [],
    });

    private static IEnumerable<MailFeature> OfElement(IElement element) =>
    [
        new($"<{element.LocalName}>"),
        .. element.Attributes.Select(attribute => new MailFeature($"[{attribute.Name}]", $"[{attribute.Name}={Short(attribute)}]")),
        .. StyleFeatures.OfDeclarations(element.GetAttribute("style") ?? ""),
        .. element is IHtmlStyleElement ? StyleFeatures.OfSheet(element.TextContent) : [],
    ];

    /// <summary>An address by its scheme, since that is what clients differ in; others as they are.</summary>
    private static string Short(IAttr attribute) =>
        attribute.Name is "href" or "src" && attribute.Value.IndexOf(':', StringComparison.Ordinal) is > 0 and var colon ? attribute.Value[..(colon + 1)] : attribute.Value;

    /// <summary>Conditional comments, with what stands in them. The plain ones are for people.</summary>
    private static IEnumerable<MailFeature> OfComment(string comment)
    {
        if (!comment.StartsWith("[if ", StringComparison.Ordinal) || comment.IndexOf("]>", StringComparison.Ordinal) is not (> 0 and var condition)) return [];
        var inside = comment[(condition + 2)..].Replace("<![endif]", "", StringComparison.Ordinal);

        // Inside a template, a row or a cell may stand without its table.
        var template = (IHtmlTemplateElement)new HtmlParser().ParseDocument($"<template>{inside}</template>").QuerySelector("template")!;
        return [new(comment[..(condition + 1)]), .. OfNode(template.Content)];
    }
}
