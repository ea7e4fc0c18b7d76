using System.Text.RegularExpressions;
using AngleSharp.Dom;
using AngleSharp.Html.Parser;

namespace KpiFunctions.EndToEnd.Galleries;

/// <summary>Words without their form: any run of spaces, those that do not break included, is one.</summary>
internal static partial class Plain
{
    /// <summary>The verdicts' signs, which the text part has before its words, and HTML after.</summary>
    private static readonly char[] Signs = [' ', '↗', '↘', '→', '↕', '·'];

    public static string Words(string text) => Spaces().Replace(text, " ").Trim();

    /// <summary>An element's words, without what only eyes are meant to see.</summary>
    public static string WordsOf(IElement element) => Words(string.Concat(TextsOf(element)));

    /// <summary>A line's words without a verdict's sign.</summary>
    public static string WithoutSign(string line) => Words(line).Trim(Signs);

    public static IDocument Parse(string html) => new HtmlParser().ParseDocument(html);

    private static IEnumerable<string> TextsOf(INode node) => node switch
    {
        IText text => [text.Data],
        IElement { LocalName: "br" } => [" "],
        IElement element when element.GetAttribute("aria-hidden") == "true" => [],
        _ => node.ChildNodes.SelectMany(TextsOf),
    };

    [GeneratedRegex(@"\s+", RegexOptions.None, 1000)]
    private static partial Regex Spaces();
}
