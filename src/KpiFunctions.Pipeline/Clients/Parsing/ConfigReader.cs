using System.Globalization;
using System.Text;
using KpiFunctions.Pipeline.Clients.Fields;

namespace KpiFunctions.Pipeline.Clients.Parsing;

/// <summary>Reads one object of a config field by field and collects what is wrong; a field that is wrong reads as null.</summary>
internal sealed class ConfigReader
{
    private readonly LocatedObject source;
    private readonly List<ConfigProblem> problems;

    /// <param name="known">Every key that the object may have.</param>
    public ConfigReader(LocatedObject source, string path, List<ConfigProblem> problems, IReadOnlyList<string> known)
    {
        (this.source, Path, this.problems) = (source, path, problems);
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var member in source.Members)
        {
            if (!known.Contains(member.Name))
                Error(member.At, FieldPath(member.Name), null, $"is not a field here; allowed: {string.Join(", ", known)}", FieldPlaces.HintFor(member.Name, known) ?? Names.DidYouMean(member.Name, known));
            else if (!seen.Add(member.Name))
                Error(member.At, FieldPath(member.Name), null, "stands here twice", "delete one of them");
        }
    }

    public string Path { get; }

    /// <summary>What was found wrong so far, in the whole file.</summary>
    public List<ConfigProblem> Problems => problems;

    public Place At => source.At;

    public bool Has(string name) => Find(name) is not null;

    public bool Has(ConfigField field) => Has(field.Name);

    public Place PlaceOf(string name) => Find(name)?.At ?? source.At;

    public Place PlaceOf(ConfigField field) => PlaceOf(field.Name);

    /// <summary>A field's value; null where it is missing, which is an error for a required field.</summary>
    public LocatedValue? Value(ConfigField field)
    {
        var value = Value(field.Name);
        if (value is null && field.IsRequired) Error(source.At, FieldPath(field), null, "is missing", null);
        return value;
    }

    /// <summary>A member's value; null where it is missing.</summary>
    public LocatedValue? Value(string name) => Find(name)?.Value;

    public string? Text(ConfigField<TextShape> field) => TextOf(Value(field), FieldPath(field), field.Shape);

    /// <summary>A text of a form.</summary>
    public string? TextOf(LocatedValue? value, string path, TextShape shape)
    {
        if (TextOf(value, path) is not { } text) return null;
        if (shape.Fits(text)) return text;
        Error(value!.At, path, $"\"{text}\"", shape.Rule, shape.Hint);
        return null;
    }

    /// <summary>A text of any form, in one line.</summary>
    public string? TextOf(LocatedValue? value, string path)
    {
        switch (value)
        {
            case null:
                return null;
            case LocatedText { Text: var text } when text.Any(char.IsControl):
                Error(value.At, path, null, "holds a control character, such as a line break", "write it in one line");
                return null;
            case LocatedText { Text.Length: > TextShape.LongestText }:
                Error(value.At, path, null, $"is longer than {TextShape.LongestText} characters", null);
                return null;
            case LocatedText { Text: var text } when text.Trim().Length == 0:
                Error(value.At, path, "\"\"", "is empty", null);
                return null;
            case LocatedText { Text: var text } when text.Trim().Length < text.Length:
                Error(value.At, path, value.Found, "begins or ends with a space", $"write \"{Shown.InOneLine(text.Trim())}\"");
                return null;
            case LocatedText { Text: var text }:
                return text;
            default:
                Error(value.At, path, value.Found, "is not a text; write it in quotes", null);
                return null;
        }
    }

    /// <summary>A text, or one by language of which that one is taken: <c>{ "fr": …, "en": … }</c>.</summary>
    public string? Worded(ConfigField<EitherShape> field, NameLanguage language) => TextOf(InLanguage(Value(field), FieldPath(field), language), FieldPath(field));

    /// <summary>A value itself, or where it is an object by language, the one in that language.</summary>
    public LocatedValue? InLanguage(LocatedValue? value, string path, NameLanguage language)
    {
        if (value is not LocatedObject { Members: var members } words || !members.Any(member => DigestLanguages.Codes.Contains(member.Name))) return value;
        _ = new ConfigReader(words, path, problems, DigestLanguages.Codes);
        var chosen = members.FirstOrDefault(member => member.Name == language.Wanted) ?? members.FirstOrDefault(member => member.Name == language.Own) ?? (language.Own is null ? members[0] : null);
        if (chosen is null) Error(words.At, path, null, $"has no \"{language.Own}\", which is the client's language", $"add \"{language.Own}\": …");
        return chosen?.Value;
    }

    public double? Number(ConfigField<NumberShape> field) => NumberOf(Value(field), FieldPath(field), field.Shape);

    public double? NumberOf(LocatedValue? value, string path, NumberShape shape)
    {
        var hint = value is LocatedText ? "write it without quotes" : null;
        switch (value)
        {
            case null:
                return null;
            case LocatedNumber { Number: var number } when number >= shape.Min && number <= shape.Max && (shape.WholeRule is null || number == Math.Truncate(number)):
                return number;
            case var _ when shape.WholeRule is { } rule:
                Error(value.At, path, value.Found, string.Create(CultureInfo.InvariantCulture, $"{rule}, {shape.Min} to {shape.Max}"), hint);
                return null;
            case LocatedNumber:
                Error(value.At, path, value.Found, $"is not allowed; {shape.Min:0} to {shape.Max:0} is", null);
                return null;
            default:
                Error(value.At, path, value.Found, "is not a number", hint);
                return null;
        }
    }

    /// <summary>The entries of a list, each with its path; none where it is missing or has a mistake.</summary>
    public IEnumerable<(LocatedValue Item, string Path)> List(ConfigField<ListShape> field)
    {
        var path = FieldPath(field);
        switch (Value(field))
        {
            case null:
                return [];
            case LocatedArray { Items: { Count: 0 } } empty when field.IsRequired:
                Error(empty.At, path, "an empty list", "needs at least one entry", null);
                return [];
            case LocatedArray list:
                return list.Items.Select((item, i) => (item, $"{path}[{i}]"));
            case var value:
                Error(value.At, path, value.Found, "is not a list", "put it into [ ]");
                return [];
        }
    }

    public ConfigReader? Object(ConfigField<ObjectShape> field) => ObjectOf(Value(field), FieldPath(field), field.Shape.Object.Names);

    /// <param name="known">Every key that the object may have.</param>
    public ConfigReader? ObjectOf(LocatedValue? value, string path, IReadOnlyList<string> known)
    {
        if (value is LocatedObject found) return new(found, path, problems, known);
        if (value is not null) Error(value.At, path, value.Found, "is not an object", "put it into { }");
        return null;
    }

    public ConfigReader? ObjectOf(LocatedValue? value, string path, ConfigObject declared) => ObjectOf(value, path, declared.Names);

    /// <summary>One of the words of a field.</summary>
    public string? Choice(ConfigField<ChoiceShape> field) => ChoiceOf(Value(field), FieldPath(field), field.Shape);

    public string? ChoiceOf(LocatedValue? value, string path, ChoiceShape shape)
    {
        if (TextOf(value, path) is not { } text) return null;
        if (shape.Words.Contains(text)) return text;
        Error(value!.At, path, $"\"{text}\"", $"{shape.Refusal}{string.Join(", ", shape.Words)}", Names.DidYouMean(text, shape.Words));
        return null;
    }

    /// <summary>What one of the words of a field stands for.</summary>
    public T? OneOf<T>(ConfigField<ChoiceShape<T>> field)
        where T : struct => ChoiceOf(Value(field), FieldPath(field), field.Shape) is { } word ? field.Shape.Values[word] : null;

    /// <summary><c>true</c> or <c>false</c>; false where it is missing or has a mistake, which is reported.</summary>
    public bool Switch(ConfigField<SwitchShape> field)
    {
        switch (Value(field))
        {
            case LocatedLiteral { Literal: "true" }:
                return true;
            case null or LocatedLiteral { Literal: "false" }:
                return false;
            case var value:
                Error(value.At, FieldPath(field), value.Found, "is neither true nor false", value is LocatedText { Text: "true" or "false" } ? "write it without quotes" : null);
                return false;
        }
    }

    public DateOnly? Date(ConfigField<DayShape> field)
    {
        var (value, path) = (Value(field), FieldPath(field));
        if (TextOf(value, path) is not { } text) return null;
        if (!DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day)) Error(value!.At, path, $"\"{text}\"", field.Shape.Rule, field.Shape.Hint);
        else if (day.Year is < DayShape.EarliestYear or > DayShape.LatestYear) Error(value!.At, path, $"\"{text}\"", $"is not between {DayShape.EarliestYear} and {DayShape.LatestYear}", null);
        else return day;
        return null;
    }

    public string? Email(ConfigField<EmailShape> field) => EmailOf(Value(field), FieldPath(field));

    public string? EmailOf(LocatedValue? value, string path)
    {
        if (TextOf(value, path) is not { } text) return null;
        if (Shapes.Email.Fits(text)) return text;
        var hint = Ascii.IsValid(text) ? Shapes.Email.Hint : "write it without accents, and the domain as its registrar does (xn--…)";
        Error(value!.At, path, $"\"{text}\"", Shapes.Email.Rule, hint);
        return null;
    }

    public Uri? HttpsAddress(ConfigField<AddressShape> field)
    {
        var (value, path, shape) = (Value(field), FieldPath(field), field.Shape);
        if (TextOf(value, path) is not { } text) return null;
        var isHttps = Uri.TryCreate(text, UriKind.Absolute, out var uri) && uri.Scheme == Uri.UriSchemeHttps;
        if (isHttps && uri!.UserInfo.Length == 0 && !(shape.IsOfServer && text.AsSpan().ContainsAny('?', '#'))) return uri;

        // What stands before an @ or behind a ? may be a password or a token.
        var mayHoldASecret = text.AsSpan().ContainsAny("@?#");
        Error(
            value!.At, path, mayHoldASecret ? null : $"\"{text}\"",
            isHttps ? "holds more than an address" : shape.Rule,
            mayHoldASecret ? $"{shape.Hint}; if a password or a token stood in it, have it replaced" : shape.Hint);
        return null;
    }

    /// <summary>Whether every entry of a list was read well. Where one was not, what refers to it is not reported as a second mistake.</summary>
    public bool HasAll(ConfigField<ListShape> field, int read) => Value(field.Name) is LocatedArray { Items.Count: > 0 } list && list.Items.Count == read;

    public string FieldPath(ConfigField field) => FieldPath(field.Name);

    /// <param name="name">Also a key that somebody made up.</param>
    public string FieldPath(string name) => Path.Length > 0 ? $"{Path}.{Shown.InOneLine(name)}" : Shown.InOneLine(name);

    /// <summary>A mistake in a field, at its name.</summary>
    public void Error(ConfigField field, string? found, string message, string? hint) => Error(PlaceOf(field), FieldPath(field), found, message, hint);

    public void Error(Place at, string path, string? found, string message, string? hint) => problems.Add(new(Severity.Error, at, path, found, message, hint));

    public void Warn(Place at, string path, string? found, string message, string? hint) => problems.Add(new(Severity.Warning, at, path, found, message, hint));

    private LocatedMember? Find(string name) => source.Members.FirstOrDefault(member => member.Name == name);
}
