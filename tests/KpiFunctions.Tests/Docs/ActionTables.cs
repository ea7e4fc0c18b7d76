using KpiFunctions.Pipeline.Periods;
using KpiFunctions.Pipeline.Runs.Actions;

namespace KpiFunctions.Tests.Docs;

/// <summary>The tables of what people can do.</summary>
internal static class ActionTables
{
    public static string InEnglish() => Of(ActionWords.Of("en", Zone.Utc), ["action", "does", "possible while the digest is", "needs", "by link"], "yes", "only by a link");

    public static string InFrench() => Of(ActionWords.Of("fr", Zone.Utc), ["commande", "ce que cela fait", "possible quand le bilan est", "ce qu’il faut", "par un lien"], "oui", "seulement par un lien");

    private static string Of(ActionWords words, IReadOnlyList<string> head, string yes, string only) => Markdown.Table(
        head,
        DeclaredAction.All.Select(action => (IReadOnlyList<string>)
            [Markdown.Code(action.Name), Markdown.Plain(words.MeaningOf(action)), words.PossibleWhen(action), Markdown.Plain(words.NeedsOf(action)), ByLink(action, yes, only)]));

    /// <summary>An action without a command of its name is done by a link alone.</summary>
    private static string ByLink(DeclaredAction action, string yes, string only) =>
        !action.IsInLinks ? "" : CommandTables.Commands.Any(command => command.Name == action.Name) ? yes : only;
}
