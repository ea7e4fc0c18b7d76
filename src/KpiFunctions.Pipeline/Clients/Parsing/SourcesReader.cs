using KpiFunctions.Pipeline.Clients.Fields;
using KpiFunctions.Pipeline.Readings;

namespace KpiFunctions.Pipeline.Clients.Parsing;

/// <summary>Reads the sources of a config.</summary>
internal sealed class SourcesReader(IReadOnlyDictionary<string, SourceTraits> sources)
{
    private ChoiceShape Types => new([.. sources.Keys.Order(StringComparer.Ordinal)]) { Refusal = "is not a source; allowed: " };

    public IReadOnlyList<SourceConfig> Read(ConfigReader file)
    {
        var found = new List<SourceConfig>();
        foreach (var (item, path) in file.List(ClientFields.Sources))
        {
            if (file.ObjectOf(item, path, SourceFields.All) is not { } entry || ReadSource(entry) is not { } source) continue;
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
        var type = entry.Text(SourceFields.Type);
        var account = entry.Text(SourceFields.Account);
        var name = entry.Text(SourceFields.Name);
        if (type is null || entry.ChoiceOf(entry.Value(SourceFields.Type), entry.FieldPath(SourceFields.Type), Types) is null) return null;
        var traits = sources[type];
        var credential = ReadCredential(entry, SourceFields.UseOf(SourceFields.Credential, traits));
        var url = Uses(SourceFields.Url) ? entry.HttpsAddress(SourceFields.Url with { IsRequired = true }) : null;
        var budget = Uses(SourceFields.MonthlyBudget) ? (decimal?)entry.Number(SourceFields.MonthlyBudget) : null;
        var files = traits.IsFetched ? null : ReadFiles(entry, traits);
        foreach (var field in SourceFields.All.Fields.Where(field => !Uses(field) && entry.Has(field))) entry.Error(field, null, WhyUnused(field, traits), "delete it");
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
            PostsKeepGrowing = traits.PostsKeepGrowing,
            Links = traits.Links,
            IncludesPaid = traits.IncludesPaid,
        };

        bool Uses(ConfigField field) => SourceFields.UseOf(field, traits) != FieldUse.Unused;
    }

    /// <summary>A config names a credential and never holds one: what looks like a secret is not even repeated.</summary>
    private static string? ReadCredential(ConfigReader entry, FieldUse use)
    {
        if (use == FieldUse.Unused || entry.Value(SourceFields.Credential with { IsRequired = use == FieldUse.Required }) is not { } value) return null;
        if (value is LocatedText { Text: var name } && SourceFields.Credential.Shape.Fits(name)) return name;
        entry.Error(
            value.At, entry.FieldPath(SourceFields.Credential), null,
            "is to be the name of a credential in the vault (letters, digits and hyphens), never the secret itself",
            "put the secret into the vault and write its name here; if this was a real secret, have it replaced");
        return null;
    }

    private static string WhyUnused(ConfigField field, SourceTraits traits) => field switch
    {
        _ when field == SourceFields.MonthlyBudget => $"is not used by {traits.Name}, which charges nothing for reading",
        _ when field == SourceFields.Posts || field == SourceFields.Readings || field == SourceFields.Network => $"says how a file is read, and {traits.Name} is not read from files",
        _ => $"is not used by {traits.Name}",
    };

    private static FileMap ReadFiles(ConfigReader entry, SourceTraits traits) => new(
        ReadColumns(entry, SourceFields.PostsOf(traits)), ReadColumns(entry, SourceFields.ReadingsOfAny), entry.OneOf(SourceFields.Network));

    private static Dictionary<string, string>? ReadColumns(ConfigReader entry, ConfigField<ObjectShape> field)
    {
        if (entry.Object(field) is not { } map) return null;
        return field.Shape.Object.Fields.Cast<ConfigField<TextShape>>()
            .Where(map.Has).Select(column => (column.Name, Header: map.Text(column)))
            .Where(pair => pair.Header is not null).ToDictionary(pair => pair.Name, pair => pair.Header!);
    }
}
