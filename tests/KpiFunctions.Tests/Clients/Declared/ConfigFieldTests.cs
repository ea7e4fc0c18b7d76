using System.Text.Json;
using KpiFunctions.Pipeline.Clients.Fields;

namespace KpiFunctions.Tests.Clients.Declared;

/// <summary>Declarations are data: what the parser and the docs rely on holds for each of them.</summary>
public sealed class ConfigFieldTests
{
    /// <summary>A field that no object lists would be refused as unknown before anything reads it.</summary>
    [Fact]
    public void Every_field_stands_in_its_object() => ConfigObjects.Unlisted.ShouldBeEmpty();

    [Fact]
    public void No_object_has_a_name_twice()
    {
        ConfigObjects.All.Select(declared => declared.Name).ShouldBeUnique();
        foreach (var declared in ConfigObjects.All) declared.Names.ShouldBeUnique(declared.Name);
    }

    [Fact]
    public void Every_field_is_described_in_a_sentence() =>
        ConfigObjects.Fields.Where(field => !field.Description.EndsWith('.') || field.Description.Contains('|')).Select(field => field.Name).ShouldBeEmpty();

    [Fact]
    public void A_required_field_has_no_default() =>
        ConfigObjects.Fields.Where(field => field.IsRequired && (field.Default ?? field.Otherwise) is not null).Select(field => field.Name).ShouldBeEmpty();

    [Fact]
    public void Examples_and_defaults_have_the_form_of_their_field() =>
        ConfigObjects.Fields.SelectMany(field => new[] { field.Example, field.Default }.OfType<string>().Where(json => !Fits(field.Form, JsonDocument.Parse(json).RootElement)).Select(json => $"{field.Name}: {json}")).ShouldBeEmpty();

    private static bool Fits(FieldShape shape, JsonElement value) => shape switch
    {
        TextShape text => value.ValueKind == JsonValueKind.String && text.Fits(value.GetString()!),
        ChoiceShape choice => value.ValueKind == JsonValueKind.String && choice.Words.Contains(value.GetString()!),
        SwitchShape => value.ValueKind is JsonValueKind.True or JsonValueKind.False,
        NumberShape number => value.ValueKind == JsonValueKind.Number && value.GetDouble() >= number.Min && value.GetDouble() <= number.Max,
        ListShape list => value.ValueKind == JsonValueKind.Array && value.EnumerateArray().All(item => Fits(list.Item, item)),
        ObjectShape declared when declared.Object == ColumnFields.OfDays => Fits(SourceFields.ReadingsOfAny.Form, value),
        ObjectShape declared => value.ValueKind == JsonValueKind.Object && value.EnumerateObject().All(member => declared.Object.Fields.FirstOrDefault(field => field.Name == member.Name) is { } field && Fits(field.Form, member.Value)),
        ByAccountShape accounts => value.ValueKind == JsonValueKind.Object && value.EnumerateObject().All(member => Fits(accounts.Value, member.Value)),
        ByLanguageShape languages => value.ValueKind == JsonValueKind.Object && value.EnumerateObject().All(member => Fits(languages.Value, member.Value)),
        EitherShape either => either.Forms.Any(form => Fits(form, value)),
        ObjectiveShape => value.ValueKind == JsonValueKind.String && ObjectiveFields.Objective.Shape.Words.Contains(value.GetString()!),
        _ => false,
    };
}
