using System.Globalization;
using KpiFunctions.Pipeline.Readings;

namespace KpiFunctions.Pipeline.Clients.Fields;

/// <summary>The fields of an entry of <c>sources</c>.</summary>
internal static class SourceFields
{
    /// <summary>The source's type: which there are depends on the sources that the parser is given.</summary>
    public static readonly ConfigField<TextShape> Type = new("type", Shapes.Line, "The source.")
    {
        IsRequired = true,
        Example = "\"matomo\"",
        Remarks = "See [what each gives](sources/README.md)",
    };

    public static readonly ConfigField<TextShape> Account = new("account", Shapes.Line, "The page, property or site, as the platform identifies it; for `files` a name of your own.")
    {
        IsRequired = true,
        Example = "\"properties/310000001\"",
    };

    public static readonly ConfigField<TextShape> Name = new("name", Shapes.Line, "What the digest calls it.") { Otherwise = "the platform's name; for `files` the `account`", Example = "\"shop.example\"" };

    public static readonly ConfigField<TextShape> Credential = new(
        "credential", new(ConfigForms.CredentialPattern, "is to be the name of a credential"), "The NAME of a credential in the vault, never the secret itself.")
    {
        Otherwise = "the agency's own access",
        Example = "\"meta-agency\"",
        Remarks = "Letters, digits and hyphens; at most 30 letters and digits without a hyphen. See [the agency's own access](sources/README.md#secrets)",
    };

    public static readonly ConfigField<AddressShape> Url = new("url", new(IsOfServer: true), "The server's https address, without a name, a `?` or a `#`.") { Example = "\"https://stats.example.com/\"" };

    public static readonly ConfigField<NumberShape> MonthlyBudget = new(
        "monthlyBudget", Shapes.FromZero, "The most that reading the account may cost in a month, in US dollars. It is never exceeded.")
    {
        Example = "10",
    };

    public static readonly ConfigField<ChoiceShape<ExportNetwork>> Network = new("network", new(ExportNetworks.ByName), "The network whose figures are taken from exports that hold those of both.")
    {
        Otherwise = "such exports are refused",
        Example = "\"instagram\"",
        Remarks = "See [two networks in one file](sources/files.md#two-networks-in-one-file)",
    };

    public static readonly ConfigField<ObjectShape> Posts = new(
        "posts", new(ColumnFields.OfPosts), "Which column of the file is which part of a post; not needed where the file uses these names, or is a known export.")
    {
        Otherwise = "[see below](#the-columns-of-an-export)",
        Example = """{ "id": "Post ID", "published": "Date" }""",
    };

    public static readonly ConfigField<ObjectShape> Readings = new(
        "readings", new(ColumnFields.OfDays), "Which column of the file is which figure of the account's day; not needed where the file uses these names, or is a known export.")
    {
        Otherwise = "[see below](#the-columns-of-an-export)",
        Example = """{ "day": "Date", "followers": "Abonnés" }""",
    };

    /// <summary>Those of all sources.</summary>
    public static readonly ConfigObject All = new("source", Type, Account, Name, Credential, Url, MonthlyBudget, Network, Posts, Readings);

    /// <summary>Fields that not every source uses.</summary>
    private static readonly Dictionary<string, Func<SourceTraits, FieldUse>> Uses = new()
    {
        [Credential.Name] = source => !source.NeedsCredential ? FieldUse.Unused : source.AgencyCredential is null ? FieldUse.Required : FieldUse.Optional,
        [Url.Name] = source => source.NeedsUrl ? FieldUse.Required : FieldUse.Unused,
        [MonthlyBudget.Name] = source => source.Price is null ? FieldUse.Unused : FieldUse.Optional,
        [Network.Name] = OfFiles,
        [Posts.Name] = OfFiles,
        [Readings.Name] = OfFiles,
    };

    /// <summary>Whether a source uses a field.</summary>
    public static FieldUse UseOf(ConfigField field, SourceTraits source) =>
        Uses.TryGetValue(field.Name, out var use) ? use(source) : field.IsRequired ? FieldUse.Required : FieldUse.Optional;

    /// <summary>The fields of one source, with what holds for it alone.</summary>
    public static ConfigObject Of(SourceTraits source) => All with
    {
        Fields =
        [
            .. from field in All.Fields
               let use = UseOf(field, source)
               where use != FieldUse.Unused
               select Specific(field, source) with { IsRequired = use == FieldUse.Required },
        ],
    };

    /// <summary>The columns that a source's exports of posts may have.</summary>
    public static ConfigField<ObjectShape> PostsOf(SourceTraits source) => Posts with { Shape = new(ColumnFields.With(ColumnFields.OfPosts, source.PostMetrics)) };

    /// <summary>The columns that exports of days may have.</summary>
    public static readonly ConfigField<ObjectShape> ReadingsOfAny = Readings with { Shape = new(ColumnFields.With(ColumnFields.OfDays, Metrics.ByKey.Values)) };

    private static ConfigField Specific(ConfigField field, SourceTraits source) => field switch
    {
        _ when field == Type => new ConfigField<ChoiceShape>(field.Name, new([source.Type]), source.Words.Is),
        _ when field == Account => Account with { Description = source.Words.Account, Example = null },
        _ when field == Name => Name with { Example = null },
        _ when field == MonthlyBudget => MonthlyBudget with { Default = source.Price?.DefaultDollars.ToString(CultureInfo.InvariantCulture) },
        _ when field == Posts => PostsOf(source),
        _ when field == Readings => ReadingsOfAny,
        _ => field,
    };

    private static FieldUse OfFiles(SourceTraits source) => source.IsFetched ? FieldUse.Unused : FieldUse.Optional;
}

/// <summary>The columns of an export, by what they hold.</summary>
internal static class ColumnFields
{
    /// <summary>Of an export of posts, besides metrics.</summary>
    public static readonly ConfigObject OfPosts = new("columns of posts", [.. Of("id", "published", "type", "text", "link")]);

    /// <summary>Of an export of days, besides metrics.</summary>
    public static readonly ConfigObject OfDays = new("columns of days", [.. Of("day", "account")]);

    /// <summary>With a column for each metric.</summary>
    public static ConfigObject With(ConfigObject columns, IEnumerable<Metric> metrics) => new(columns.Name, [.. columns.Fields, .. Of([.. metrics.Select(metric => metric.Key)])]);

    private static IEnumerable<ConfigField> Of(params IReadOnlyList<string> names) =>
        names.Select(name => new ConfigField<TextShape>(name, Shapes.Line, $"The header of the column that holds `{name}`."));
}
