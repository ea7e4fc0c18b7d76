using System.Text.RegularExpressions;
using AngleSharp.Dom;
using AngleSharp.Html.Parser;

namespace KpiFunctions.EndToEnd.Galleries;

/// <summary>Words without their form: any run of spaces, those that do not break included, is one.</summary>
internal static partial class Plain
{
    /// <summary>Where a line ends; a space like any other.</summary>
    private const char Break = '\u2028';

    public static string Words(string text) => Spaces().Replace(text, " ").Trim();

    /// <summary>An element's words, without what only eyes are meant to see.</summary>
    public static string WordsOf(IElement element) => Words(string.Concat(TextsOf(element)));

    /// <summary>The same line by line: an element of a page can have several.</summary>
    public static IEnumerable<string> LinesOf(IElement element) => string.Concat(TextsOf(element)).Split(Break).Select(Words);

    /// <summary>The same words in the text part, where nothing may look like a tag.</summary>
    public static string InText(string words) => words.Replace('<', '‹').Replace('>', '›');

    public static IDocument Parse(string html) => new HtmlParser().ParseDocument(html);

    private static IEnumerable<string> TextsOf(INode node) => node switch
    {
        IText text => [text.Data],
        IElement { LocalName: "br" } => [Break.ToString()],
        IElement element when element.GetAttribute("aria-hidden") == "true" => [],
        _ => node.ChildNodes.SelectMany(TextsOf),
    };

    [GeneratedRegex(@"\s+", RegexOptions.None, 60_000)]
    private static partial Regex Spaces();
}
