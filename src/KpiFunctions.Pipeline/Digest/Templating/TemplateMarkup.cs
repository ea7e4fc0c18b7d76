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
/// <param name="Region">What it stands in, told apart from every other: 0 for the text, another for each value, style sheet, title and comment.</param>
internal readonly record struct MarkupCode(int Start, int End, MarkupPlace Place, string? Attribute, bool IsWholeValue, int Region);

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
/// leave them), so it is read as text: far enough to know what each piece of code stands in. Wherever a browser might read
/// on another way, it is wrong instead: what this sees is what every browser sees.
/// </summary>
internal sealed class TemplateMarkup
{
    private static readonly string[] RawElements = ["style", "script", "title"];

    private readonly string source;
    private readonly IReadOnlyDictionary<int, int> pieces;
    private readonly int end;
    private readonly List<MarkupTag> tags = [];
    private readonly List<MarkupCode> code = [];
    private readonly List<MarkupStyle> styles = [];
    private readonly List<TemplateMarkup> conditional = [];
    private readonly List<(int Offset, string Message)> wrong = [];
    private readonly int text;
    private int regions;
    private int at;

    private TemplateMarkup(string source, IReadOnlyDictionary<int, int> pieces, int start, int end, int text)
    {
        (this.source, this.pieces, at, this.end) = (source, pieces, start, end);
        this.text = regions = text;
    }

    /// <summary>Start tags outside comments, in order.</summary>
    public IReadOnlyList<MarkupTag> Tags => tags;

    /// <summary>All code, that of conditional comments included.</summary>
    public IReadOnlyList<MarkupCode> Code => code;

    public IReadOnlyList<MarkupStyle> Styles => styles;

    /// <summary>What Outlook reads in comments such as <c>&lt;!--[if mso]&gt;</c>.</summary>
    public IReadOnlyList<TemplateMarkup> Conditional => conditional;

    /// <summary>Whether it is the inside of such a comment.</summary>
    public bool IsConditional => text > 0;

    /// <summary>What browsers may read in more than one way, in order.</summary>
    public IReadOnlyList<(int Offset, string Message)> Wrong => wrong;

    public static TemplateMarkup Read(string source)
    {
        var markup = new TemplateMarkup(source, TemplateCode.Read(source), 0, source.Length, 0);
        markup.Read();
        return markup;
    }

    private void Read()
    {
        while (at < end)
        {
            if (TryReadCode(MarkupPlace.Text, text)) continue;
            if (source[at] != '<') at++;
            else if (Sees("<!--") && IsConditional) wrong.Add((at++, "a comment cannot stand in another one"));
            else if (Sees("<!--")) ReadComment();
            else if (IsLetter(at + 1)) ReadTag();
            else if (Sees("</") && IsLetter(at + 2)) ReadEndTag();
            else if (SeesAnyCase("<!doctype")) ReadDoctype();
            else wrong.Add((at++, "'<' begins no tag here; write &lt;"));
        }
    }

    private void ReadTag()
    {
        var start = at++;
        var name = ReadWhile(IsNameCharacter).ToLowerInvariant();
        var attributes = new List<MarkupAttribute>();
        var isClear = at >= end || IsBetween(source[at]) || pieces.ContainsKey(at);
        while (at < end && source[at] != '>')
        {
            if (TryReadCode(MarkupPlace.Tag, text)) continue;
            if (IsBetween(source[at])) at++;
            else if (char.IsAsciiLetter(source[at])) attributes.Add(ReadAttribute(ref isClear));
            else (isClear, at) = (false, at + 1);
        }

        if (at >= end) wrong.Add((start, $"<{name}> is not closed; look for a missing '>' or quotation mark"));
        else if (!isClear) wrong.Add((start, $"<{name}> has something that is no attribute; write attributes as name=\"value\""));
        at = Math.Min(at + 1, end);
        var tag = new MarkupTag(name, start, at, attributes);
        tags.Add(tag);
        if (RawElements.Contains(name)) ReadRaw(tag);
    }

    /// <summary>What holds no tags: it goes on to its own end tag, whatever stands in it.</summary>
    private void ReadRaw(MarkupTag tag)
    {
        var (start, region) = (at, ++regions);
        var place = tag.Name == "title" ? MarkupPlace.Text : MarkupPlace.StyleSheet;
        while (at < end && !(SeesAnyCase("</" + tag.Name) && at + tag.Name.Length + 2 is var after && after < end && IsBetween(source[after])))
            if (!TryReadCode(place, region)) at++;
        if (at >= end) wrong.Add((tag.Start, $"<{tag.Name}> has no </{tag.Name}>"));
        var rules = source[start..at];
        if (at < end) ReadEndTag();
        if (tag.Name == "style") styles.Add(new(tag, rules, start, at));
    }

    private void ReadEndTag()
    {
        var start = at;
        at += 2;
        ReadWhile(IsNameCharacter);
        var isClear = true;
        while (at < end && source[at] != '>')
        {
            if (TryReadCode(MarkupPlace.Tag, text)) continue;
            isClear &= IsSpace(source[at++]);
        }

        if (!isClear || at >= end) wrong.Add((start, "an end tag has a name and '>', and nothing else"));
        at = Math.Min(at + 1, end);
    }

