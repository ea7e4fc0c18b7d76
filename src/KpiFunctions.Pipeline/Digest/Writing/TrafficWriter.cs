using KpiFunctions.Pipeline.Clients;
using KpiFunctions.Pipeline.Digest.Languages;
using KpiFunctions.Pipeline.Digest.Model;
using KpiFunctions.Pipeline.Kpis;
using KpiFunctions.Pipeline.Readings;

namespace KpiFunctions.Pipeline.Digest.Writing;

/// <summary>Says where visits came from.</summary>
internal static class TrafficWriter
{
    private const double SmallShare = 0.1;

    /// <summary>Referrers that moved, at most.</summary>
    private const int MostMoves = 2;

    /// <returns>By channel, and by sender; none where the objective does not ask.</returns>
    public static IReadOnlyList<TrafficModel> Write(Desk desk, ObjectiveResult result)
    {
        var tables = new List<TrafficModel>();
        if (result.Traffic.Count > 0) tables.Add(Table(desk, result, "traffic.title", result.Traffic, desk.Limits.Traffic));
        if (result.Referrers.Count > 0 && desk.Limits.Referrers > 0) tables.Add(Table(desk, result, "traffic.senders", result.Referrers, desk.Limits.Referrers));
        return tables;
    }

    /// <summary>Who sent more than the week before, and who less; null where nobody did, or where it is not asked for.</summary>
    public static string? Moves(Desk desk, ObjectiveResult result)
    {
        if (result.Moves.Count == 0 || result.Objective.Kind == ObjectiveKind.Sales) return null;
        Datum Visits(string name, double number) => new(name, desk.Language.Numbers.Integer(number)) { Number = number };
        string Say(ReferrerMove move) => desk.Say(
            move.Now > move.Before ? "moves.up" : "moves.down",
            Datum.Named("source", Sender(desk, move.Source)), Visits("before", move.Before), Visits("now", move.Now));
        return desk.Say("moves", Datum.Part("list", desk.Language.List([.. result.Moves.Take(MostMoves).Select(Say)])));
    }

    /// <summary>Who wants to sell reads what visits brought; who wants to be found reads where they came from.</summary>
    private static TrafficModel Table(Desk desk, ObjectiveResult result, string title, IReadOnlyList<TrafficRow> all, int most)
    {
        var (language, sells) = (desk.Language, result.Objective.Kind == ObjectiveKind.Sales);
        var currency = sells && all.Any(row => row.Revenue is not null) ? result.Figures.FirstOrDefault(kpi => kpi.Unit == KpiUnit.Money)?.Currency : null;
        var hasConversions = sells && all.Any(row => row.Conversions is not null);
        var (rows, more) = desk.Cut(hasConversions ? [.. all.OrderByDescending(row => row.Conversions)] : all, most);
        return new(
            language.Text(title),
            language.Text("traffic.origin"),
            language.Text("traffic.visits"),
            hasConversions ? language.Text("traffic.conversions") : null,
            currency is not null ? language.Text("traffic.revenue") : null,
            [.. rows.Select(row => Line(desk, row, hasConversions, currency))],
            more);
    }

    private static TrafficLine Line(Desk desk, TrafficRow row, bool hasConversions, string? currency)
    {
        var language = desk.Language;
        var none = language.Text("explaining.none");
        var name = row.Source is { } source ? Sender(desk, source) : language.Text($"channel.{row.Channel}");
        var note = hasConversions && row is { Conversions: { } converted, Sessions: > 0 }
            ? Rate(desk, converted, row.Sessions)
            : row.PreviousShare is { } before
                ? desk.Say("traffic.share.before", Percent(desk, "share", row.Share), Percent(desk, "before", before))
                : Percent(desk, "share", row.Share).Written!;
        var revenue = row.Revenue is { } money && currency is not null ? language.Numbers.Money(money, 0, currency) : none;

        var parts = new List<string> { desk.SayCount("count.sessions", row.Sessions, Datum.Unsaid("share", row.Share)) };
        if (hasConversions && row.Conversions is { } counted) parts.Add(desk.SayCount("count.conversions", counted));
        if (row.Revenue is not null && currency is not null) parts.Add(language.Text("count.revenue", ("n", revenue)));
        parts.Add(note);
        return new(
            name,
            row.Source is null,
            language.Numbers.Integer(row.Sessions),
            note,
            hasConversions ? row.Conversions is { } reached ? language.Numbers.Integer(reached) : none : null,
            currency is not null ? revenue : null,
            language.Text("figure.line", ("account", name), ("figure", string.Join(", ", parts))));
    }

    /// <summary>A visit may lead to several conversions: of more than all visits none can be said to convert.</summary>
    private static string Rate(Desk desk, double conversions, double visits) => conversions <= visits
        ? desk.Say("traffic.rate", Percent(desk, "rate", conversions / visits), Datum.Unsaid("part", conversions), Datum.Unsaid("whole", visits))
        : desk.Say("traffic.rate.many", new Datum("n", desk.Language.Numbers.Decimal(conversions / visits, 1)) { Number = conversions / visits });

    /// <summary>A sender's own name; the tools' words for "nobody" in the reader's.</summary>
    public static string Sender(Desk desk, string source) => source switch
    {
        TrafficSlice.Nobody => desk.Language.Text($"channel.{Channel.Direct}"),
        TrafficSlice.TaggedLink => desk.Language.Text($"channel.{Channel.Campaign}"),
        TrafficSlice.SmallReferrers => desk.Language.Text($"channel.{Channel.Other}"),
        TrafficSlice.UnknownReferrer => desk.Language.Text("traffic.unknown"),
        _ => source.Contains('.', StringComparison.Ordinal) ? Desk.Name(source) : Language.Capital(Desk.Name(source)),
    };

    private static Datum Percent(Desk desk, string name, double share) =>
        new(name, desk.Language.Numbers.Percent(share, share is > 0 and < SmallShare ? 1 : 0)) { Number = share };
}
