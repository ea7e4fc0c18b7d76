namespace KpiFunctions.Pipeline.Digest.Templating;

/// <summary>Where in the markup a piece of code stands.</summary>
internal enum MarkupPlace
{
    Text,
    QuotedAttribute,

    /// <summary>In a tag, but in no quoted value: nothing holds there what a value holds.</summary>
    Tag,

    /// <summary>Between <c>&lt;style&gt;</c> and its end.</summary>
    StyleSheet,
    Comment,
}

/// <summary>A piece of code, braces included.</summary>
/// <param name="Attribute">The attribute whose value it stands in, in lower case.</param>
/// <param name="IsWholeValue">Whether that value holds nothing else.</param>
internal readonly record struct MarkupCode(int Start, int End, MarkupPlace Place, string? Attribute, bool IsWholeValue);

/// <param name="Name">In lower case.</param>
/// <param name="Value">As it is written, without its quotes.</param>
/// <param name="Start">Where the name begins.</param>
/// <param name="End">Behind the closing quote.</param>
internal readonly record struct MarkupAttribute(string Name, string Value, int Start, int End);

/// <summary>A start tag.</summary>
/// <param name="Name">In lower case.</param>
/// <param name="End">Behind its <c>&gt;</c>.</param>
internal sealed record MarkupTag(string Name, int Start, int End, IReadOnlyList<MarkupAttribute> Attributes)
{
    public MarkupAttribute? this[string attribute] => Attributes.Where(each => each.Name == attribute).Select(each => (MarkupAttribute?)each).FirstOrDefault();
}

/// <summary>A <c>&lt;style&gt;</c> with what it holds.</summary>
internal sealed record MarkupStyle(MarkupTag Tag, string Rules, int RulesStart, int End);

/// <summary>
/// The tags and the code of an HTML template. A template is no document yet (its loops stand where no HTML parser would
/// leave them), so it is read as text: far enough to know what each piece of code stands in.
/// </summary>
internal sealed class TemplateMarkup
{
    private readonly string source;
    private readonly List<MarkupTag> tags = [];
    private readonly List<MarkupCode> code = [];
    private readonly List<MarkupStyle> styles = [];
    private int at;

    private TemplateMarkup(string source) => this.source = source;

    /// <summary>Start tags outside comments, in order.</summary>
    public IReadOnlyList<MarkupTag> Tags => tags;

    public IReadOnlyList<MarkupCode> Code => code;

    public IReadOnlyList<MarkupStyle> Styles => styles;

    public static TemplateMarkup Read(string source)
    {
        var markup = new TemplateMarkup(source);
        markup.Read();
        return markup;
    }

    private void Read()
    {
        while (at < source.Length)
        {
            if (Sees("{{")) ReadCode(MarkupPlace.Text);
            else if (Sees("<!--")) ReadUntil("-->", MarkupPlace.Comment);
            else if (source[at] == '<' && at + 1 < source.Length && char.IsAsciiLetter(source[at + 1])) ReadTag();
            else at++;
        }
    }

    private void ReadTag()
    {
        var start = at++;
        var name = ReadWhile(character => char.IsAsciiLetterOrDigit(character) || character is '-' or ':').ToLowerInvariant();
        var attributes = new List<MarkupAttribute>();
        while (at < source.Length && source[at] != '>')
        {
            if (Sees("{{")) ReadCode(MarkupPlace.Tag);
            else if (char.IsWhiteSpace(source[at]) || source[at] is '/' or '"' or '\'' or '=' or '<') at++;
            else attributes.Add(ReadAttribute());
        }

        at = Math.Min(at + 1, source.Length);
        var tag = new MarkupTag(name, start, at, attributes);
        tags.Add(tag);
        if (name is not ("style" or "script")) return;

        var rulesStart = at;
        ReadUntil("</" + name, MarkupPlace.StyleSheet);
        if (name == "style") styles.Add(new(tag, source[rulesStart..Math.Max(rulesStart, at - name.Length - 2)], rulesStart, EndOfTag()));
    }

    private MarkupAttribute ReadAttribute()
    {
        var start = at;
        var name = ReadWhile(character => !char.IsWhiteSpace(character) && character is not ('=' or '>' or '/' or '"' or '\'' or '{')).ToLowerInvariant();
        if (at == start) at++;
        var afterName = at;
        ReadWhile(char.IsWhiteSpace);
        if (at >= source.Length || source[at] != '=')
        {
            at = afterName;
            return new(name, "", start, at);
        }

        at++;
        ReadWhile(char.IsWhiteSpace);
        if (at >= source.Length || source[at] is not ('"' or '\'')) return new(name, ReadBareValue(), start, at);

        var quote = source[at++];
        var valueStart = at;
        var first = code.Count;
        while (at < source.Length && source[at] != quote)
        {
            if (Sees("{{")) ReadCode(MarkupPlace.QuotedAttribute, name);
            else at++;
        }

        for (var i = first; i < code.Count; i++) code[i] = code[i] with { IsWholeValue = code[i].Start == valueStart && code[i].End == at };
        var value = source[valueStart..at];
        at = Math.Min(at + 1, source.Length);
        return new(name, value, start, at);
    }

    private string ReadBareValue()
    {
        var start = at;
        while (at < source.Length && !char.IsWhiteSpace(source[at]) && source[at] != '>')
        {
            if (Sees("{{")) ReadCode(MarkupPlace.Tag);
            else at++;
        }

        return source[start..at];
    }

    private void ReadUntil(string end, MarkupPlace place)
    {
        while (at < source.Length && !SeesAnyCase(end))
        {
            if (Sees("{{")) ReadCode(place);
            else at++;
        }

        at = Math.Min(at + end.Length, source.Length);
    }

    /// <summary>Past the closing braces; a string within the code may hold some.</summary>
    private void ReadCode(MarkupPlace place, string? attribute = null)
    {
        var start = at;
        at += 2;
        char? quote = null;
        while (at < source.Length)
        {
            if (quote is { } open)
            {
                if (source[at] == '\\' && open != '`') at++;
                else if (source[at] == open) quote = null;
            }
            else if (source[at] is '"' or '\'' or '`')
            {
                quote = source[at];
            }
            else if (Sees("}}"))
            {
                break;
            }

            at++;
        }

        at = Math.Min(at + 2, source.Length);
        code.Add(new(start, at, place, attribute, false));
    }

    private int EndOfTag()
    {
        var end = source.IndexOf('>', at);
        return end < 0 ? source.Length : end + 1;
    }

    private string ReadWhile(Func<char, bool> belongs)
    {
        var start = at;
        while (at < source.Length && belongs(source[at])) at++;
        return source[start..at];
    }

    private bool Sees(string text) => source.AsSpan(at).StartsWith(text, StringComparison.Ordinal);

    private bool SeesAnyCase(string text) => source.AsSpan(at).StartsWith(text, StringComparison.OrdinalIgnoreCase);
}
