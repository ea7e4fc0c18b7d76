namespace KpiFunctions.Pipeline.Digest.Branding;

/// <summary>A finding's colour, by its class in the templates' dark style, and by the ink and tint of the light one.</summary>
internal sealed record Tone(string Name, string Ink, string Tint)
{
    public static readonly Tone Good = new("good", "#17663a", "#e7f2ea");
    public static readonly Tone Bad = new("bad", "#9c2f1f", "#fbeae6");
    public static readonly Tone Mixed = new("mixed", "#7d5100", "#fbf0da");
    public static readonly Tone Neutral = new("calm", "#46525e", "#edf0f3");
}
