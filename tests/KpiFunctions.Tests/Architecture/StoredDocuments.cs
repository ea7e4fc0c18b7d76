using System.Collections;
using System.Reflection;
using System.Text.Json.Serialization;
using KpiFunctions.Pipeline.Clients;
using KpiFunctions.Pipeline.History;
using KpiFunctions.Pipeline.Kpis;
using KpiFunctions.Pipeline.Readings;
using KpiFunctions.Pipeline.Runs.Digests;
using KpiFunctions.Pipeline.Runs.State;
using KpiFunctions.Pipeline.Sources.Files;
using KpiFunctions.Pipeline.Sources.TikTok;
using KpiFunctions.Pipeline.Sources.YouTube;

namespace KpiFunctions.Tests.Architecture;

/// <summary>The JSON documents that are stored, and the paths of their members.</summary>
internal static class StoredDocuments
{
    /// <summary>Each with the name that the list gives it.</summary>
    public static readonly IReadOnlyList<(string Name, Type Type)> All =
    [
        ("digests/{client}/{week}.json", typeof(DigestArchive).GetNestedType("Header", BindingFlags.NonPublic)!),
        ("digests/{client}/{week}.trace.json", typeof(WeekTrace)),
        ("client-status/clients, notes, templates", typeof(FileStatus)),
        ("client-status/imports", typeof(ImportStatus)),
        ("queue fetch", typeof(FetchMessage)),
        ("queue digest", typeof(DigestMessage)),
        ("queue send", typeof(SendMessage)),
        ("queue blob-events", typeof(BlobEvent)),
        ("Cursors.Refused, an item", typeof(RefusedItem)),
        .. typeof(Basis).GetNestedTypes().Where(type => type.IsSubclassOf(typeof(Basis))).Select(type => ($"Kpis.MadeFrom, {NameOf(type)}", type)),
        ("vault, tiktok", typeof(TikTokSecret)),
        ("vault, youtube", typeof(YouTubeGrant)),
    ];

    /// <summary>The paths of a document's members: <c>kpis[].name.objective</c>.</summary>
    public static IEnumerable<string> PathsOf(Type type, string before = "")
    {
        foreach (var property in MembersOf(type))
        {
            var path = before + property.GetCustomAttribute<JsonPropertyNameAttribute>()?.Name;
            var (inner, isList) = ItemOf(property.PropertyType);
            if (!IsDocument(inner)) yield return isList ? path + "[]" : path;
            else foreach (var below in PathsOf(inner, path + (isList ? "[]." : "."))) yield return below;
        }
    }

    /// <summary>Members whose name in JSON is their C# name, and which would change with it.</summary>
    public static IEnumerable<string> UnnamedOf(Type type) => MembersOf(type).SelectMany(property =>
    {
        var (inner, _) = ItemOf(property.PropertyType);
        IEnumerable<string> below = IsDocument(inner) ? UnnamedOf(inner) : [];
        return property.IsDefined(typeof(JsonPropertyNameAttribute)) ? below : below.Append($"{type.Name}.{property.Name}");
    });

    private static IEnumerable<PropertyInfo> MembersOf(Type type) => type.GetProperties(BindingFlags.Public | BindingFlags.Instance)
        .Where(property => property.GetCustomAttribute<JsonIgnoreAttribute>() is null && property.GetIndexParameters().Length == 0);

    private static (Type Type, bool IsList) ItemOf(Type type) => type != typeof(string) && typeof(IEnumerable).IsAssignableFrom(type) && type.IsGenericType
        ? (type.GetGenericArguments()[^1], true)
        : (Nullable.GetUnderlyingType(type) ?? type, false);

    /// <summary>A metric is written as its key.</summary>
    private static bool IsDocument(Type type) => type.Assembly == typeof(WeekTrace).Assembly && !type.IsEnum && type != typeof(Metric);

    private static string NameOf(Type basis) => KpiNames.Of((Basis)System.Runtime.CompilerServices.RuntimeHelpers.GetUninitializedObject(basis));
}
