namespace KpiFunctions.Pipeline.Periods;

/// <summary>Days in a row, both ends included.</summary>
/// <exception cref="ArgumentException">The last day comes before the first.</exception>
public readonly record struct DayRange
{
    public DayRange(DateOnly first, DateOnly last)
    {
        if (last < first) throw new ArgumentException($"A range cannot end on {last:O} before it begins on {first:O}.");
        First = first;
        Last = last;
    }

    public DateOnly First { get; }

    public DateOnly Last { get; }

    public int Count => Last.DayNumber - First.DayNumber + 1;

    public bool Contains(DateOnly day) => day >= First && day <= Last;

    /// <summary>Every day, in order.</summary>
    public IEnumerable<DateOnly> Each()
    {
        for (var day = First; day <= Last; day = day.AddDays(1)) yield return day;
    }

    /// <summary>The same days as pieces of at most <paramref name="days"/>, in order: for sources that limit a request's window.</summary>
    public IEnumerable<DayRange> InPiecesOf(int days)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(days, 1);
        for (var first = First; first <= Last; first = first.AddDays(days))
        {
            var last = first.AddDays(days - 1);
            yield return new(first, last < Last ? last : Last);
        }
    }

    /// <inheritdoc/>
    public override string ToString() => $"{First:yyyy-MM-dd}..{Last:yyyy-MM-dd}";
}
