namespace KpiFunctions.Tests;

/// <summary>
/// Text that a person has read and accepted. A difference leaves <c>….received</c> beside the golden file: read it, and
/// move it over the other if it is what was meant.
/// </summary>
internal static class GoldenFile
{
    /// <param name="path">Below the test project, such as <c>Digest/Golden/busy.fr.txt</c>; a page that tests write is <c>/docs/…</c>.</param>
    public static void Check(string path, string actual)
    {
        if (DifferenceIn(path, actual) is { } difference) Assert.Fail(difference);
    }

    /// <summary>Where the golden file differs; null where it does not. Of several files, each leaves what was received.</summary>
    public static string? DifferenceIn(string path, string actual)
    {
        var golden = path.StartsWith('/') ? Repository.PathOf(path[1..].Split('/')) : Repository.PathOf(["tests", "KpiFunctions.Tests", .. path.Split('/')]);
        var received = golden + ".received";
        var expected = File.Exists(golden) ? File.ReadAllText(golden) : null;
        if (expected == actual)
        {
            File.Delete(received);
            return null;
        }

        File.WriteAllText(received, actual);
        return expected is null ? $"{path} is new: read {path}.received, and take it if it is right." : $"{path}: {FirstDifference(expected, actual)}";
    }

    /// <summary>A part of a page that tests write, between <c>&lt;!-- name --&gt;</c> and <c>&lt;!-- /name --&gt;</c>; the rest is as it is.</summary>
    public static void CheckSection(string path, string name, string actual)
    {
        var (start, end) = ($"<!-- {name} -->\n", $"<!-- /{name} -->");
        var page = File.ReadAllText(Repository.PathOf(path[1..].Split('/')));
        var (first, last) = (page.IndexOf(start, StringComparison.Ordinal) + start.Length, page.IndexOf(end, StringComparison.Ordinal));
        if (first < start.Length || last < first) Assert.Fail($"{path} has no section '{name}'.");
        Check(path, string.Concat(page.AsSpan(0, first), actual, page.AsSpan(last)));
    }

    private static string FirstDifference(string expected, string actual)
    {
        var (wanted, got) = (expected.Split('\n'), actual.Split('\n'));
        var line = Enumerable.Range(0, Math.Max(wanted.Length, got.Length)).First(i => wanted.ElementAtOrDefault(i) != got.ElementAtOrDefault(i));
        return $"line {line + 1} was\n  {wanted.ElementAtOrDefault(line)}\nand is\n  {got.ElementAtOrDefault(line)}";
    }
}
