using System.Text.RegularExpressions;

namespace KpiFunctions.Tests.Architecture;

/// <summary>
/// Which source file names a type of which other, as the text says: constants leave no trace in compiled code. A word is
/// taken for a type where a namespace that the file can see declares one of that name outside all others; a private type
/// is not seen from elsewhere.
/// </summary>
internal sealed partial class SourceArrows
{
    private SourceArrows(IReadOnlyDictionary<string, IReadOnlySet<string>> files, IReadOnlyDictionary<string, IReadOnlySet<string>> folders) =>
        (Files, Folders) = (files, folders);

    /// <summary>By file (its path), the files that it uses.</summary>
    public IReadOnlyDictionary<string, IReadOnlySet<string>> Files { get; }

    /// <summary>By namespace, the namespaces that it uses.</summary>
    public IReadOnlyDictionary<string, IReadOnlySet<string>> Folders { get; }

    /// <param name="files">Path and text of each.</param>
    public static SourceArrows Of(IEnumerable<(string Path, string Text)> files)
    {
        var read = files.Select(file => (file.Path, file.Text, Space: Space().Match(file.Text) is { Success: true } found ? found.Groups["name"].Value : "")).ToList();
        var declared = read.SelectMany(file => Declared().Matches(file.Text).Select(type => (Type: type.Groups["name"].Value, file.Path, file.Space))).ToLookup(type => type.Type);
        var (byFile, byFolder) = (new Dictionary<string, IReadOnlySet<string>>(), new Dictionary<string, IReadOnlySet<string>>());
        foreach (var file in read)
        {
            var visible = Usings().Matches(file.Text).Select(name => name.Groups["name"].Value).Concat(Around(file.Space)).ToHashSet(StringComparer.Ordinal);
            var used = Words().Matches(NoCode().Replace(file.Text, "")).Select(word => word.Value).Distinct()
                .SelectMany(word => declared[word]).Where(type => type.Path != file.Path && visible.Contains(type.Space)).ToList();
            byFile[file.Path] = used.Select(type => type.Path).ToHashSet(StringComparer.Ordinal);
            var before = byFolder.TryGetValue(file.Space, out var known) ? known : new HashSet<string>();
            byFolder[file.Space] = before.Concat(used.Select(type => type.Space)).Where(space => space != file.Space).ToHashSet(StringComparer.Ordinal);
        }

        return new(byFile, byFolder);
    }

    /// <summary>The largest sets of things that all reach each other, by name; one thing alone is no circle.</summary>
    public static IReadOnlyList<IReadOnlyList<string>> Circles(IReadOnlyDictionary<string, IReadOnlySet<string>> arrows)
    {
        var reached = arrows.Keys.ToDictionary(from => from, from => Reached(arrows, from));
        return [.. arrows.Keys
            .Select(one => (IReadOnlyList<string>)[.. reached[one].Where(other => reached.TryGetValue(other, out var back) && back.Contains(one)).Order(StringComparer.Ordinal)])
            .Where(circle => circle.Count > 1)
            .DistinctBy(circle => circle[0])
            .OrderBy(circle => circle[0], StringComparer.Ordinal)];
    }

    private static HashSet<string> Reached(IReadOnlyDictionary<string, IReadOnlySet<string>> arrows, string from)
    {
        var found = new HashSet<string>(StringComparer.Ordinal);
        var open = new Stack<string>([from]);
        while (open.TryPop(out var next))
            foreach (var to in arrows.TryGetValue(next, out var known) ? known : new HashSet<string>())
                if (found.Add(to)) open.Push(to);
        return found;
    }

    /// <summary>A namespace and those that it lies in.</summary>
    private static IEnumerable<string> Around(string space)
    {
        for (var end = space.Length; end > 0; end = space.LastIndexOf('.', end - 1)) yield return space[..end];
    }

    [GeneratedRegex(@"^namespace (?<name>[\w.]+)", RegexOptions.Multiline, 10_000)]
    private static partial Regex Space();

    [GeneratedRegex(@"^using (?:static )?(?<name>[\w.]+);", RegexOptions.Multiline, 10_000)]
    private static partial Regex Usings();

    /// <summary>Types that lie in no other: their lines are not indented.</summary>
    [GeneratedRegex(@"^(?:[a-z]+ )*(?:class|record struct|record|struct|interface|enum|delegate \S+) (?<name>\w+)", RegexOptions.Multiline, 10_000)]
    private static partial Regex Declared();

    [GeneratedRegex("//.*|\"(?:\\\\.|[^\"\\\\])*\"", RegexOptions.None, 10_000)]
    private static partial Regex NoCode();

    [GeneratedRegex(@"\b[A-Z]\w+", RegexOptions.None, 10_000)]
    private static partial Regex Words();
}
