using KpiFunctions.Pipeline.Periods;
using KpiFunctions.Pipeline.Runs.Intake;
using KpiFunctions.Pipeline.Runs.State;

namespace KpiFunctions.Tests.Runs.Intake;

public sealed class NoteNameTests
{
    private const string Rule = "notes are named {client}/{week}.md, such as shop/2026-W46.md";
    private static readonly DateOnly Today = new(2026, 11, 23);

    [Fact]
    public void A_good_name_tells_client_and_week()
    {
        var name = NoteName.Read("shop/2026-W46.md", Today);
        name.Problems.ShouldBeEmpty();
        (name.Client, name.Week).ShouldBe(("shop", IsoWeek.Parse("2026-W46")));
        NoteName.Of("shop", IsoWeek.Parse("2026-W46")).ShouldBe("shop/2026-W46.md");
    }

    [Theory]
    [InlineData("shop/2026-46.md", $"\"2026-46\" is not an ISO week; {Rule}; name it 2026-W46.md")]
    [InlineData("shop/W46.md", $"\"W46\" is not an ISO week; {Rule}; name it 2026-W46.md")]
    [InlineData("shop/S46.md", $"\"S46\" is not an ISO week; {Rule}; name it 2026-W46.md")]
    [InlineData("shop/2026-w6.md", $"\"2026-w6\" is not an ISO week; {Rule}; name it 2026-W06.md")]
    [InlineData("shop/2026W46.md", $"\"2026W46\" is not an ISO week; {Rule}; name it 2026-W46.md")]
    [InlineData("shop/2026-11-12.md", $"\"2026-11-12\" is not an ISO week; {Rule}; name it 2026-W46.md")]
    [InlineData("shop/2027-W53.md", $"\"2027-W53\" is no week: 2027 has 52; {Rule}")]
    [InlineData("shop/note.md", $"\"note\" is not an ISO week; {Rule}")]
    [InlineData("shop/.md", $"\"\" is not an ISO week; {Rule}")]
    [InlineData("shop/2026-W46.txt", $"\".txt\" is not the extension of a note; {Rule}; save it as plain text, and name it 2026-W46.md")]
    [InlineData("shop/2026-W46.md.txt", $"\".txt\" is not the extension of a note; {Rule}; save it as plain text, and name it 2026-W46.md")]
    [InlineData("shop/2026-W46.MD", $"\".MD\" is not the extension of a note; {Rule}; save it as plain text, and name it 2026-W46.md")]
    [InlineData("2026-W46.md", $"\"2026-W46.md\" does not lie in a client's folder; {Rule}; put it into the folder that has the client's id")]
    [InlineData("shop/notes/2026-W46.md", $"\"shop/notes/2026-W46.md\" does not lie in a client's folder; {Rule}; put it into the folder that has the client's id")]
    [InlineData("The Shop/2026-W46.md", $"\"The Shop\" is no client's id, which may have lower-case letters and digits, and hyphens between them, 2 to 60 in all; {Rule}; look for the id in the client's config")]
    public void Another_name_is_refused_with_what_was_probably_meant(string name, string told) =>
        NoteName.Read(name, Today).Problems.Select(problem => problem.ToString()).ShouldBe(told.Split('|').Select(each => $"{name}:1:1: error: {each}"));

    [Fact]
    public void A_week_53_is_one_where_its_year_has_it() => NoteName.Read("shop/2026-W53.md", Today).Problems.ShouldBeEmpty();

    [Theory]
    [InlineData("shop/2026-W46.md", "shop")]
    [InlineData("shop/anything", "shop")]
    [InlineData("2026-W46.md", "-")]
    [InlineData("The Shop/2026-W46.md", "-")]
    public void A_failure_is_told_of_the_client_that_the_name_tells(string name, string client) => NoteName.ClientOf(name).ShouldBe(client);
}
