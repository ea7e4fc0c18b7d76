using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;

namespace KpiFunctions.Tests.Sources.Published;

/// <summary>
/// What a platform publishes of an API, as far as it is used here: a file beside this one, which says where it was read.
/// A type is a schema's name, or a JSON type with its format (<c>string int64</c>), with <c>[]</c> for a list of it;
/// schemas between bars are told apart by their <c>$type</c>.
/// </summary>
internal sealed record PublishedApi(
    PublishedSource Source, string Host, IReadOnlyDictionary<string, PublishedMethod> Methods, IReadOnlyDictionary<string, IReadOnlyDictionary<string, string>> Schemas)
{
    private const string Kind = "$type";

    /// <summary>The facts of a file, by its name without the extension.</summary>
    public static PublishedApi Read(string name) =>
        JsonSerializer.Deserialize<PublishedApi>(File.ReadAllText(Repository.PathOf("tests", "KpiFunctions.Tests", "Sources", "Published", name + ".json")), JsonSerializerOptions.Web)!;

    /// <summary>The method that a request is for; null where none is published.</summary>
    public (string Name, PublishedMethod Method)? MethodOf(HttpMethod verb, Uri address) =>
        address.Scheme != Uri.UriSchemeHttps || address.Host != Host ? null
        : Methods.Where(method => method.Value.Verb == verb.Method && method.Value.IsAt(address.AbsolutePath)).Select(method => ((string, PublishedMethod)?)(method.Key, method.Value)).FirstOrDefault();

    /// <summary>What a type of ours has that a published type has not.</summary>
    /// <param name="isSent">Whether it is written, not read.</param>
    /// <param name="used">Takes the published properties that were met.</param>
    public IEnumerable<string> Disagreements(JsonTypeInfo type, string published, bool isSent, ISet<string> used)
    {
        if (published.EndsWith("[]", StringComparison.Ordinal))
            return type.Kind == JsonTypeInfoKind.Enumerable ? Disagreements(type.Options.GetTypeInfo(type.ElementType!), published[..^2], isSent, used) : [$"{type.Type.Name} is no list of {published}"];
        if (published.Contains('|', StringComparison.Ordinal))
            return type.Kind == JsonTypeInfoKind.Object ? type.Properties.Where(property => property.Name != Kind).Select(property => $"{type.Type.Name}.{property.Name} is in no union") : [$"{type.Type.Name} is no object"];
        if (!Schemas.TryGetValue(published, out var schema)) return Fits(type, published, isSent, type.Options.NumberHandling) ? [] : [$"{type.Type.Name} does not hold {published}"];
        if (type.Kind == JsonTypeInfoKind.Dictionary)
        {
            return schema.Where(property => !Fits(type.Options.GetTypeInfo(type.ElementType!), property.Value, isSent, type.Options.NumberHandling)).Select(property => $"{published}.{property.Key} is {property.Value}");
        }

        return type.Kind != JsonTypeInfoKind.Object ? [$"{type.Type.Name} is no {published}"] : type.Properties.SelectMany(property =>
        {
            if (!schema.TryGetValue(property.Name, out var of)) return [Missing(published, property.Name)];
            used.Add($"{published}.{property.Name}");
            var info = type.Options.GetTypeInfo(property.PropertyType);
            return info.Kind == JsonTypeInfoKind.None && !Schemas.ContainsKey(of)
                ? Fits(info, of, isSent, property.NumberHandling ?? type.Options.NumberHandling) ? [] : [$"{published}.{property.Name} is {of}, and {property.PropertyType.Name} here"]
                : Disagreements(info, of, isSent, used);
        });
    }

    /// <summary>What a body has that a published type has not.</summary>
    public IEnumerable<string> Disagreements(JsonElement json, string published, ISet<string> used)
    {
        if (published.EndsWith("[]", StringComparison.Ordinal))
            return json.ValueKind == JsonValueKind.Array ? json.EnumerateArray().SelectMany(item => Disagreements(item, published[..^2], used)) : [$"{json.ValueKind} is no list of {published}"];
        if (published.Contains('|', StringComparison.Ordinal))
            return json.ValueKind == JsonValueKind.Object && json.TryGetProperty(Kind, out var kind) && published.Split(" | ").Contains(kind.GetString()) ? [] : [$"{json} is not one of {published}"];
        if (!Schemas.TryGetValue(published, out var schema)) return Is(json, published) ? [] : [$"{json.ValueKind} is not {published}"];
        if (json.ValueKind != JsonValueKind.Object) return [$"{json.ValueKind} is no {published}"];
        return json.EnumerateObject().SelectMany(property =>
        {
            if (property.Name == Kind && property.Value.GetString() == published) return [];
            if (!schema.TryGetValue(property.Name, out var of)) return [Missing(published, property.Name)];
            used.Add($"{published}.{property.Name}");
            return Disagreements(property.Value, of, used).Select(found => $"{published}.{property.Name}: {found}");
        });
    }

    private string Missing(string schema, string property) => $"{schema}.{property} is not in the facts: if {Source.Address} has it, add it";

    private static bool Fits(JsonTypeInfo info, string published, bool isSent, JsonNumberHandling? handling)
    {
        var type = Nullable.GetUnderlyingType(info.Type) ?? info.Type;
        var isNumber = type == typeof(int) || type == typeof(long) || type == typeof(double);
        return published switch
        {
            "any" => type == typeof(JsonElement),
            "boolean" => type == typeof(bool),
            "string int64" or "string uint64" =>
                type == typeof(JsonElement) || (isNumber && handling?.HasFlag(isSent ? JsonNumberHandling.WriteAsString : JsonNumberHandling.AllowReadingFromString) == true),
            "string date-time" or "string datetime" => type == typeof(string) || type == typeof(DateTimeOffset),
            _ when published.StartsWith("string", StringComparison.Ordinal) => type == typeof(string),
            _ when published.StartsWith("integer", StringComparison.Ordinal) => isNumber,
            _ => false,
        };
    }

    /// <summary>Whether a text has the format of its type.</summary>
    public static bool IsText(string text, string published) => published switch
    {
        "string int64" => long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out _),
        "string uint64" => ulong.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out _),
        "string date-time" or "string datetime" => text.Contains('T', StringComparison.Ordinal) && DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, out _),
        "boolean" => text is "true" or "false",
        _ => true,
    };

    private static bool Is(JsonElement json, string published) => published.Split(' ')[0] switch
    {
        "any" => true,
        "string" => json.ValueKind == JsonValueKind.String && IsText(json.GetString()!, published),
        "integer" => json.ValueKind == JsonValueKind.Number && (published.EndsWith("int32", StringComparison.Ordinal) ? json.TryGetInt32(out _) : json.TryGetInt64(out _)),
        "boolean" => json.ValueKind is JsonValueKind.True or JsonValueKind.False,
        _ => false,
    };
}

