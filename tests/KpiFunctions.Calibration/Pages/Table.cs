using System.Globalization;
using System.Text;

namespace KpiFunctions.Calibration.Pages;

/// <summary>A table in Markdown: the first column is text, the others are figures.</summary>
internal static class Table
{
    public static string Of(IReadOnlyList<string> heads, IEnumerable<IReadOnlyList<string>> rows)
    {
        var text = new StringBuilder();
        text.Append("| ").AppendJoin(" | ", heads).Append(" |\n|---|").Insert(text.Length, "---:|", heads.Count - 1).Append('\n');
        foreach (var row in rows) text.Append("| ").AppendJoin(" | ", row).Append(" |\n");
        return text.ToString();
    }

    /// <summary>A share in percent.</summary>
    public static string Percent(double share, string format = "0.0") => (100 * share).ToString(format, CultureInfo.InvariantCulture);
}
