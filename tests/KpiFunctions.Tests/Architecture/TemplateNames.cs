using System.Reflection;
using KpiFunctions.Pipeline.Digest.Branding;
using KpiFunctions.Pipeline.Digest.Model;
using KpiFunctions.Pipeline.Digest.Templating;

namespace KpiFunctions.Tests.Architecture;

/// <summary>What templates can write, by path.</summary>
internal static class TemplateNames
{
    /// <summary>Every name; below a part that stands on the list already, only the part.</summary>
    public static IEnumerable<string> Paths(Type model) => Paths(model, "", []);

    public static IEnumerable<string> Unnamed() =>
        from type in TemplateMembers.All.Keys.Concat(typeof(DigestModel).Assembly.GetTypes().Where(IsModel))
        from property in PropertiesOf(type)
        where !TemplateMembers.HasName(property)
        select $"{type.Name}.{property.Name}";

    private static IEnumerable<string> Paths(Type model, string before, HashSet<Type> listed)
    {
        foreach (var property in PropertiesOf(model).Where(TemplateMembers.HasName))
        {
            var path = before + TemplateMembers.NameOf(property);
            yield return path;
            var type = property.PropertyType;
            var isList = type.IsGenericType && type.GetGenericTypeDefinition() == typeof(IReadOnlyList<>);
            if (isList) type = type.GetGenericArguments()[0];
            if (!IsModel(type) || !listed.Add(type)) continue;
            foreach (var below in Paths(type, path + (isList ? "[]." : "."), listed)) yield return below;
        }
    }

    private static PropertyInfo[] PropertiesOf(Type type) => type.GetProperties(BindingFlags.Public | BindingFlags.Instance);

    private static bool IsModel(Type type) =>
        (type.Namespace == typeof(DigestModel).Namespace || type == typeof(Tone) || type == typeof(NoticeModel) || type == typeof(NoticeTexts)) && !type.Name.StartsWith('<');
}
