namespace KpiFunctions.Tests.Docs;

/// <summary>What the docs repeat from the code is written from the code.</summary>
public sealed class GeneratedBlocksTests
{
    [Fact]
    public void Every_block_is_as_the_code_declares_it() =>
        DocPage.All.Select(page => GoldenFile.DifferenceIn($"/{page.Path}", GeneratedBlocks.Written(page.Text))).OfType<string>().ShouldBeEmpty();

    [Fact]
    public void Every_block_of_a_page_is_one_that_there_is() =>
        DocPage.All.SelectMany(page => GeneratedBlocks.NamesIn(page.Text).Except(GeneratedBlocks.All.Keys).Select(name => $"{page.Path}: {name}")).ShouldBeEmpty();

    [Fact]
    public void Every_block_stands_on_a_page() => GeneratedBlocks.All.Keys.Except(DocPage.All.SelectMany(page => GeneratedBlocks.NamesIn(page.Text))).ShouldBeEmpty();

    [Fact]
    public void Only_what_stands_between_the_marks_is_written() =>
        GeneratedBlocks.Written("a\n<!-- generated: commands -->\nold\n<!-- end -->\nb\n").ShouldBe($"a\n<!-- generated: commands -->\n\n{CommandTables.All()}\n<!-- end -->\nb\n");

    [Fact]
    public void Every_kind_of_alert_is_declared() =>
        typeof(Pipeline.Runs.State.AlertKinds).GetFields().Where(field => field.IsLiteral).Select(field => (string)field.GetRawConstantValue()!).ShouldBe(Pipeline.Runs.State.AlertKinds.All, ignoreOrder: true);
}
