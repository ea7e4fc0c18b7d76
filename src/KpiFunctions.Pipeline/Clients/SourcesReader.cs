using KpiFunctions.Pipeline.Readings;

namespace KpiFunctions.Pipeline.Clients;

/// <summary>Reads the sources of a config.</summary>
internal sealed class SourcesReader(IReadOnlyDictionary<string, SourceTraits> sources)
{
    private const int LongestName = 100;

    public IReadOnlyList<SourceConfig> Read(ConfigReader file)
    {
        var found = new List<SourceConfig>();
        foreach (var (item, i) in file.List("sources", required: true).Select((item, i) => (item, i)))
        {
            if (file.ObjectOf(item, $"sources[{i}]", ConfigShape.Source) is not { } entry || ReadSource(entry) is not { } source) continue;
            if (found.Any(known => known.Ref == source.Ref))
                entry.Error(entry.At, entry.Path, source.Ref.ToString(), "stands here twice", "delete one of them");
            else
                found.Add(source);
        }

        return found;
    }

    private SourceConfig? ReadSource(ConfigReader entry)
    {
        var type = entry.Text("type", required: true);
        var account = entry.Text("account", required: true);
        if (type is null) return null;
        if (!sources.TryGetValue(type, out var traits))
        {
            entry.Error(
                entry.Value("type")!.At, entry.FieldPath("type"), $"\"{type}\"",
                $"is not a source; allowed: {string.Join(", ", sources.Keys.Order(StringComparer.Ordinal))}", Names.DidYouMean(type, sources.Keys));
            return null;
        }

        var credential = ReadCredential(entry, traits);
        var url = entry.HttpsAddress("url", required: traits.NeedsUrl);
        if (!traits.NeedsUrl && entry.Has("url")) entry.Error(entry.PlaceOf("url"), entry.FieldPath("url"), null, $"is not used by {traits.Name}", "delete it");
        var files = ReadFiles(entry, traits);
        return account is null ? null : new()
        {
            Type = type,
            Account = account,
            Name = entry.Text("name") ?? traits.Name,
            Credential = credential,
            Url = url,
            Files = files,
        };
    }

    /// <summary>A config names a credential and never holds one: what looks like a secret is not even repeated.</summary>
    private static string? ReadCredential(ConfigReader entry, SourceTraits traits)
    {
        if (!traits.NeedsCredential)
        {
            if (entry.Has("credential")) entry.Error(entry.PlaceOf("credential"), entry.FieldPath("credential"), null, $"is not used by {traits.Name}", "delete it");
            return null;
        }

        if (entry.Value("credential", required: true) is not { } value) return null;
        if (value is LocatedText { Text: var name } && name.Length is > 0 and <= LongestName && name.All(c => char.IsAsciiLetterOrDigit(c) || c == '-') && !LooksLikeASecret(name)) return name;
        entry.Error(
            value.At, entry.FieldPath("credential"), null,
            "is to be the name of a credential in the vault (letters, digits and hyphens), never the secret itself",
            "put the secret into the vault and write its name here; if this was a real secret, have it replaced");
        return null;
    }

    /// <summary>A long stretch of letters and digits without a hyphen is no name that anybody would give.</summary>
    private static bool LooksLikeASecret(string name) => name.Split('-').Any(part => part.Length > 30);

    private static FileMap? ReadFiles(ConfigReader entry, SourceTraits traits)
    {
        var posts = ReadColumns(entry, "posts", [.. ConfigShape.PostFields, .. traits.PostMetrics.Select(metric => metric.Key)]);
        var readings = ReadColumns(entry, "readings", [.. ConfigShape.DayFields, .. Metrics.ByKey.Keys]);
        if (!traits.IsFetched) return new(posts, readings);
        foreach (var name in new[] { "posts", "readings" }.Where(entry.Has))
            entry.Error(entry.PlaceOf(name), entry.FieldPath(name), null, $"is a map of a file's columns, and {traits.Name} is not read from files", "delete it");
        return null;
    }

    private static Dictionary<string, string>? ReadColumns(ConfigReader entry, string name, IReadOnlyList<string> fields)
    {
        if (entry.Object(name, fields) is not { } map) return null;
        return fields.Where(map.Has).Select(field => (Field: field, Column: map.Text(field))).Where(pair => pair.Column is not null).ToDictionary(pair => pair.Field, pair => pair.Column!);
    }
}
