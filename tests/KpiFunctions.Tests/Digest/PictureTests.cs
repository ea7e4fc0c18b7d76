using AngleSharp.Dom;
using KpiFunctions.Pipeline.Delivery;
using KpiFunctions.Pipeline.Digest.Pictures;

namespace KpiFunctions.Tests.Digest;

/// <summary>The pictures that go with a mail.</summary>
public sealed class PictureTests
{
    private static readonly PathChart Chart = new(
        [.. Enumerable.Range(0, 13).Where(week => week != 4).Select(week => (HandMade.Week.Plus(week - 12).Sunday, 14_000.0 + (week * 100)))],
        HandMade.Week.Sunday, 17_307, new(2027, 3, 31), 20_000, "#9c2f1f", value => $"{value:0}", day => $"{day:d}");

    [Fact]
    public void A_picture_is_a_png_of_twice_the_size_that_it_is_shown_in()
    {
        var png = PathPicture.Draw(Chart);
        png[..8].ShouldBe([0x89, (byte)'P', (byte)'N', (byte)'G', 0x0D, 0x0A, 0x1A, 0x0A]);
        (BitConverter.ToInt32([png[19], png[18], png[17], png[16]]), BitConverter.ToInt32([png[23], png[22], png[21], png[20]]))
            .ShouldBe((2 * PathPicture.Width, 2 * PathPicture.Height));
        png.Length.ShouldBeLessThan(40_000);
    }

    [Fact]
    public void The_same_chart_is_the_same_picture_and_another_one_is_another()
    {
        PathPicture.Draw(Chart).ShouldBe(PathPicture.Draw(Chart));
        PathPicture.Draw(Chart with { Goal = 30_000 }).ShouldNotBe(PathPicture.Draw(Chart));
    }

    [Fact]
    public void Odd_figures_are_drawn_all_the_same()
    {
        PathPicture.Draw(Chart with { Weeks = [.. Chart.Weeks.Take(1)] }).ShouldNotBeEmpty();
        PathPicture.Draw(Chart with { By = Chart.Today, Goal = 0, Asked = 0, Weeks = [.. Chart.Weeks.Select(week => (week.Day, 0.0))] }).ShouldNotBeEmpty();
    }

    [Fact]
    public void Every_picture_of_the_mail_is_attached_under_the_name_that_the_mail_calls_it()
    {
        var client = new HandMade("fr").Client();
        var digest = GoldenDigestTests.Render("busy", "fr");
        var mail = DigestMail.Of(new(client, HandMade.Week, client.Recipients[0], digest));
        var called = OutsidersTests.Parse(mail.HtmlContent).QuerySelectorAll("img").Select(image => image.GetAttribute("src")).ToList();
        called.ShouldNotBeEmpty();
        mail.Attachments.Select(attachment => "cid:" + attachment.ContentId).ShouldBe(called);
        mail.Attachments.ShouldAllBe(attachment => attachment.Disposition == "inline" && attachment.Type == "image/png" && Convert.FromBase64String(attachment.Content).Length > 1_000);
    }

    [Fact]
    public void A_picture_says_in_words_what_it_shows() =>
        OutsidersTests.Parse(GoldenDigestTests.Render("busy", "fr").Html).QuerySelector("img")!.GetAttribute("alt").ShouldBe(
            "Graphique\u00a0: Personnes touchées, Facebook, de 15\u202f100 le 23\u00a0août à 18\u202f400 le 15\u00a0novembre\u202f; un chemin régulier vers 20\u202f000 le 31\u00a0mars\u00a02027 demanderait 15\u202f750 à ce jour.");
}