/// <summary>Where the facts come from.</summary>
/// <param name="Document">Its name.</param>
/// <param name="Revision">As the document gives it.</param>
/// <param name="Address">Where the platform publishes it.</param>
/// <param name="ReadIn">The copy that was read.</param>
internal sealed record PublishedSource(string Document, string Revision, Uri Address, string ReadIn);

/// <summary>A method.</summary>
/// <param name="Path">With <c>{…}</c> for what stands between two of its letters.</param>
/// <param name="Parameters">Those of the query that are sent here, with their types.</param>
/// <param name="Required">Those that may not be missing.</param>
/// <param name="Body">The schema of what is sent; null where nothing is.</param>
/// <param name="Answer">The schema of what is answered.</param>
internal sealed record PublishedMethod(string Verb, string Path, IReadOnlyDictionary<string, string> Parameters, IReadOnlyList<string> Required, string? Body, string Answer)
{
    /// <summary>Of a parameter that takes only some values, those that are sent here.</summary>
    public IReadOnlyDictionary<string, IReadOnlyList<string>> Values { get; init; } = new Dictionary<string, IReadOnlyList<string>>();

    /// <summary>Of a number, the least and the most that it may be.</summary>
    public IReadOnlyDictionary<string, int[]> Bounds { get; init; } = new Dictionary<string, int[]>();

    public bool IsAt(string path)
    {
        var (start, end) = (Path.IndexOf('{', StringComparison.Ordinal), Path.IndexOf('}', StringComparison.Ordinal));
        return start < 0 ? path == Path
            : path.StartsWith(Path[..start], StringComparison.Ordinal) && path.EndsWith(Path[(end + 1)..], StringComparison.Ordinal)
                && path.Length > Path.Length - (end + 1 - start) && !path[start..^(Path.Length - end - 1)].Contains('/', StringComparison.Ordinal);
    }
}
