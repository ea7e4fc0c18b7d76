using KpiFunctions.Pipeline.Clients;
using KpiFunctions.Pipeline.Sources.Files.Exports;
using KpiFunctions.Pipeline.Sources.Files.Tables;

namespace KpiFunctions.Pipeline.Sources.Files;

/// <summary>What to say of a file in which no table was found.</summary>
internal static class Unrecognised
{
    public static RefusedLine In(string file, ReadOnlyMemory<byte> text, SourceConfig source)
    {
        string Wanted(IReadOnlyDictionary<string, string>? map, params string[] fields) => string.Join(" and ", fields.Select(field => $"\"{map?.GetValueOrDefault(field) ?? field}\""));
        var isMapped = OwnTable.IsMapped(source);
        var (line, header) = Sections.LikelyHeader(text);
        if (isMapped && KnownExports.Match(header) is { } known)
        {
            return new(
                file, line, null, null,
                $"the file is an export that is known, {known.Export.Name}, and the config maps other columns: it has {FileColumns.Named(header)}; "
                + "take \"posts\" and \"readings\" out of this source of the config, or drop the file for a source of its own");
        }

        string[] kinds =
        [
            .. PostColumns.MayBeIn(source) ? [$"a list of posts (it needs the columns {Wanted(source.Files?.Posts, "id", "published")})"] : Array.Empty<string>(),
            .. DayColumns.MayBeIn(source) ? [$"one of days (it needs {Wanted(source.Files?.Readings, "day")} and a metric)"] : Array.Empty<string>(),
            .. isMapped ? Array.Empty<string>() : [$"a known export ({KnownExports.Names})"],
        ];
        return new(file, line, null, null, $"the file is {(kinds.Length == 1 ? "not" : "neither")} {string.Join(" nor ", kinds)}; it has {FileColumns.Named(header)}: {MendOf(source)}");
    }

    /// <summary>What to do.</summary>
    public static string MendOf(SourceConfig source) => OwnTable.IsMapped(source)
        ? "name its columns in the config's \"posts\" or \"readings\""
        : "export it again in English without changing its headings, or name its columns in the config's \"posts\" or \"readings\"";
}
