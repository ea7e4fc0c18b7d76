using System.Text.RegularExpressions;
using KpiFunctions.StorageTwin.Http;

namespace KpiFunctions.StorageTwin.Tables;

/// <summary>What Azure refuses in a row. Azurite accepts part of it.</summary>
internal static partial class RowLimits
{
    /// <summary>1 KiB in UTF-16.</summary>
    private const int LongestKey = 512;

    /// <summary>64 KiB in UTF-16.</summary>
    private const int LongestString = 32 * 1024;

    private const int LongestBinary = 64 * 1024;
    private const int LongestName = 255;
    private const int MostProperties = 252;
    private const int LargestRow = 1024 * 1024;

    private static readonly DateTimeOffset EarliestMoment = new(1601, 1, 1, 0, 0, 0, TimeSpan.Zero);

    public static void CheckKeys(string partitionKey, string rowKey)
    {
        foreach (var key in (ReadOnlySpan<string>)[partitionKey, rowKey])
        {
            if (key.Length > LongestKey)
                throw new ServiceError(400, "KeyValueTooLarge", "The key value exceeds the maximum allowed size (1KB).");
            if (key.Any(c => c is '/' or '\\' or '#' or '?' || char.IsControl(c)))
                throw new ServiceError(400, "OutOfRangeInput", "One of the request inputs is out of range: a key has a character that is not allowed.");
        }
    }

    /// <param name="row">As it will be stored: a merge is measured after it.</param>
    public static void Check(Row row)
    {
        if (row.Properties.Count > MostProperties)
            throw new ServiceError(400, "TooManyProperties", "The entity contains more properties than allowed: 252 beside the system's three.");
        foreach (var (name, value) in row.Properties) Check(name, value);
        if (SizeOf(row) > LargestRow) throw new ServiceError(400, "EntityTooLarge", "The entity is larger than the maximum allowed size (1MB).");
    }

    private static void Check(string name, object value)
    {
        if (name.Length > LongestName) throw new ServiceError(400, "PropertyNameTooLong", "The property name exceeds the maximum allowed length (255).");
        if (!Identifier().IsMatch(name)) throw new ServiceError(400, "PropertyNameInvalid", $"The property name is invalid: {name}");
        if (value is string { Length: > LongestString } or byte[] { Length: > LongestBinary })
            throw new ServiceError(400, "PropertyValueTooLarge", $"The property value exceeds the maximum allowed size (64KB): {name}");
        if (value is DateTimeOffset moment && moment < EarliestMoment)
            throw new ServiceError(400, "OutOfRangeInput", $"One of the request inputs is out of range: {name} lies before the year 1601.");
    }

    /// <summary>The documented formula: 4 bytes, two a character of keys and names, and 8 and the value a property.</summary>
    private static int SizeOf(Row row) =>
        4 + (2 * (row.PartitionKey.Length + row.RowKey.Length)) + row.Properties.Sum(property => 8 + (2 * property.Key.Length) + SizeOf(property.Value));

    private static int SizeOf(object value) => value switch
    {
        string text => 4 + (2 * text.Length),
        byte[] bytes => 4 + bytes.Length,
        Guid => 16,
        int => 4,
        bool => 1,
        _ => 8,
    };

    [GeneratedRegex(@"^[\p{L}_][\p{L}\p{Nd}_]*$", RegexOptions.None, matchTimeoutMilliseconds: 60_000)]
    private static partial Regex Identifier();
}
