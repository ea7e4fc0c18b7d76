using AngleSharp.Dom;
using AngleSharp.Html.Dom;

namespace KpiFunctions.Tests.Digest.Hostile;

/// <summary>What outsiders have no say in: a document without its words.</summary>
internal static class MailShape
{
    /// <summary>Attributes that hold words for people.</summary>
    private static readonly string[] Worded = ["alt", "aria-label"];

    /// <summary>Elements with their depth and attributes, and comments; of what holds words, the name alone.</summary>
    public static string Of(IHtmlDocument document, bool withAddresses = true) => string.Join('\n', document.Descendants().Select(node => node switch
    {
        IElement element => $"{Depth(element)} {element.LocalName} {string.Join(' ', element.Attributes.Select(attribute => Shown(attribute, withAddresses)))}",
        IComment comment => $"{Depth(comment)} <!--{Conditions(comment.Data)}-->",
        _ => null,
    }).OfType<string>());

    private static string Shown(IAttr attribute, bool withAddresses) =>
        Worded.Contains(attribute.Name) || (!withAddresses && attribute.Name == "href") ? attribute.Name : $"{attribute.Name}={attribute.Value}";

    /// <summary>A comment's tags; the bars of a spark are its only words.</summary>
    private static string Conditions(string comment) => string.Concat(comment.Where(character => character is '<' or '>' or '[' or ']'));

    private static int Depth(INode node) => node.Parent is { } parent ? Depth(parent) + 1 : 0;
}
