using KpiFunctions.Pipeline.Readings;

namespace KpiFunctions.Pipeline.Clients.Parsing;

/// <summary>Reads the sources of a config.</summary>
internal sealed class SourcesReader(IReadOnlyDictionary<string, SourceTraits> sources)
{
    public IReadOnlyList<SourceConfig> Read(ConfigReader file)
    {
        var found = new List<SourceConfig>();
        foreach (var (item, i) in file.List("sources", required: true).Select((item, i) => (item, i)))
        {
            if (file.ObjectOf(item, $"sources[{i}]", ConfigShape.Source) is not { } entry || ReadSource(entry) is not { } source) continue;
            if (found.Any(known => known.Ref == source.Ref))
            {
                entry.Error(entry.At, entry.Path, Shown.InOneLine(source.Ref.ToString()), "stands here twice", "delete one of them");
                continue;
            }

            if (found.Any(known => known.Name == source.Name))
                entry.Warn(entry.At, entry.Path, $"\"{Shown.InOneLine(source.Name)}\"", "is another source's name too: readers cannot tell them apart", "give each a name of its own");
            found.Add(source);
        }

        return found;
    }

    private SourceConfig? ReadSource(ConfigReader entry)
    {
        var type = entry.Text("type", required: true);
        var account = entry.Text("account", required: true);
        var name = entry.Text("name");
        if (type is null) return null;
        if (!sources.TryGetValue(type, out var traits))
        {
            entry.Error(
                entry.Value("type")!.At, entry.FieldPath("type"), $"\"{type}\"",
                $"is not a source; allowed: {string.Join(", ", sources.Keys.Order(StringComparer.Ordinal))}", Names.DidYouMean(type, sources.Keys));
            return null;
        }

        var credential = ReadCredential(entry, traits);
        var url = traits.NeedsUrl ? entry.HttpsAddress("url", required: true, ofServer: true) : null;
        if (!traits.NeedsUrl && entry.Has("url")) entry.Error(entry.PlaceOf("url"), entry.FieldPath("url"), null, $"is not used by {traits.Name}", "delete it");
        var budget = ReadBudget(entry, traits);
        var files = ReadFiles(entry, traits);
        return account is null ? null : new()
        {
            Type = type,
            Account = account,
            // "Files" would tell a reader nothing.
            Name = name ?? (traits.IsFetched ? traits.Name : account),
            Credential = credential,
            Url = url,
            MonthlyBudget = budget,
            Files = files,
            Links = traits.Links,
            IncludesPaid = traits.IncludesPaid,
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

        if (entry.Value("credential", required: traits.AgencyCredential is null) is not { } value) return null;
        if (value is LocatedText { Text: var name } && ConfigShape.IsCredentialName(name)) return name;
        entry.Error(
            value.At, entry.FieldPath("credential"), null,
            "is to be the name of a credential in the vault (letters, digits and hyphens), never the secret itself",
            "put the secret into the vault and write its name here; if this was a real secret, have it replaced");
        return null;
    }

    private static decimal? ReadBudget(ConfigReader entry, SourceTraits traits)
    {
        if (traits.Price is not null) return (decimal?)entry.Number("monthlyBudget", min: 0);
        if (entry.Has("monthlyBudget")) entry.Error(entry.PlaceOf("monthlyBudget"), entry.FieldPath("monthlyBudget"), null, $"is not used by {traits.Name}, which charges nothing for reading", "delete it");
        return null;
    }

    private static FileMap? ReadFiles(ConfigReader entry, SourceTraits traits)
    {
        var posts = ReadColumns(entry, "posts", [.. ConfigShape.PostFields, .. traits.PostMetrics.Select(metric => metric.Key)]);
        var readings = ReadColumns(entry, "readings", [.. ConfigShape.DayFields, .. Metrics.ByKey.Keys]);
        if (!traits.IsFetched) return new(posts, readings, entry.OneOf("network", ExportNetworks.ByName));
        foreach (var name in new[] { "posts", "readings", "network" }.Where(entry.Has))
            entry.Error(entry.PlaceOf(name), entry.FieldPath(name), null, $"says how a file is read, and {traits.Name} is not read from files", "delete it");
        return null;
    }

    private static Dictionary<string, string>? ReadColumns(ConfigReader entry, string name, IReadOnlyList<string> fields)
    {
        if (entry.Object(name, fields) is not { } map) return null;
        return fields.Where(map.Has).Select(field => (Field: field, Column: map.Text(field))).Where(pair => pair.Column is not null).ToDictionary(pair => pair.Field, pair => pair.Column!);
    }
}
