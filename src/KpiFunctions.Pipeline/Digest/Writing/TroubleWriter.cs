using KpiFunctions.Pipeline.Kpis;

namespace KpiFunctions.Pipeline.Digest.Writing;

/// <summary>Says which sources give nothing, since when, why, and who acts.</summary>
internal static class TroubleWriter
{
    /// <summary>One source's, for the row of a figure that needs it: why and since when stands above all rows.</summary>
    public static string Short(Desk desk, DataCaveat.SourceInTrouble trouble) => desk.Say("row.trouble", desk.Account("account", trouble.Account));

    /// <summary>All sources', those with the same reason together; null where none is in trouble.</summary>
    public static string? All(Desk desk, IReadOnlyList<DataCaveat> notes)
    {
        var groups = notes.OfType<DataCaveat.SourceInTrouble>().GroupBy(note => (note.Kind, note.LastDay)).Select(group => Of(desk, [.. group])).ToList();
        return groups.Count == 0 ? null : desk.Say("lede.trouble", Datum.Part("troubles", string.Join(' ', groups.Select(group => $"{group}."))));
    }

    private static string Of(Desk desk, IReadOnlyList<DataCaveat.SourceInTrouble> alike)
    {
        var accounts = Datum.Named("accounts", desk.Language.List([.. alike.Select(note => desk.AccountName(note.Account))]));
        var reason = Datum.Named("reason", desk.Language.Text($"trouble.{alike[0].Kind}"));
        return alike[0].LastDay is { } last && last < desk.Week.Sunday
            ? desk.Say("sources.since", accounts, reason, Datum.Day("day", desk.Language.Dates.Day(last.AddDays(1)), last.AddDays(1)))
            : desk.Say("sources.now", accounts, reason);
    }
}
