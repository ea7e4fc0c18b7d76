using System.Globalization;
using KpiFunctions.Pipeline.Clients;
using KpiFunctions.Pipeline.Clients.Fields;
using KpiFunctions.Pipeline.Sources.All;
using KpiFunctions.Tests.Clients.Declared;

namespace KpiFunctions.Tests.Docs;

/// <summary>Tables of the fields of configs.</summary>
internal static class FieldTables
{
    /// <summary>A table for each object, by its name. Columns of exports are explained by hand, in one table.</summary>
    public static IEnumerable<KeyValuePair<string, Func<string>>> All => ConfigObjects.All
        .Where(declared => declared != ColumnFields.OfPosts && declared != ColumnFields.OfDays)
        .Select(declared => KeyValuePair.Create<string, Func<string>>(declared.Name, () => Of(declared)));

    /// <summary>What each kind of objective is, and the figures that it rests on.</summary>
    public static string Objectives() => Markdown.Table(
        ["`objective`", "the client wants", "measured by"],
        Pipeline.Kpis.Engine.Objectives.Traits.Select(kind => (IReadOnlyList<string>)
        [
            Markdown.Code(kind.Key),
            ObjectiveFields.Wishes[kind.Kind],
            kind.Kind == ObjectiveKind.Custom ? "its `kpis`" : Markdown.Codes(kind.Primary.Select(figure => figure.Name)),
        ]));

    private static string Of(ConfigObject declared) => Markdown.Table(
        ["field", "type", "meaning", "default", "example"],
        declared.Fields.Select(field => (IReadOnlyList<string>)[Markdown.Code(field.Name), TypeOf(declared, field), MeaningOf(declared, field), DefaultOf(declared, field), field.Example is { } example ? Markdown.Code(example) : ""]));

    private static string TypeOf(ConfigObject declared, ConfigField field) =>
        declared == SourceFields.All && field == SourceFields.Type ? Markdown.Codes(Variants(declared).Select(variant => variant.Name)) : TypeOf(field.Form, field);

    private static string TypeOf(FieldShape shape, ConfigField field) => shape switch
    {
        TextShape text => text.Kind,
        ChoiceShape choice => Markdown.Codes(choice.Words),
        NumberShape { WholeRule: not null } whole => string.Create(CultureInfo.InvariantCulture, $"whole number, {whole.Min} to {whole.Max}"),
        SwitchShape => "`true` or `false`",
        NumberShape { Min: 0 } => "number, 0 or more",
        NumberShape => "number",
        ObjectShape declared when declared.Object == ColumnFields.OfPosts || declared.Object == ColumnFields.OfDays => "[object](#the-columns-of-an-export)",
        ObjectShape => $"[object](#{field.Name.ToLowerInvariant()})",
        ListShape list => $"list: {TypeOf(list.Item, field)}",
        ByAccountShape accounts => $"by account: {TypeOf(accounts.Value, field)}",
        ByLanguageShape => "by language",
        EitherShape either => string.Join(" or ", either.Forms.Select(form => TypeOf(form, field))),
        SourceShape => "[source](#sources)",
        ObjectiveShape => "[objective](#objectives)",
        _ => throw new NotSupportedException($"{shape.GetType()} has no name in docs."),
    };

    private static string MeaningOf(ConfigObject declared, ConfigField field)
    {
        var (used, all) = (Variants(declared).Where(variant => variant.Fields.Names.Contains(field.Name)).Select(variant => variant.Name).ToList(), Variants(declared).Select(variant => variant.Name).ToList());
        var where = used.Count == all.Count ? "" : used.Count * 2 <= all.Count ? $" Only for {Markdown.Codes(used)}." : $" Not for {Markdown.Codes(all.Except(used))}.";
        return Markdown.Escaped(field.Description + where + (field.Remarks is { } remarks ? $" {remarks}." : ""));
    }

    private static string DefaultOf(ConfigObject declared, ConfigField field)
    {
        if (field.IsRequired) return "*required*";
        var places = Variants(declared).Select(variant => (variant.Name, Field: variant.Fields.Fields.FirstOrDefault(own => own.Name == field.Name))).Where(variant => variant.Field is not null).ToList();
        string[] required = [.. places.Where(place => place.Field!.IsRequired).Select(place => place.Name)];
        if (required.Length > 0 && required.Length == places.Count) return "*required* there";
        var standard = places.Select(place => place.Field!.Default).Append(field.Default).OfType<string>().FirstOrDefault();
        var words = standard is not null ? Markdown.Code(standard) : field.Otherwise ?? (IsChosen(declared, field) ? "–" : "none");
        return required.Length > 0 ? $"*required* for {Markdown.Codes(required)}; else {words}" : words;
    }

    private static bool IsChosen(ConfigObject declared, ConfigField field) => declared.OneOf.Any(group => group.Contains(field));

    /// <summary>The variants of an object whose fields depend on one of them.</summary>
    private static IReadOnlyList<(string Name, ConfigObject Fields)> Variants(ConfigObject declared) => declared.Name switch
    {
        _ when declared == SourceFields.All => [.. AllSources.Traits.Values.OrderBy(source => source.Type, StringComparer.Ordinal).Select(source => (source.Type, SourceFields.Of(source)))],
        _ when declared == ObjectiveFields.All => [.. Pipeline.Kpis.Engine.Objectives.Traits.Select(kind => (kind.Key, ObjectiveFields.Of(kind)))],
        _ => [],
    };
}
