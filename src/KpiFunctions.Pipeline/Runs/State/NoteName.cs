using System.Globalization;
using System.Text.RegularExpressions;
using KpiFunctions.Pipeline.Clients;
using KpiFunctions.Pipeline.Clients.Parsing;
using KpiFunctions.Pipeline.Periods;

namespace KpiFunctions.Pipeline.Runs.State;

/// <summary>The parts of a note's name: <c>{client}/{week}.md</c>.</summary>
/// <param name="Client">The client; null where the name has none.</param>
/// <param name="Week">The reported week; null where the name has none.</param>
/// <param name="Problems">What is wrong with the name; empty where it is valid.</param>
internal sealed partial record NoteName(string? Client, IsoWeek? Week, IReadOnlyList<ConfigProblem> Problems)
{
    private const string Extension = ".md";
    private const string Rule = "notes are named {client}/{week}.md, such as shop/2026-W46.md";

    /// <summary>The name of a week's note.</summary>
    public static string Of(string client, IsoWeek week) => $"{client}/{week}{Extension}";

    /// <summary>The client under which alerts about the file are recorded; <see cref="AlertTable.NoClient"/> where its name has none.</summary>
    public static string ClientOf(string name) => name.Split('/') is [var client, _, ..] && ConfigForms.IsId(client) ? client : AlertTable.NoClient;

    /// <summary>Reads a name.</summary>
    /// <param name="today">The year of weeks that were written without one.</param>
    public static NoteName Read(string name, DateOnly today)
    {
        var problems = new List<ConfigProblem>();
        var parts = name.Split('/');
        var (folder, file) = (string.Join('/', parts[..^1]), parts[^1]);
        var client = parts.Length == 2 && ConfigForms.IsId(folder) ? folder : null;
        if (parts.Length != 2) Refuse($"\"{Shown.InOneLine(name)}\"", $"does not lie in a client's folder; {Rule}", "put it into the folder that has the client's id");
        else if (client is null) Refuse($"\"{Shown.InOneLine(folder)}\"", $"is no client's id, which {ConfigForms.IdRule}; {Rule}", "look for the id in the client's config");

        var isMarkdown = file.EndsWith(Extension, StringComparison.Ordinal);
        var extension = isMarkdown ? Extension : Path.GetExtension(file);
        var stem = file[..^extension.Length];
        // Windows hides the second of two extensions.
        if (!isMarkdown && stem.EndsWith(Extension, StringComparison.Ordinal)) stem = stem[..^Extension.Length];
        var isWeek = IsoWeek.TryParse(stem, out var week);
        var likely = isWeek ? week : Likely(stem, today);
        if (!isMarkdown)
            Refuse($"\"{Shown.InOneLine(extension)}\"", $"is not the extension of a note; {Rule}", $"save it as plain text, and name it {likely?.ToString() ?? stem}{Extension}");
        if (!isWeek)
            Refuse($"\"{Shown.InOneLine(stem)}\"", $"{WhyNot(stem)}; {Rule}", likely is null ? null : $"name it {likely}{Extension}");

        return new(client, isWeek ? week : null, problems);

        void Refuse(string found, string message, string? hint) => problems.Add(new(Severity.Error, new(1, 1), "", found, message, hint) { File = name });
    }

    private static string WhyNot(string stem) => LikeWeek().Match(stem) is { Success: true } match && YearIn(match) is { } year && int.Parse(match.Groups["week"].Value, CultureInfo.InvariantCulture) > ISOWeek.GetWeeksInYear(year)
        ? $"is no week: {year} has {ISOWeek.GetWeeksInYear(year)}"
        : "is not an ISO week";

    /// <summary>The week that was probably meant; null where that is not clear.</summary>
    private static IsoWeek? Likely(string stem, DateOnly today)
    {
        if (DateOnly.TryParseExact(stem, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day)) return IsoWeek.Of(day);
        if (LikeWeek().Match(stem) is not { Success: true } match) return null;
        var year = YearIn(match) ?? IsoWeek.Of(today).Year;
        return IsoWeek.TryParse($"{year:0000}-W{match.Groups["week"].Value.PadLeft(2, '0')}", out var week) ? week : null;
    }

    private static int? YearIn(Match match) => int.TryParse(match.Groups["year"].Value, NumberStyles.None, CultureInfo.InvariantCulture, out var year) && year is > 0 and <= 9998 ? year : null;

    /// <summary>A week as people write it: <c>2026-46</c>, <c>W46</c>, <c>2026w6</c>; in French also <c>S46</c>.</summary>
    [GeneratedRegex("^(?:(?<year>[0-9]{4})[-_ .]?)?[WwSs]?[-_ .]?(?<week>[0-9]{1,2})$", RegexOptions.ExplicitCapture, 10_000)]
    private static partial Regex LikeWeek();
}
