using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace KpiFunctions.Pipeline.Tables;

/// <summary>
/// Builds keys from parts. The service refuses <c>/ \ # ?</c> and control characters; those, the separator and the escape
/// character are written as <c>=</c> and four hexadecimal digits, so that different parts never give the same key.
/// Digits, letters and hyphens are not changed: keys that begin with a day sort by day.
/// </summary>
public static class TableKey
{
    private const char Separator = '|';
    private const int LongestPart = 200;

    /// <summary>The key of some parts, the most general first.</summary>
    public static string Of(params ReadOnlySpan<string> parts)
    {
        var key = new StringBuilder();
        foreach (var part in parts)
        {
            if (key.Length > 0) key.Append(Separator);
            Append(key, part);
        }

        return key.ToString();
    }

    /// <summary>A day as a key's part.</summary>
    public static string Of(DateOnly day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    /// <summary>The filter for all keys of a partition that begin with a part between two others, both included.</summary>
    public static string Between(string partitionKey, string first, string last) =>
        Azure.Data.Tables.TableClient.CreateQueryFilter($"PartitionKey eq {partitionKey} and RowKey ge {first} and RowKey lt {last + '}'}");

    /// <summary>The filter for all keys of a partition that begin with some parts.</summary>
    public static string StartingWith(string partitionKey, string prefix) => Between(partitionKey, prefix, prefix);

    private static void Append(StringBuilder key, string part)
    {
        if (part.Length > LongestPart)
        {
            // Keys are limited to 1 KiB. The hash keeps long parts distinct.
            var digest = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(part)))[..32];
            part = part[..(LongestPart - digest.Length)] + digest;
        }

        foreach (var c in part)
        {
            if (c is '/' or '\\' or '#' or '?' or Separator or '=' or '%' || char.IsControl(c) || char.IsSurrogate(c))
                key.Append(CultureInfo.InvariantCulture, $"={(int)c:X4}");
            else
                key.Append(c);
        }
    }
}
