namespace KpiFunctions.Cli.Browsing;

/// <summary>How a page is looked at.</summary>
/// <param name="Width">Of the viewport, in CSS pixels, which are the picture's pixels.</param>
/// <param name="Dark">Whether the reader prefers dark colours.</param>
/// <param name="Images">Whether images are shown; many mail clients ask first.</param>
internal sealed record View(int Width, bool Dark = false, bool Images = true);