    private void ReadDoctype()
    {
        while (at < end && source[at] != '>')
            if (!TryReadCode(MarkupPlace.Tag, text)) at++;
        at = Math.Min(at + 1, end);
    }

    private MarkupAttribute ReadAttribute(ref bool isClear)
    {
        var start = at;
        var name = ReadWhile(character => IsNameCharacter(character) || character == '.').ToLowerInvariant();
        var afterName = at;
        ReadWhile(IsSpace);
        if (at >= end || source[at] != '=')
        {
            isClear &= afterName >= end || IsBetween(source[afterName]) || pieces.ContainsKey(afterName);
            at = afterName;
            return new(name, "", start, at);
        }

        at++;
        ReadWhile(IsSpace);
        if (at >= end || source[at] is not ('"' or '\'')) return new(name, ReadBareValue(ref isClear), start, at);

        var quote = source[at++];
        var (valueStart, first, region) = (at, code.Count, ++regions);
        while (at < end && source[at] != quote)
            if (!TryReadCode(MarkupPlace.QuotedAttribute, region, name)) at++;

        for (var i = first; i < code.Count; i++) code[i] = code[i] with { IsWholeValue = code[i].Start == valueStart && code[i].End == at };
        var value = source[valueStart..at];
        at = Math.Min(at + 1, end);
        return new(name, value, start, at);
    }

    private string ReadBareValue(ref bool isClear)
    {
        var start = at;
        while (at < end && !IsSpace(source[at]) && source[at] != '>')
        {
            if (TryReadCode(MarkupPlace.Tag, text)) continue;
            isClear &= source[at] is not ('"' or '\'' or '<' or '=' or '`');
            at++;
        }

        return source[start..at];
    }

    /// <summary>A comment ends where browsers end it; Outlook reads the inside of some, which is read once more for it.</summary>
    private void ReadComment()
    {
        var (start, first, region) = (at, code.Count, ++regions);
        at += 2;
        while (at < end && !Sees("-->") && !(at > start + 3 && Sees("--!>")))
            if (!TryReadCode(MarkupPlace.Comment, region)) at++;
        if (at >= end) wrong.Add((start, "the comment has no '-->'"));
        var inside = at;
        at = Math.Min(at + (Sees("--!>") ? 4 : 3), end);

        foreach (var piece in code[first..])
            if (MayEndComment(piece.End)) wrong.Add((piece.Start, "code in a comment is not followed by '>' or '!': with a value that ends in hyphens, it would end the comment"));
        if (SeesAnyCase("<!--[if", start)) ReadConditional(start, inside, first);
    }

    private void ReadConditional(int start, int inside, int first)
    {
        var begin = source.IndexOf("]>", start, inside - start, StringComparison.Ordinal);

        // <!--[if !mso]><!--> has nothing inside: what follows is for all.
        if (begin < 0 || source.AsSpan(begin, inside - begin) is "]><!") return;
        var last = source.LastIndexOf("<![endif]", inside, inside - begin, StringComparison.OrdinalIgnoreCase);
        var inner = new TemplateMarkup(source, pieces, begin + 2, last < 0 ? inside : last, ++regions);
        inner.Read();
        regions = inner.regions;
        conditional.Add(inner);
        wrong.AddRange(inner.wrong);
        for (var i = code.Count - 1; i >= first; i--)
            if (code[i].Start >= begin + 2 && code[i].Start < inner.end) code.RemoveAt(i);
        code.AddRange(inner.code);
    }

    /// <summary>Whether what comes next in the mail may be <c>&gt;</c>, <c>-&gt;</c> or <c>!&gt;</c>.</summary>
    private bool MayEndComment(int after)
    {
        while (after < end && (IsSpace(source[after]) || pieces.ContainsKey(after))) after = pieces.GetValueOrDefault(after, after + 1);
        var rest = source.AsSpan(after, end - after);
        return rest.StartsWith(">") || rest.StartsWith("->") || rest.StartsWith("!");
    }

    private bool TryReadCode(MarkupPlace place, int region, string? attribute = null)
    {
        if (!pieces.TryGetValue(at, out var after)) return false;
        if (place == MarkupPlace.Tag) wrong.Add((at, "code stands in text, or in a value in quotes: alt=\"{{ … }}\""));
        code.Add(new(at, after, place, attribute, false, region));
        at = after;
        return true;
    }

    private string ReadWhile(Func<char, bool> belongs)
    {
        var start = at;
        while (at < end && belongs(source[at])) at++;
        return source[start..at];
    }

    private bool IsLetter(int place) => place < end && char.IsAsciiLetter(source[place]);

    private bool Sees(string expected) => source.AsSpan(at).StartsWith(expected, StringComparison.Ordinal);

    private bool SeesAnyCase(string expected) => SeesAnyCase(expected, at);

    private bool SeesAnyCase(string expected, int place) => source.AsSpan(place).StartsWith(expected, StringComparison.OrdinalIgnoreCase);

    private static bool IsNameCharacter(char character) => char.IsAsciiLetterOrDigit(character) || character is '-' or ':' or '_';

    /// <summary>What HTML takes for space; other languages have more.</summary>
    private static bool IsSpace(char character) => character is ' ' or '\t' or '\n' or '\r' or '\f';

    private static bool IsBetween(char character) => IsSpace(character) || character is '/' or '>';
}
