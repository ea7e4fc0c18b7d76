namespace KpiFunctions.Pipeline.Digest.Writing;

/// <summary>
/// A sentence of a digest, or a part of one, with the data that it was written from. Templates see the text alone;
/// with the data beside it, anybody can check that the text is true.
/// </summary>
/// <param name="About">The objective's key, and its figure where there is one: <c>sales/conversions/</c>; empty where it is about the whole week.</param>
/// <param name="Key">The text's key in the language's file.</param>
/// <param name="Text">As it is read, but for a capital letter; a longer sentence may contain it.</param>
/// <param name="Data">What it says, and what it rests on without saying it.</param>
internal sealed record Sentence(string About, string Key, string Text, IReadOnlyList<Datum> Data);

/// <summary>A fact of a sentence: a number, a range, days, or a word.</summary>
/// <param name="Name">The placeholder that it fills, or a name of its own.</param>
/// <param name="Written">As the sentence says it; null where the sentence rests on it without saying it.</param>
internal sealed record Datum(string Name, string? Written)
{
    /// <summary>Unrounded; a share from 0 to 1.</summary>
    public double? Number { get; init; }

    /// <summary>Both ends unrounded.</summary>
    public (double Low, double High)? Range { get; init; }

    public IReadOnlyList<DateOnly> Days { get; init; } = [];

    /// <summary>Whether it is a sentence with data of its own.</summary>
    public bool IsPart { get; init; }

    /// <summary>A name, or a word of the pipeline's own such as a verdict.</summary>
    public string? Word { get; init; }

    /// <summary>Something that the sentence rests on without saying it.</summary>
    public static Datum Unsaid(string name, double? number) => new(name, null) { Number = number };

    /// <inheritdoc cref="Unsaid(string, double?)"/>
    public static Datum Unsaid(string name, string word) => new(name, null) { Word = word };

    /// <summary>A name, which stands in the sentence as it is.</summary>
    public static Datum Named(string name, string word) => new(name, word) { Word = word };

    /// <summary>A part of the sentence that has data of its own.</summary>
    public static Datum Part(string name, string words) => new(name, words) { IsPart = true };

    public static Datum Day(string name, string written, DateOnly day) => new(name, written) { Days = [day] };
}
