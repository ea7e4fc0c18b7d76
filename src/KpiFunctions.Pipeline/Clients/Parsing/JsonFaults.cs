namespace KpiFunctions.Pipeline.Clients.Parsing;

/// <summary>Says in plain words why a file stops being JSON. The reader's own words are about its insides, and repeat the rest of the file behind a bare word.</summary>
internal static class JsonFaults
{
    private const string Other = "something is missing, or is too much";

    /// <summary>What the reader's message contains, and what it means; the first that fits counts.</summary>
    private static readonly IReadOnlyList<(string Contains, string Means)> Known =
    [
        ("is an invalid JSON literal", "a word stands here without quotes"),
        ("Expected depth to be zero", "the file ends before its last bracket is closed"),
        ("invalid escapable character", "a backslash in a text is written twice"),
        ("within a JSON string", "a text holds a character that it may not; its closing quote may be missing"),
        ("end of string", "the closing quote of a text is missing"),
        ("end of comment", "the end of a remark is missing"),
        ("beginning of the comment", "a remark begins with two slashes"),
        ("invalid start of a property name", "the name of a field, in quotes, is expected"),
        ("after a property name", "a colon is missing behind the name of a field"),
        ("following a property name", "a value is expected"),
        ("invalid start of a value", "a value is expected"),
        ("after a single JSON value", "something stands behind the end of the config"),
        ("Expected either ','", "a comma is missing, or a bracket"),
        ("without a matching open", "this bracket does not fit one that is open"),
        ("does not contain any JSON tokens", "the file holds nothing but remarks"),
        ("maximum configured depth", "too many brackets are open within each other"),
        ("number", "a number is not written as one"),
        ("digit", "a number is not written as one"),
        ("trailing comma", "a comma stands where nothing follows"),
        ("end of data", "the file ends too early"),
    ];

    /// <summary>The meaning of a message of the reader.</summary>
    public static string Of(string message) => Known.FirstOrDefault(fault => message.Contains(fault.Contains, StringComparison.OrdinalIgnoreCase)).Means ?? Other;
}
