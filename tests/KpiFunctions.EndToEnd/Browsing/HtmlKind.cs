namespace KpiFunctions.EndToEnd.Browsing;

/// <summary>What a file is, which decides what it may hold.</summary>
internal enum HtmlKind
{
    /// <summary>Shown by mail clients, each with limits of its own, inside a page of theirs.</summary>
    Mail,

    /// <summary>Shown by a browser.</summary>
    Page,
}
