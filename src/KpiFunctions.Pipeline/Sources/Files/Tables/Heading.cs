using System.Globalization;
using System.Text;

namespace KpiFunctions.Pipeline.Sources.Files.Tables;

/// <summary>The words above a column.</summary>
internal static class Heading
{
    private const string Accented = "àáâãäåçèéêëìíîïñòóôõöùúûüýÿ";
    private const string Bare = "aaaaaaceeeeiiiinooooouuuuyy";

    /// <summary>A heading without what interfaces and spreadsheets change in passing: case, accents, spaces, apostrophes, invisible characters.</summary>
    public static string Plain(string heading)
    {
        var plain = new StringBuilder(heading.Length);
        foreach (var letter in heading)
        {
            // Not by normalizing: that does nothing where the runtime goes without the tables of all languages.
            if (CharUnicodeInfo.GetUnicodeCategory(letter) is UnicodeCategory.NonSpacingMark or UnicodeCategory.Format or UnicodeCategory.Control && !char.IsWhiteSpace(letter)) continue;
            var c = letter is '’' or 'ʼ' or '′' ? '\'' : char.ToLowerInvariant(letter);
            if (char.IsWhiteSpace(c))
            {
                if (plain.Length > 0 && plain[^1] != ' ') plain.Append(' ');
            }
            else if (c == 'ß')
            {
                plain.Append("ss");
            }
            else if (c == 'œ')
            {
                plain.Append("oe");
            }
            else
            {
                plain.Append(Accented.IndexOf(c, StringComparison.Ordinal) is >= 0 and var at ? Bare[at] : c);
            }
        }

        return plain.ToString().TrimEnd();
    }
}
