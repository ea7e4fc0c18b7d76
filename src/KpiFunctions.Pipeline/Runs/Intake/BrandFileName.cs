using KpiFunctions.Pipeline.Clients;
using KpiFunctions.Pipeline.Clients.Parsing;
using KpiFunctions.Pipeline.Runs.State;

namespace KpiFunctions.Pipeline.Runs.Intake;

/// <summary>The parts of the name of a brand's file: <c>{brand}/brand.json</c>, <c>{brand}/digest.html</c> or <c>{brand}/digest.txt</c>.</summary>
/// <param name="Brand">The brand; null where the name has none.</param>
/// <param name="File">One of <see cref="BrandFiles.All"/>; null for any other file.</param>
/// <param name="Problems">What is wrong with the name; empty where it is valid.</param>
internal sealed record BrandFileName(string? Brand, string? File, IReadOnlyList<ConfigProblem> Problems)
{
    private static readonly string Rule = $"a brand's files are named {string.Join(", ", BrandFiles.All.Select(file => $"{{brand}}/{file}"))}";

    /// <summary>
    /// The client under which alerts about the file are recorded: <c>brand:{brand}</c>, which cannot be a client's id;
    /// <see cref="AlertTable.NoClient"/> where the name has no brand.
    /// </summary>
    public static string OwnerOf(string name) => Read(name).Brand is { } brand ? OwnerOfBrand(brand) : AlertTable.NoClient;

    /// <inheritdoc cref="OwnerOf"/>
    public static string OwnerOfBrand(string brand) => $"brand:{brand}";

    public static BrandFileName Read(string name)
    {
        var problems = new List<ConfigProblem>();
        var parts = name.Split('/');
        var (folder, file) = (string.Join('/', parts[..^1]), parts[^1]);
        var brand = parts.Length == 2 && ConfigForms.IsId(folder) ? folder : null;
        if (parts.Length != 2) Refuse(name, $"does not lie in a brand's folder; {Rule}", "put it into the folder that has the brand's id");
        else if (brand is null) Refuse(folder, $"is no brand's id, which {ConfigForms.IdRule}; {Rule}", "name the folder as the clients' configs name the brand");

        var isKnown = BrandFiles.All.Contains(file);
        if (!isKnown) Refuse(file, $"is no file of a brand; {Rule}", Likely(file));
        return new(brand, isKnown ? file : null, problems);

        void Refuse(string found, string message, string? hint) => problems.Add(new(Severity.Error, new(1, 1), "", $"\"{Shown.InOneLine(found)}\"", message, hint) { File = name });
    }

    /// <summary>A suggestion for a mistaken name: Windows hides the second of two extensions, and some editors save HTML as <c>.htm</c>.</summary>
    private static string? Likely(string file)
    {
        var likely = BrandFiles.All.FirstOrDefault(known => file.StartsWith(known, StringComparison.OrdinalIgnoreCase))
            ?? (file.EndsWith(".json", StringComparison.OrdinalIgnoreCase) ? BrandFiles.Face
                : file.EndsWith(".html", StringComparison.OrdinalIgnoreCase) || file.EndsWith(".htm", StringComparison.OrdinalIgnoreCase) ? BrandFiles.Html
                : file.EndsWith(".txt", StringComparison.OrdinalIgnoreCase) ? BrandFiles.Text : null);
        return likely is null ? Names.DidYouMean(file, BrandFiles.All) : $"name it {likely}";
    }
}
