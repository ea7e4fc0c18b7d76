namespace KpiFunctions.Simulator.World;

/// <summary>
/// What people write: sentences put together from pieces. Some carry what breaks careless readers: ampersands, quotes,
/// angle brackets, emoji, a right-to-left word, a cell that looks like a formula.
/// </summary>
internal sealed record Texts
{
    /// <summary>Sentences with <c>{0}</c> for one of <see cref="Things"/>.</summary>
    public required IReadOnlyList<string> Openings { get; init; }

    public required IReadOnlyList<string> Things { get; init; }

    public required IReadOnlyList<string> Closings { get; init; }

    /// <summary>Openings for the weeks before Christmas; the others serve where there are none.</summary>
    public IReadOnlyList<string> Advent { get; init; } = [];

    public required IReadOnlyList<string> Questions { get; init; }

    public required IReadOnlyList<string> Remarks { get; init; }

    /// <summary>Sentences with <c>{0}</c> for the page's name.</summary>
    public required IReadOnlyList<string> Mentions { get; init; }

    /// <summary>Pages that name this one: shops and clubs, nobody in person.</summary>
    public required IReadOnlyList<string> Neighbours { get; init; }

    public string Post(Dice dice, DateOnly day)
    {
        var advent = day is { Month: 11, Day: >= 15 } or { Month: 12, Day: <= 24 };
        var openings = advent && Advent.Count > 0 && dice.Happens(0.6) ? Advent : Openings;
        return $"{string.Format(dice.Pick(openings), dice.Pick(Things))} {dice.Pick(Closings)}";
    }

    public string Comment(Dice dice) => dice.Pick(dice.Happens(0.3) ? Questions : Remarks);

    public string Mention(Dice dice, string name) => string.Format(dice.Pick(Mentions), name);
}
