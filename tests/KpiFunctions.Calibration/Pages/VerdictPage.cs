namespace KpiFunctions.Calibration.Pages;

/// <summary>The page whose sections are written between <c>&lt;!-- name --&gt;</c> and <c>&lt;!-- /name --&gt;</c>.</summary>
internal sealed class VerdictPage(string path)
{
    /// <exception cref="InvalidOperationException">The page has no such section.</exception>
    public void Write(string section, string text)
    {
        var (start, end) = ($"<!-- {section} -->\n", $"<!-- /{section} -->");
        var page = File.ReadAllText(path);
        var (first, last) = (page.IndexOf(start, StringComparison.Ordinal) + start.Length, page.IndexOf(end, StringComparison.Ordinal));
        if (first < start.Length || last < first) throw new InvalidOperationException($"{path} has no section '{section}'.");
        File.WriteAllText(path, string.Concat(page.AsSpan(0, first), text, page.AsSpan(last)));
    }
}
