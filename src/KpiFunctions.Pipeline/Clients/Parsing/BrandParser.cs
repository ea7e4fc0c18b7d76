using KpiFunctions.Pipeline.Clients.Fields;

namespace KpiFunctions.Pipeline.Clients.Parsing;

/// <summary>What reading a brand's file came to.</summary>
/// <param name="Brand">Null where there is an error.</param>
/// <param name="Problems">Every problem at once, in order of place.</param>
public sealed record BrandVerdict(string FileName, Brand? Brand, IReadOnlyList<ConfigProblem> Problems);

/// <summary>Reads a <c>brand.json</c>: the face that several clients share. Pure.</summary>
public static class BrandParser
{
    /// <summary>The largest file, in bytes: it is kept in one column.</summary>
    public const int LargestFile = 60 * 1024;

    /// <param name="id">The folder that the file lies in.</param>
    public static BrandVerdict Parse(string fileName, string id, ReadOnlyMemory<byte> json)
    {
        var problems = new List<ConfigProblem>();
        var brand = Read(id, json, problems);
        return new(
            fileName,
            problems.Any(problem => problem.Severity == Severity.Error) ? null : brand,
            [.. problems.Select(problem => problem with { File = fileName }).OrderBy(problem => problem.At.Line).ThenBy(problem => problem.At.Column)]);
    }

    private static Brand? Read(string id, ReadOnlyMemory<byte> json, List<ConfigProblem> problems)
    {
        if (json.Length > LargestFile)
        {
            problems.Add(new(Severity.Error, new(1, 1), "", $"{json.Length} bytes", $"are too many; a brand has at most {LargestFile}", null));
            return null;
        }

        var (value, problem) = LocatedJsonReader.Read(json);
        if (problem is not null) problems.Add(problem);
        if (value is LocatedObject root) return BrandReader.Read(new(root, "", problems, BrandFields.OfFile.Names)) with { Id = id };
        if (value is not null) problems.Add(new(Severity.Error, value.At, "", value.Found, "is not an object; a brand is one { }", null));
        return null;
    }
}
