using KpiFunctions.Pipeline.Sources.All;

namespace KpiFunctions.Tests.Architecture;

/// <summary>
/// All names that are stored or published: rows, blobs, messages and templates of earlier releases use them. The list is
/// for people to read; renaming a C# member changes none of it, and a new name has to be added to it.
/// </summary>
public sealed class StoredNamesTests
{
    public static TheoryData<string> Types => [.. AllSources.Traits.Keys];

    [Fact]
    public void The_names_are_those_of_the_list()
    {
        var groups = StoredNamesList.Groups().Select(group => $"# {group.Title}\n{string.Concat(group.Names.Select(name => name + "\n"))}");
        GoldenFile.Check("Architecture/Golden/stored-names.txt", string.Join('\n', groups));
    }

    /// <summary>A list a source: a new one changes none of the others.</summary>
    [Theory]
    [MemberData(nameof(Types))]
    public void The_names_of_a_source_are_those_of_its_list(string type) =>
        GoldenFile.Check($"Architecture/Golden/Sources/{type}.txt", string.Concat(StoredNamesList.OfSource(AllSources.Traits[type]).Select(name => name + "\n")));

    [Fact]
    public void Every_list_of_a_source_is_of_one_that_there_is() =>
        Directory.GetFiles(Repository.PathOf("tests", "KpiFunctions.Tests", "Architecture", "Golden", "Sources"), "*.txt").Select(Path.GetFileNameWithoutExtension)
            .Except(AllSources.Traits.Keys).ShouldBeEmpty();

    [Fact]
    public void Every_member_of_a_stored_document_says_its_name() =>
        StoredDocuments.All.SelectMany(document => StoredDocuments.UnnamedOf(document.Type)).Distinct().ShouldBeEmpty();

    [Fact]
    public void Every_member_of_a_templates_model_has_a_name() => TemplateNames.Unnamed().ShouldBeEmpty();

    [Fact]
    public void No_name_is_made_of_a_C_sharp_name() => CSharpNames.InSources().ShouldBeEmpty();

    /// <summary>In lists of words for people the names of C# members are keys of language files, which have a test of their own.</summary>
    [Fact]
    public void No_text_is_made_of_an_enumerations_value_where_something_is_stored() => CSharpNames.OfEnumerations().ShouldBeEmpty();

    [Fact]
    public void A_text_that_is_made_of_an_enumerations_value_is_seen() => CSharpNames.OfEnumerations(typeof(Example)).Count().ShouldBe(3);

    private static class Example
    {
        public static string Plain(Pipeline.Kpis.Gap gap) => gap.ToString();

        public static string? Conditional(Pipeline.Kpis.Gap? gap) => gap?.ToString();

        public static string Interpolated(Pipeline.Kpis.Gap gap) => $"because of {gap}";
    }
}
