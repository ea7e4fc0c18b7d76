using KpiFunctions.Pipeline.Delivery;
using KpiFunctions.Tests.Logs;

namespace KpiFunctions.Tests.Docs;

/// <summary>The table of what stops the pipeline's own mail.</summary>
internal static class StandstillTable
{
    public static string All() => Markdown.Table(
        ["id", "level", "message", "when", "what to do"],
        Standstills.Declared.Select(standstill => (Declared: standstill, Message: MessageOf(standstill))).Select(row => (IReadOnlyList<string>)
            [$"{row.Declared.Id}", $"{row.Message.Level}", Markdown.Code(row.Message.Template), row.Declared.Meaning, row.Declared.ToDo]));

    private static LogMessage MessageOf(Standstill standstill) => LogMessage.All.Single(message => message.Category == typeof(StandstillLog).FullName && message.Id == standstill.Id);
}
