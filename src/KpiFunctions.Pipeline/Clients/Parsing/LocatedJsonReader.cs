using System.Text;
using System.Text.Json;

namespace KpiFunctions.Pipeline.Clients.Parsing;

/// <summary>Reads JSON, with comments and trailing commas, into values that know their place.</summary>
internal static class LocatedJsonReader
{
    private const int MaxDepth = 16;

    private static readonly UTF8Encoding StrictUtf8 = new(false, throwOnInvalidBytes: true);

    /// <summary>The file's value, or the one problem that stops reading.</summary>
    public static (LocatedValue? Value, ConfigProblem? Problem) Read(ReadOnlyMemory<byte> file)
    {
        var json = file.Span.StartsWith("\uFEFF"u8) ? file[3..] : file;
        if (json.Span.IndexOfAnyExcept(" \t\r\n"u8) < 0) return (null, new(Severity.Error, new(1, 1), "", null, "the file is empty", null));
        try
        {
            StrictUtf8.GetCharCount(json.Span);
        }
        catch (DecoderFallbackException exception)
        {
            return (null, new(Severity.Error, PlaceOf(json.Span, exception.Index), "", null, "the file is not UTF-8", "save it as UTF-8"));
        }

        var reader = new Utf8JsonReader(json.Span, new JsonReaderOptions { CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true, MaxDepth = MaxDepth });
        try
        {
            reader.Read();
            var value = ReadValue(ref reader, json.Span);

            // Asked once more, the reader refuses whatever stands behind the value.
            reader.Read();
            return (value, null);
        }
        catch (JsonException exception)
        {
            var at = PlaceOf(json.Span, OffsetOf(json.Span, exception));
            return (null, new(Severity.Error, at, "", null, $"the file stops being JSON here: {JsonFaults.Of(exception.Message)}", "look for a missing quote, comma or brace just before"));
        }
        catch (InvalidOperationException)
        {
            // The reader's answer to an escape such as \ud800, which is one half of a pair.
            return (null, new(Severity.Error, PlaceOf(json.Span, (int)reader.TokenStartIndex), "", null, "this text holds half a character, written as \\u…", "write the character itself"));
        }
    }

    private static LocatedValue ReadValue(ref Utf8JsonReader reader, ReadOnlySpan<byte> json)
    {
        var at = PlaceOf(json, (int)reader.TokenStartIndex);
        switch (reader.TokenType)
        {
            case JsonTokenType.StartObject:
                var members = new List<LocatedMember>();
                while (reader.Read() && reader.TokenType != JsonTokenType.EndObject)
                {
                    var (name, nameAt) = (reader.GetString()!, PlaceOf(json, (int)reader.TokenStartIndex));
                    reader.Read();
                    members.Add(new(name, nameAt, ReadValue(ref reader, json)));
                }

                return new LocatedObject(at, members);
            case JsonTokenType.StartArray:
                var items = new List<LocatedValue>();
                while (reader.Read() && reader.TokenType != JsonTokenType.EndArray) items.Add(ReadValue(ref reader, json));
                return new LocatedArray(at, items);
            case JsonTokenType.String:
                return new LocatedText(at, reader.GetString()!);
            case JsonTokenType.Number:
                return new LocatedNumber(at, reader.GetDouble(), Encoding.UTF8.GetString(reader.ValueSpan));
            default:
                return new LocatedLiteral(at, Encoding.UTF8.GetString(reader.ValueSpan));
        }
    }

    /// <summary>The line and the character within it at which a byte stands.</summary>
    private static Place PlaceOf(ReadOnlySpan<byte> json, int offset)
    {
        var before = json[..Math.Min(offset, json.Length)];
        var lineStart = before.LastIndexOf((byte)'\n') + 1;
        return new(before.Count((byte)'\n') + 1, Encoding.UTF8.GetCharCount(before[lineStart..]) + 1);
    }

    private static int OffsetOf(ReadOnlySpan<byte> json, JsonException exception)
    {
        var offset = 0;
        for (var line = exception.LineNumber ?? 0; line > 0; line--) offset += json[offset..].IndexOf((byte)'\n') + 1;
        return offset + (int)(exception.BytePositionInLine ?? 0);
    }
}
