using System.Text.Json;
using KpiFunctions.Pipeline.Delivery.Links;

namespace KpiFunctions.Tests.Delivery.Links;

/// <summary>Keys for tests: each follows from its name.</summary>
internal static class GivenKeys
{
    /// <summary>A ring of keys by these names; the first one signs.</summary>
    public static LinkKeys Of(params string[] names) => LinkKeys.Read(Secret(names));

    /// <summary>The vault's secret for them.</summary>
    public static string Secret(params string[] names) =>
        JsonSerializer.Serialize(new { current = names[0], keys = names.ToDictionary(name => name, Key) });

    /// <summary>A key in base64.</summary>
    public static string Key(string name) => Convert.ToBase64String([.. Enumerable.Range(0, LinkKeys.ShortestKey).Select(index => (byte)(name[index % name.Length] + index))]);
}
