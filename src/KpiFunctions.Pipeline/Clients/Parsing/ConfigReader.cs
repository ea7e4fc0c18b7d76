using System.Globalization;
using System.Text;

namespace KpiFunctions.Pipeline.Clients.Parsing;

/// <summary>Reads one object of a config field by field and collects what is wrong; a field that is wrong reads as null.</summary>
internal sealed class ConfigReader
{
    private const int LongestText = 200;

    /// <summary>No figure of any client comes near it, and arithmetic stays exact far beyond.</summary>
    private const double LargestNumber = 1e12;

    private const int EarliestYear = 2000;
    private const int LatestYear = 2100;

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
                Error(member.At, FieldPath(member.Name), null, $"is not a field here; allowed: {string.Join(", ", known)}", Names.DidYouMean(member.Name, known));
            else if (!seen.Add(member.Name))
                Error(member.At, FieldPath(member.Name), null, "stands here twice", "delete one of them");
        }
    }

    public string Path { get; }

    /// <summary>What was found wrong so far, in the whole file.</summary>
    public List<ConfigProblem> Problems => problems;

    public Place At => source.At;

    public bool Has(string name) => Find(name) is not null;

    public Place PlaceOf(string name) => Find(name)?.At ?? source.At;

    /// <summary>Where a field's value stands.</summary>
    public LocatedValue? Value(string name, bool required = false)
    {
        var value = Find(name)?.Value;
        if (value is null && required) Error(source.At, FieldPath(name), null, "is missing", null);
        return value;
    }

    public string? Text(string name, bool required = false) => TextOf(Value(name, required), FieldPath(name));

    public string? TextOf(LocatedValue? value, string path)
    {
        switch (value)
        {
            case null:
                return null;
            case LocatedText { Text: var text } when text.Any(char.IsControl):
                Error(value.At, path, null, "holds a control character, such as a line break", "write it in one line");
                return null;
            case LocatedText { Text.Length: > LongestText }:
                Error(value.At, path, null, $"is longer than {LongestText} characters", null);
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

    /// <summary>A text, or one by language of which the client's is taken: <c>{ "fr": …, "en": … }</c>.</summary>
    /// <param name="language">Null where the client's has a mistake: then any will do.</param>
    public string? Worded(string name, string? language, bool required = false) => TextOf(InLanguage(Value(name, required), FieldPath(name), language), FieldPath(name));

    /// <summary>A value itself, or where it is an object by language, the client's.</summary>
    public LocatedValue? InLanguage(LocatedValue? value, string path, string? language)
    {
        if (value is not LocatedObject { Members: var members } words || !members.Any(member => ConfigShape.Languages.Contains(member.Name))) return value;
        _ = new ConfigReader(words, path, problems, ConfigShape.Languages);
        var chosen = members.FirstOrDefault(member => member.Name == language) ?? (language is null ? members[0] : null);
        if (chosen is null) Error(words.At, path, null, $"has no \"{language}\", which is the client's language", $"add \"{language}\": …");
        return chosen?.Value;
    }

    public double? Number(string name, bool required = false, double min = -LargestNumber)
    {
        switch (Value(name, required))
        {
            case null:
                return null;
            case LocatedNumber { Number: var number } when number >= min && number <= LargestNumber:
                return number;
            case LocatedNumber number:
                Error(number.At, FieldPath(name), number.Found, $"is not allowed; {min:0} to {LargestNumber:0} is", null);
                return null;
            case var value:
                Error(value.At, FieldPath(name), value.Found, "is not a number", value is LocatedText ? "write it without quotes" : null);
                return null;
        }
    }

    public IReadOnlyList<LocatedValue> List(string name, bool required = false)
    {
        switch (Value(name, required))
        {
            case null:
                return [];
            case LocatedArray { Items: { Count: 0 } } empty when required:
                Error(empty.At, FieldPath(name), "an empty list", "needs at least one entry", null);
                return [];
            case LocatedArray list:
                return list.Items;
            case var value:
                Error(value.At, FieldPath(name), value.Found, "is not a list", "put it into [ ]");
                return [];
        }
    }

    public ConfigReader? Object(string name, IReadOnlyList<string> known, bool required = false) => ObjectOf(Value(name, required), FieldPath(name), known);

    public ConfigReader? ObjectOf(LocatedValue? value, string path, IReadOnlyList<string> known)
    {
        if (value is LocatedObject found) return new(found, path, problems, known);
        if (value is not null) Error(value.At, path, value.Found, "is not an object", "put it into { }");
        return null;
    }

    public T? OneOf<T>(string name, IReadOnlyDictionary<string, T> allowed, bool required = false)
        where T : struct
    {
        if (Text(name, required) is not { } text) return null;
        if (allowed.TryGetValue(text, out var found)) return found;
        Error(Value(name)!.At, FieldPath(name), $"\"{text}\"", $"is not known; allowed: {string.Join(", ", allowed.Keys)}", Names.DidYouMean(text, allowed.Keys));
        return null;
    }

    public DateOnly? Date(string name, bool required = false)
    {
        if (Text(name, required) is not { } text) return null;
        if (DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day))
        {
            // Nothing that is measured lies outside, and the weeks around it have to exist too.
            if (day.Year is >= EarliestYear and <= LatestYear) return day;
            Error(Value(name)!.At, FieldPath(name), $"\"{text}\"", $"is not between {EarliestYear} and {LatestYear}", null);
            return null;
        }

        Error(Value(name)!.At, FieldPath(name), $"\"{text}\"", "is not a day", "write year-month-day: 2027-03-31");
        return null;
    }

    public string? Email(string name, bool required = false) => EmailOf(Value(name, required), FieldPath(name));

    public string? EmailOf(LocatedValue? value, string path)
    {
        if (TextOf(value, path) is not { } text) return null;
        if (ConfigShape.IsEmail(text)) return text;
        var hint = Ascii.IsValid(text) ? "write it like name@example.com" : "write it without accents, and the domain as its registrar does (xn--…)";
        Error(value!.At, path, $"\"{text}\"", "is not an e-mail address", hint);
        return null;
    }

    /// <param name="ofServer">Whether it leads to a server and nothing behind it.</param>
    public Uri? HttpsAddress(string name, bool required = false, bool ofServer = false)
    {
        if (Text(name, required) is not { } text) return null;
        var isHttps = Uri.TryCreate(text, UriKind.Absolute, out var uri) && uri.Scheme == Uri.UriSchemeHttps;
        if (isHttps && uri!.UserInfo.Length == 0 && !(ofServer && text.AsSpan().ContainsAny('?', '#'))) return uri;

        // What stands before an @ or behind a ? may be a password or a token.
        var mayHoldASecret = text.AsSpan().ContainsAny("@?#");
        Error(
            Value(name)!.At, FieldPath(name), mayHoldASecret ? null : $"\"{text}\"",
            isHttps ? "holds more than an address" : "is not an https address",
            mayHoldASecret ? "write it like https://stats.example.com/; if a password or a token stood in it, have it replaced" : "write it like https://stats.example.com/");
        return null;
    }

    /// <summary>Whether every entry of a list was read well. Where one was not, what refers to it is not told as a second mistake.</summary>
    public bool HasAll(string name, int read) => Find(name)?.Value is LocatedArray { Items.Count: > 0 } list && list.Items.Count == read;

    /// <param name="name">Also a key that somebody made up.</param>
    public string FieldPath(string name) => Path.Length > 0 ? $"{Path}.{Shown.InOneLine(name)}" : Shown.InOneLine(name);

    public void Error(Place at, string path, string? found, string message, string? hint) => problems.Add(new(Severity.Error, at, path, found, message, hint));

    public void Warn(Place at, string path, string? found, string message, string? hint) => problems.Add(new(Severity.Warning, at, path, found, message, hint));

    private LocatedMember? Find(string name) => source.Members.FirstOrDefault(member => member.Name == name);
}
