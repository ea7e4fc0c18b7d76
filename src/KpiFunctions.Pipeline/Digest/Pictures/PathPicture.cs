using SkiaSharp;

namespace KpiFunctions.Pipeline.Digest.Pictures;

/// <summary>Draws the way to a target. On one platform the same chart gives the same bytes.</summary>
internal static class PathPicture
{
    /// <summary>The size at which a mail shows it, in CSS pixels: a phone's width, so that its letters stay readable there. It is drawn at twice that, for sharp screens.</summary>
    public const int Width = 320;

    public const int Height = 150;

    private const int Scale = 2;
    private const float Left = 4;
    private const float Right = Width - 4;
    private const float Top = 26;
    private const float Bottom = Height - 26;

    private static readonly SKColor Paper = SKColor.Parse("#ffffff");
    private static readonly SKColor Mute = SKColor.Parse("#52606d");
    private static readonly SKColor Rule = SKColor.Parse("#dfe5ea");

    /// <summary>Shipped with the program: a server has no fonts.</summary>
    private static readonly Lazy<SKTypeface> Letters = new(() =>
        SKTypeface.FromStream(typeof(PathPicture).Assembly.GetManifestResourceStream("Roboto-Regular.ttf")
            ?? throw new InvalidOperationException("The embedded font is missing.")));

    /// <returns>A PNG.</returns>
    public static byte[] Draw(PathChart chart)
    {
        using var surface = SKSurface.Create(new SKImageInfo(Width * Scale, Height * Scale, SKColorType.Rgba8888, SKAlphaType.Opaque));
        var canvas = surface.Canvas;
        canvas.Clear(Paper);
        canvas.Scale(Scale);

        var first = chart.Weeks[0].Day;
        var top = Math.Max(Math.Max(chart.Goal, chart.Asked), chart.Weeks.Max(week => week.Value)) * 1.05;
        float X(DateOnly day) => Left + ((Right - Left) * (day.DayNumber - first.DayNumber) / Math.Max(1, chart.By.DayNumber - first.DayNumber));
        float Y(double value) => Bottom - (float)((Bottom - Top) * Math.Max(0, value) / top);

        using var thin = Line(Rule, 1);
        canvas.DrawLine(Left, Bottom, Right, Bottom, thin);
        DrawPath(canvas, chart, X, Y);
        DrawWeeks(canvas, chart, X, Y);
        Write(canvas, chart.Days(first), Left, Height - 8, SKTextAlign.Left);
        Write(canvas, chart.Days(chart.By), Right, Height - 8, SKTextAlign.Right);

        using var image = surface.Snapshot();
        using var png = image.Encode(SKEncodedImageFormat.Png, 100);
        return png.ToArray();
    }

    /// <summary>The straight way, as far back as the weeks go, and the goal at its end.</summary>
    private static void DrawPath(SKCanvas canvas, PathChart chart, Func<DateOnly, float> x, Func<double, float> y)
    {
        var first = chart.Weeks[0].Day;
        var perDay = (chart.Goal - chart.Asked) / Math.Max(1, chart.By.DayNumber - chart.Today.DayNumber);
        using var dashed = Line(Mute, 1.5f);
        using var dashes = SKPathEffect.CreateDash([5, 4], 0);
        dashed.PathEffect = dashes;
        canvas.DrawLine(x(first), y(chart.Asked - (perDay * (chart.Today.DayNumber - first.DayNumber))), x(chart.By), y(chart.Goal), dashed);
        using var dot = Fill(Mute);
        canvas.DrawCircle(x(chart.By) - 3, y(chart.Goal), 4, dot);
        Write(canvas, chart.Values(chart.Goal), Right, y(chart.Goal) - 9, SKTextAlign.Right);
    }

    /// <summary>The weeks as a line, broken where one is not known, and this week's point.</summary>
    private static void DrawWeeks(SKCanvas canvas, PathChart chart, Func<DateOnly, float> x, Func<double, float> y)
    {
        using var line = Line(SKColor.Parse(chart.Ink), 2.5f);
        for (var i = 1; i < chart.Weeks.Count; i++)
        {
            var (from, to) = (chart.Weeks[i - 1], chart.Weeks[i]);
            if (to.Day.DayNumber - from.Day.DayNumber == 7) canvas.DrawLine(x(from.Day), y(from.Value), x(to.Day), y(to.Value), line);
        }

        using var dot = Fill(SKColor.Parse(chart.Ink));
        foreach (var (day, value) in chart.Weeks) canvas.DrawCircle(x(day), y(value), 2, dot);
        var now = chart.Weeks[^1];
        canvas.DrawCircle(x(now.Day), y(now.Value), 4.5f, dot);

        // Below whatever the line does beside it.
        const float reach = 36;
        var lowest = chart.Weeks.Where(week => x(now.Day) - x(week.Day) < reach).Max(week => y(week.Value));
        Write(canvas, chart.Values(now.Value), x(now.Day), Math.Min(lowest + 19, Bottom - 4), SKTextAlign.Center, SKColor.Parse(chart.Ink));
    }

    /// <summary>The font has no narrow no-break space.</summary>
    private static void Write(SKCanvas canvas, string text, float x, float y, SKTextAlign align, SKColor? ink = null)
    {
        using var font = new SKFont(Letters.Value, 13);
        using var paint = Fill(ink ?? Mute);
        var line = text.Replace('\u202f', '\u00a0');
        var half = font.MeasureText(line) / 2;
        var at = align == SKTextAlign.Center ? Math.Clamp(x, Left + half, Right - half) : x;
        canvas.DrawText(line, at, y, align, font, paint);
    }

    private static SKPaint Line(SKColor colour, float width) => new() { Color = colour, IsStroke = true, StrokeWidth = width, StrokeCap = SKStrokeCap.Round, IsAntialias = true };

    private static SKPaint Fill(SKColor colour) => new() { Color = colour, IsAntialias = true };
}
