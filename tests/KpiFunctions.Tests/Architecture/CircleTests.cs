namespace KpiFunctions.Tests.Architecture;

/// <summary>
/// What needs each other can be neither read nor changed alone: the arrows between the folders of a project go one way,
/// and so do those between its files, but for a few that say why.
/// </summary>
public sealed class CircleTests
{
    /// <summary>Circles among files that stay, each with its reason.</summary>
    private static readonly (string Reason, string[] Files)[] KnownFiles =
    [
        ("A lease is given by the table and written back through it.", ["AccountLease.cs", "CursorTable.cs"]),
        ("A column's form is found in its cells, which are then read by it.", ["Cells.cs", "FileColumns.cs", "TableScan.cs"]),
        ("An account keeps its weeks, which read the account.", ["AccountData.cs", "AccountWeek.cs"]),
        ("An object is a field's form, and has fields.", ["ConfigField.cs", "FieldShape.cs"]),
        ("A figure's trace names what was advised on it, and advice cites figures: the model's own vocabulary.", ["Advice.cs", "Kpi.cs", "KpiTrace.cs"]),
    ];

    private static readonly Lazy<SourceArrows> Sources = new(() => SourceArrows.Of(
        Repository.Sources("src").Select(path => (Path.GetRelativePath(Repository.PathOf("src"), path), File.ReadAllText(path)))));

    [Fact]
    public void Folders_of_the_projects_know_each_other_one_way() =>
        Lines(SourceArrows.Circles(Sources.Value.Folders).Select(circle => circle.Select(space => space["KpiFunctions.".Length..])))
            .ShouldBeEmpty("a circle among folders: move what both sides need below them");

    [Fact]
    public void Files_know_each_other_one_way_but_for_a_few()
    {
        Lines(SourceArrows.Circles(Sources.Value.Files).Select(circle => circle.Select(file => Path.GetFileName(file)).Order(StringComparer.Ordinal)))
            .ShouldBe(Lines(KnownFiles.Select(known => known.Files)), ignoreOrder: true, "a new circle: give what both sides need a file of its own; or one is gone: take it out of the list");
        KnownFiles.Length.ShouldBeLessThanOrEqualTo(5);
    }

    [Fact]
    public void A_circle_is_found_whichever_way_it_goes()
    {
        var arrows = SourceArrows.Of(
        [
            ("A.cs", "using N.Two;\nnamespace N.One;\npublic sealed class Ann { const int Least = Ben.Least; }"),
            ("B.cs", "namespace N.Two;\ninternal static class Ben { public const int Least = 1; Of(Cat c) { } }"),
            ("C.cs", "using N.One;\nnamespace N.Two;\npublic record Cat(Ann Whole)\n{\n    private sealed class Log;\n}"),
            ("D.cs", "using N.Two;\nnamespace N;\n// names Ben\ninternal sealed class Dan { string Text = \"Ben\"; Log log; }"),
        ]);
        SourceArrows.Circles(arrows.Files).ShouldHaveSingleItem().ShouldBe(["A.cs", "B.cs", "C.cs"]);
        SourceArrows.Circles(arrows.Folders).ShouldHaveSingleItem().ShouldBe(["N.One", "N.Two"]);
        arrows.Files["D.cs"].ShouldBeEmpty();
    }

    private static IEnumerable<string> Lines(IEnumerable<IEnumerable<string>> circles) => circles.Select(circle => string.Join(", ", circle));
}
