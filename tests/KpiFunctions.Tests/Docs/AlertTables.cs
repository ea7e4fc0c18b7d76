using KpiFunctions.Pipeline.Runs.State;

namespace KpiFunctions.Tests.Docs;

/// <summary>The table of the kinds of alerts.</summary>
internal static class AlertTables
{
    public static string Kinds() => Markdown.Table(
        ["kind", "subject", "means", "what to do", "deleted when"],
        AlertKinds.Declared.Select(kind => (IReadOnlyList<string>)
            [Markdown.Code(kind.Name), kind.Subject, kind.Meaning, kind.ToDo, kind.ClearedWhen ?? "somebody deletes it"]));
}
