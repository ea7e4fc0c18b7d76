using System.Reflection;
using KpiFunctions.Pipeline.Clients.Fields;

namespace KpiFunctions.Tests.Clients.Declared;

/// <summary>Every object of a config, as the code declares it.</summary>
internal static class ConfigObjects
{
    private static readonly Type[] Tables =
        [.. typeof(ClientFields).Assembly.GetTypes().Where(type => type.Namespace == typeof(ClientFields).Namespace && type.Name.EndsWith("Fields", StringComparison.Ordinal))];

    public static IReadOnlyList<ConfigObject> All { get; } = [.. Statics<ConfigObject>().Order(Comparer<ConfigObject>.Create((one, other) => string.CompareOrdinal(one.Name, other.Name)))];

    /// <summary>Every field that is declared, listed or not.</summary>
    public static IEnumerable<ConfigField> Fields => Statics<ConfigField>();

    /// <summary>Fields that no object of their table lists.</summary>
    public static IEnumerable<string> Unlisted =>
        from table in Tables
        let listed = Statics<ConfigObject>(table).SelectMany(declared => declared.Names).ToHashSet(StringComparer.Ordinal)
        from each in Statics<ConfigField>(table)
        where !listed.Contains(each.Name)
        select $"{table.Name}: {each.Name}";

    private static IEnumerable<T> Statics<T>() => Tables.SelectMany(Statics<T>);

    private static IEnumerable<T> Statics<T>(Type table) => table.GetFields(BindingFlags.Public | BindingFlags.Static)
        .Where(field => field.FieldType.IsAssignableTo(typeof(T))).Select(field => (T)field.GetValue(null)!);
}
