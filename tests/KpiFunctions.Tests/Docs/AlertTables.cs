using KpiFunctions.Pipeline.Digest.Languages;
using KpiFunctions.Pipeline.Runs.State;

namespace KpiFunctions.Tests.Docs;

/// <summary>The tables of the kinds of alerts.</summary>
internal static class AlertTables
{
    private static readonly Language French = Language.Of("fr");

    public static string Kinds() => Markdown.Table(
        ["kind", "subject", "means", "what to do", "reported", "deleted when"],
        AlertKinds.Declared.Select(kind => (IReadOnlyList<string>)[Markdown.Code(kind.Name), kind.Subject, kind.Meaning, kind.ToDo, kind.Urgency switch
        {
            AlertUrgency.AtOnce => "at once",
            AlertUrgency.OnceItLasts => "at once where a person has to act, or at the third time in a row",
            _ => "in the week's mail",
        }, kind.ClearedWhen]));

    /// <summary>For consultants, in French.</summary>
    public static string InFrench() => Markdown.Table(
        ["Ce qui s’est passé", "Que faire", "Vous le lisez", "Genre"],
        AlertKinds.Declared.Select(kind => (IReadOnlyList<string>)[French.Typeset(kind.French.Meaning), French.Typeset(kind.French.ToDo), kind.Urgency switch
        {
            AlertUrgency.AtOnce => "aussitôt",
            AlertUrgency.OnceItLasts => "aussitôt, s’il faut quelqu’un ou après trois échecs de suite",
            _ => "le lundi",
        }, Markdown.Code(kind.Name)]));
}
