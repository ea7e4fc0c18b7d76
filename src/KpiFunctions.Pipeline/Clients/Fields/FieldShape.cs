using System.Text.RegularExpressions;

namespace KpiFunctions.Pipeline.Clients.Fields;

/// <summary>The form that a value has.</summary>
internal abstract record FieldShape
{
    /// <summary>What such a value is, for editors, where it is one of several forms of a field; null where there is nothing to add.</summary>
    public string? Description { get; init; }
}

/// <summary>One line of text, neither empty nor with a space at either end.</summary>
internal record TextShape : FieldShape
{
    /// <summary>The longest text, in UTF-16 code units.</summary>
    public const int LongestText = 200;

    private readonly Regex? regex;

    public TextShape()
    {
    }

    /// <param name="pattern">A regular expression that .NET and JavaScript read alike.</param>
    /// <param name="rule">What the pattern asks for, as a message says it behind the text that was found.</param>
    /// <param name="hint">How to write it; null where the rule says enough.</param>
    public TextShape(string pattern, string rule, string? hint = null)
    {
        (Pattern, Rule, Hint) = (pattern, rule, hint);
        regex = new(pattern, RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant, TimeSpan.FromSeconds(10));
    }

    /// <summary>What docs call it.</summary>
    public virtual string Kind => "text";

    /// <summary>Null where any line will do.</summary>
    public string? Pattern { get; }

    public string Rule { get; } = "";

    public string? Hint { get; }

    /// <summary>Whether a text has the form.</summary>
    public bool Fits(string text) => regex?.IsMatch(text) ?? true;
}

/// <summary>An e-mail address.</summary>
internal sealed record EmailShape() : TextShape(ConfigForms.EmailPattern, "is not an e-mail address", "write it like name@example.com")
{
    /// <inheritdoc/>
    public override string Kind => "e-mail address";
}

/// <summary>A day: <c>2027-03-31</c>.</summary>
internal sealed record DayShape() : TextShape("^(20[0-9]{2}|2100)-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])$", "is not a day", "write year-month-day: 2027-03-31")
{
    // Nothing that is measured lies outside, and the weeks around a day have to exist too.
    public const int EarliestYear = 2000;
    public const int LatestYear = 2100;

    /// <inheritdoc/>
    public override string Kind => "day";
}

/// <summary>An https address.</summary>
/// <param name="IsOfServer">Whether it leads to a server, and has no query and no fragment.</param>
internal sealed record AddressShape(bool IsOfServer = false)
    : TextShape(IsOfServer ? "^[hH][tT][tT][pP][sS]://[^@?#]+$" : "^[hH][tT][tT][pP][sS]://[^@/?#]+([/?#]|$)", "is not an https address", "write it like https://stats.example.com/")
{
    /// <inheritdoc/>
    public override string Kind => "https address";
}

/// <summary>One of some words.</summary>
/// <param name="Words">In the order in which messages list them.</param>
internal record ChoiceShape(IReadOnlyList<string> Words) : FieldShape
{
    /// <summary>What a message says of another word, before the list of the allowed ones.</summary>
    public string Refusal { get; init; } = "is not known; allowed: ";
}

/// <summary>One of some words, each of which stands for a value.</summary>
internal sealed record ChoiceShape<T>(IReadOnlyDictionary<string, T> Values) : ChoiceShape([.. Values.Keys])
    where T : struct
{
    /// <summary>The word that stands for a value.</summary>
    public string WordOf(T value) => Values.Single(pair => pair.Value.Equals(value)).Key;
}

/// <summary>A number.</summary>
/// <param name="Min">The least that is allowed.</param>
/// <param name="Max">The most.</param>
internal sealed record NumberShape(double Min = -NumberShape.Largest, double Max = NumberShape.Largest) : FieldShape
{
    /// <summary>No figure of any client comes near it, and arithmetic stays exact far beyond.</summary>
    public const double Largest = 1e12;

    /// <summary>What a message says of any other number where only whole ones are allowed, before the range; null where fractions are allowed too.</summary>
    public string? WholeRule { get; init; }
}

/// <summary><c>true</c> or <c>false</c>.</summary>
internal sealed record SwitchShape : FieldShape;

/// <summary>An object with declared fields.</summary>
internal sealed record ObjectShape(ConfigObject Object) : FieldShape;

/// <summary>A list; a required one has an entry at least.</summary>
internal sealed record ListShape(FieldShape Item) : FieldShape;

/// <summary>An object that has a value for each account, by the source's type or by <c>type:account</c>.</summary>
internal sealed record ByAccountShape(FieldShape Value) : FieldShape;

/// <summary>One of several forms.</summary>
internal sealed record EitherShape(params IReadOnlyList<FieldShape> Forms) : FieldShape;

/// <summary>An object that has a value for each language of digests, by its code.</summary>
internal sealed record ByLanguageShape(FieldShape Value) : FieldShape
{
    /// <summary>Whether it may have none of them.</summary>
    public bool MayBeEmpty { get; init; }
}

/// <summary>An account that figures come from: its fields depend on the source (<see cref="SourceFields.Of"/>).</summary>
internal sealed record SourceShape : FieldShape;

/// <summary>An objective: its fields depend on the kind (<see cref="ObjectiveFields.Of"/>), and a bare word is one without anything else.</summary>
internal sealed record ObjectiveShape : FieldShape;
