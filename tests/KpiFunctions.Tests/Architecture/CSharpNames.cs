using System.Reflection;
using System.Reflection.Emit;
using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;
using KpiFunctions.Pipeline.Kpis;
using KpiFunctions.Pipeline.Kpis.Engine;

namespace KpiFunctions.Tests.Architecture;

/// <summary>Finds code that makes texts of the names of C# members.</summary>
internal static partial class CSharpNames
{
    private const string Root = "KpiFunctions.Pipeline.";

    /// <summary>The folders in which nothing is stored: what stands there is for readers.</summary>
    private static readonly string[] OnlyWritten = ["Digest", "SampleWeeks"];

    /// <summary>Lines that name a type or a value by its C# name, other than in what a person reads of a fault.</summary>
    public static IEnumerable<string> InSources() =>
        from path in Repository.Sources("src", "KpiFunctions.Pipeline")
        from line in File.ReadLines(path)
        where Forbidden().IsMatch(line) && !line.Contains("throw ", StringComparison.Ordinal) && !line.Contains("exception.GetType().Name", StringComparison.Ordinal)
        select $"{Path.GetFileName(path)}: {line.Trim()}";

    /// <summary>Methods of what stores something that make a text of one of the pipeline's enumerations.</summary>
    public static IEnumerable<string> OfEnumerations() => typeof(KpiEngine).Assembly.GetTypes()
        .Where(type => type.Namespace?.StartsWith(Root, StringComparison.Ordinal) == true && !OnlyWritten.Contains(type.Namespace[Root.Length..].Split('.')[0]))
        .Where(type => type.Name != "Log" && !type.Name.StartsWith("__", StringComparison.Ordinal))
        .SelectMany(OfEnumerations);

    /// <summary>A record's own text is only for debugging.</summary>
    public static IEnumerable<string> OfEnumerations(Type type) =>
        from method in type.GetMembers(BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Static | BindingFlags.Instance | BindingFlags.DeclaredOnly).OfType<MethodBase>()
        where method.Name != "PrintMembers" && WritesEnumeration([.. TypeUses.In(method)])
        select $"{type.FullName}.{method.Name}";

    private static bool WritesEnumeration(IReadOnlyList<(OpCode Code, MemberInfo? Member)> code) => code.Select((named, i) => (named.Code, named.Member, Next: i + 1 < code.Count ? code[i + 1].Member : null))
        .Any(named => named switch
        {
            ({ Name: "constrained." }, Type type, MethodInfo { Name: "ToString" }) => IsOurs(type),
            (_, MethodInfo { IsGenericMethod: true, Name: "AppendFormatted" } method, _) when method.DeclaringType == typeof(DefaultInterpolatedStringHandler) => IsOurs(method.GetGenericArguments()[0]),
            _ => false,
        });

    private static bool IsOurs(Type type) => (Nullable.GetUnderlyingType(type) ?? type) is { IsEnum: true } named && named.Assembly == typeof(KpiEngine).Assembly;

    [GeneratedRegex(@"GetType\(\)\.Name|typeof\(\w+\)\.Name|Enum\.(Parse|TryParse|GetName)\b|JsonStringEnumConverter|StandardMemberRenamer|\]\s*=\s*nameof\(", RegexOptions.ExplicitCapture, 60_000)]
    private static partial Regex Forbidden();
}
