using System.Text;
using KpiFunctions.Pipeline.Runs.Intake;
using KpiFunctions.Pipeline.Runs.State;
using KpiFunctions.Tests.Digest.Templating;

namespace KpiFunctions.Tests.Runs.Intake;

public sealed class BrandFileTests
{
    private static readonly BrandFileCheck Check = new(new(new()));

    /// <summary>The trial writes every digest of the sample weeks: the built-in HTML takes 80 MB of short-lived memory.</summary>
    private const long MostOfATrial = 160_000_000;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("atelier/brand.json", "atelier", "brand.json")]
    [InlineData("atelier/digest.html", "atelier", "digest.html")]
    [InlineData("atelier/digest.txt", "atelier", "digest.txt")]
    public void A_name_tells_of_a_brand_and_a_file(string name, string brand, string file)
    {
        var read = BrandFileName.Read(name);
        (read.Brand, read.File).ShouldBe((brand, file));
        read.Problems.ShouldBeEmpty();
        BrandFileName.OwnerOf(name).ShouldBe("brand:" + brand);
    }

    [Theory]
    [InlineData("digest.html", AlertTable.NoClient, "does not lie in a brand's folder", "put it into the folder that has the brand's id")]
    [InlineData("a/b/digest.html", AlertTable.NoClient, "does not lie in a brand's folder", "put it into the folder that has the brand's id")]
    [InlineData("Atelier/digest.html", AlertTable.NoClient, "is no brand's id", "name the folder as the clients' configs name the brand")]
    [InlineData("atelier/mail.html", "brand:atelier", "\"mail.html\" is no file of a brand", "name it digest.html")]
    [InlineData("atelier/digest.htm", "brand:atelier", "\"digest.htm\" is no file of a brand", "name it digest.html")]
    [InlineData("atelier/digest.html.txt", "brand:atelier", "is no file of a brand", "name it digest.html")]
    [InlineData("atelier/Brand.json", "brand:atelier", "is no file of a brand", "name it brand.json")]
    [InlineData("atelier/logo.png", "brand:atelier", "is no file of a brand", null)]
    public void Another_name_is_refused_with_the_likely_mend(string name, string owner, string message, string? hint)
    {
        var verdict = Check.Check(name, Encoding.UTF8.GetBytes("x"), Token);
        verdict.Content.ShouldBeNull();
        verdict.Problems[^1].Message.ShouldContain("a brand's files are named {brand}/brand.json, {brand}/digest.html, {brand}/digest.txt");
        verdict.Problems[^1].ToString().ShouldContain(message);
        verdict.Problems[^1].Hint.ShouldBe(hint);
        BrandFileName.OwnerOf(name).ShouldBe(owner);
    }

    [Fact]
    public void The_sample_brand_is_taken_without_a_word()
    {
        foreach (var file in BrandFiles.All) Told($"atelier/{file}", Written.Sample(file)).ShouldBeEmpty();
    }

    [Fact]
    public void The_built_in_templates_pass_the_trial_with_bounded_work()
    {
        // The first trial of a process also makes the sample weeks.
        Told("house/digest.html", Written.House);
        Allocations.Of(() => Told("house/digest.html", Written.House).ShouldBeEmpty()).ShouldBeLessThan(MostOfATrial);
        Allocations.Of(() => Told("house/digest.txt", Written.HouseText).ShouldBeEmpty()).ShouldBeLessThan(MostOfATrial);
    }

    [Theory]
    [InlineData("{{ provisional }}", "xx/digest.html:5:4: error: A template writes something that this digest does not have; it has to ask first. (in the week '")]
    [InlineData("{{ page.address }}", "without note, logo and links)")]
    [InlineData("<img alt=\"\" src=\"{{ brand.logo | url }}\">", "xx/digest.html:5:")]
    [InlineData("{{ client.name }}", "xx/digest.html:5:")]
    [InlineData("{{ nobody }}", "nobody")]
    [InlineData("<p style=\"color:{{ client | css }}\">x</p>", "is no value for a style")]
    [InlineData("<h1>x</h1>", "there are 2 <h1>; a mail has one")]
    [InlineData("<img src=\"https://agency.example/x.png\">", "an <img> has no alt")]
    public void What_fails_on_some_week_is_told_with_its_place_and_the_week(string body, string problem) =>
        Told("xx/digest.html", Written.Mail("\n" + body)).ShouldContain(line => line.Contains(problem, StringComparison.Ordinal));

    [Fact]
    public void A_mail_that_is_too_large_at_its_shortest_is_told() =>
        Told("xx/digest.html", Written.Mail("<p>" + new string('x', 90_000) + "</p>")).ShouldHaveSingleItem().ShouldContain("The digest has more than 81920 bytes at its shortest");

    [Fact]
    public void A_template_that_never_comes_to_an_end_is_stopped()
    {
        var loops = string.Concat(Enumerable.Range(0, 8).Select(i => $"{{{{ for o{i} in objectives }}}}")) + "x" + string.Concat(Enumerable.Repeat("{{ end }}", 8));
        Told("xx/digest.html", Written.Mail(loops)).ShouldContain(line => line.Contains("steps", StringComparison.Ordinal));
    }

    [Fact]
    public void Tags_that_lie_too_deep_are_told_and_not_parsed() =>
        Told("xx/digest.html", Written.Mail(string.Concat(Enumerable.Repeat("<b>", 20_000)))).ShouldContain(line => line.Contains("lie more than 200 deep", StringComparison.Ordinal));

    [Fact]
    public void A_template_is_strictly_UTF_8_with_or_without_its_mark()
    {
        var text = Encoding.UTF8.GetBytes("{{ client }}");
        Check.Check("xx/digest.txt", text, Token).Problems.ShouldBeEmpty();
        Check.Check("xx/digest.txt", (byte[])[0xEF, 0xBB, 0xBF, .. text], Token).Content!.Value.ToArray().ShouldBe(text);
        Check.Check("xx/digest.txt", (byte[])[.. text, (byte)'\n', 0xE9], Token).Problems.ShouldHaveSingleItem().ToString().ShouldBe("xx/digest.txt:2:1: error: byte 14 (0xE9) is not UTF-8; save the file as UTF-8");
        Told("xx/digest.txt", " \n").ShouldHaveSingleItem().ShouldBe("xx/digest.txt:1:1: error: the file is empty; delete it to have the built-in template");
    }

    [Fact]
    public void A_face_is_read_and_its_warnings_do_not_refuse_it()
    {
        var pale = Check.Check("xx/brand.json", Encoding.UTF8.GetBytes("{ \"name\": \"X\", \"colour\": \"#f2b705\" }"), Token);
        pale.Content.ShouldNotBeNull();
        pale.Problems.ShouldHaveSingleItem().ToString().ShouldStartWith("xx/brand.json:1:26: warning: colour: \"#f2b705\" is hard to read on white: its contrast is 1.8");
        Told("xx/brand.json", "{\n  \"color\": \"#fff\",\n  \"logo\": \"http://x.example/x.png\"\n}").Select(line => line.Split(": error: ")[0]).ShouldBe(["xx/brand.json:2:3", "xx/brand.json:3:11"]);
        Told("xx/brand.json", "[]").ShouldHaveSingleItem().ShouldContain("is not an object; a brand is one { }");
        Told("xx/brand.json", "{").ShouldHaveSingleItem();
        Told("xx/brand.json", new string(' ', 70_000)).ShouldHaveSingleItem().ShouldContain("are too many; a brand has at most 61440");
    }

    /// <summary>The problems of a file, none of which is a warning: it is refused where there is any.</summary>
    private static IReadOnlyList<string> Told(string name, string content)
    {
        var verdict = Check.Check(name, Encoding.UTF8.GetBytes(content), Token);
        (verdict.Content is null).ShouldBe(verdict.Problems.Count > 0);
        return [.. verdict.Problems.Select(problem => problem.ToString())];
    }
}
