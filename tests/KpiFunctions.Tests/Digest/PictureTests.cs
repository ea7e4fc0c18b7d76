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
}
