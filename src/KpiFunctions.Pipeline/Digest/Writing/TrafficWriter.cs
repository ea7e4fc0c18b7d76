using KpiFunctions.Pipeline.Kpis;

namespace KpiFunctions.Pipeline.Digest.Writing;

/// <summary>Says where visits came from.</summary>
internal static class TrafficWriter
{
    private const double SmallShare = 0.1;

    /// <summary>Senders that moved, at most.</summary>
    private const int MostMoves = 2;

    /// <returns>By channel, and by sender; none where the objective does not ask.</returns>
    public static IReadOnlyList<TrafficModel> Write(Desk desk, ObjectiveResult result)
    {
        var tables = new List<TrafficModel>();
        if (result.Traffic.Count > 0) tables.Add(Table(desk, result, "traffic.title", result.Traffic, desk.Limits.Traffic));
        if (result.Senders.Count > 0 && desk.Limits.Senders > 0) tables.Add(Table(desk, result, "traffic.senders", result.Senders, desk.Limits.Senders));
        return tables;
    }

    /// <summary>Who sent more than the week before, and who less; null where nobody did.</summary>
    public static string? Moves(Desk desk, ObjectiveResult result)
    {
        if (result.Moves.Count == 0) return null;
        string Say(SenderMove move) => desk.Language.Text(
            move.Now > move.Before ? "moves.up" : "moves.down",
            ("source", Desk.Name(move.Source)), ("before", desk.Language.Numbers.Integer(move.Before)), ("now", desk.Language.Numbers.Integer(move.Now)));
        return desk.Language.Text("moves", ("list", desk.Language.List([.. result.Moves.Take(MostMoves).Select(Say)])));
    }

    private static TrafficModel Table(Desk desk, ObjectiveResult result, string title, IReadOnlyList<TrafficRow> all, int most)
    {
        var language = desk.Language;
        var currency = result.Primary.Concat(result.Explaining).FirstOrDefault(kpi => kpi.Unit == KpiUnit.Money)?.Currency;
        var hasConversions = all.Any(row => row.Conversions is not null);
        var hasRevenue = currency is not null && all.Any(row => row.Revenue is not null);
        var (rows, more) = desk.Cut(all, most);
        return new(
            language.Text(title),
            language.Text("traffic.origin"),
            language.Text("traffic.visits"),
            hasConversions ? language.Text("traffic.conversions") : null,
            hasRevenue ? language.Text("traffic.revenue") : null,
            [.. rows.Select(row => Line(desk, row, hasConversions, hasRevenue ? currency : null))],
            more);
    }

    private static TrafficLine Line(Desk desk, TrafficRow row, bool hasConversions, string? currency)
    {
        var language = desk.Language;
        var none = language.Text("explaining.none");
        var name = row.Source is { } source ? Desk.Name(source) : language.Text($"channel.{row.Channel}");
        var share = Percent(desk, row.Share);
        if (row.PreviousShare is { } before) share = $"{share} ({language.Text("traffic.before", ("share", Percent(desk, before)))})";
        var conversions = row.Conversions is { } reached ? language.Numbers.Integer(reached) : none;
        var revenue = row.Revenue is { } money && currency is not null ? language.Numbers.Money(money, 0, currency) : none;

        var parts = new List<string> { language.Count("count.sessions", row.Sessions), share };
        if (row.Conversions is { } counted) parts.Add(language.Count("count.conversions", counted));
        if (row.Revenue is not null && currency is not null) parts.Add(language.Text("count.revenue", ("n", revenue)));
        return new(
            name,
            row.Source is null,
            language.Numbers.Integer(row.Sessions),
            share,
            hasConversions ? conversions : null,
            currency is not null ? revenue : null,
            language.Text("figure.line", ("account", name), ("figure", string.Join(", ", parts))));
    }

    private static string Percent(Desk desk, double share) => desk.Language.Numbers.Percent(share, share is > 0 and < SmallShare ? 1 : 0);
}
