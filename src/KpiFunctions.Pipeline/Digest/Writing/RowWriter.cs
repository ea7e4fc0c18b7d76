using KpiFunctions.Pipeline.Clients;
using KpiFunctions.Pipeline.Digest.Branding;
using KpiFunctions.Pipeline.Digest.Languages;
using KpiFunctions.Pipeline.Digest.Model;
using KpiFunctions.Pipeline.Kpis;
using KpiFunctions.Pipeline.Readings;

namespace KpiFunctions.Pipeline.Digest.Writing;

/// <summary>Puts an objective's row into words.</summary>
internal static class RowWriter
{
    /// <summary>A line never begins with the dot.</summary>
    private const string Between = "\u00A0· ";
    private const int BarHeight = 24;

    /// <param name="notes">The week's caveats: a figure that is missing may be missing because of one.</param>
    /// <param name="isFirstWeek">Whether the headline says already that nothing can be compared yet.</param>
    /// <param name="record">The one figure of the mail of which it is said that it is the highest or the lowest of its weeks.</param>
    public static RowModel Write(Desk whole, ObjectiveRow row, IReadOnlyList<DataCaveat> notes, bool isFirstWeek, WeekRecord? record)
    {
        var desk = whole.On(row.Result.Objective);
        var verdict = row.HasVerdict ? Verdict(desk, row) : null;
        var (lead, second, missing) = (Cited.Of(desk, row, row.Lead), Cited.Of(desk, row, row.Second), Cited.Of(desk, row, row.Missing));
        var target = lead is { Kpi.Target: not null } ? RowTargetWriter.Write(lead.Desk, lead.Kpi, lead.Format, second?.Kpi) : null;
        var reason = missing is null ? null : Reason(missing.Desk, missing.Kpi, notes, isBesideAFigure: lead is not null);
        string?[] context =
        [
            Usual(lead, second),
            record is not null && new[] { lead, second }.FirstOrDefault(figure => ReferenceEquals(figure?.Kpi, record.Kpi)) is { } recorded ? Record(recorded, isLead: ReferenceEquals(recorded, lead), record) : null,
            target,
            Others(desk, row, row.Alike, "also"),
            Others(desk, row, row.Contrary, "but"),
            isFirstWeek ? null : TooEarly(desk, row),
            lead is null ? LastKnown(missing) : reason?.TrimEnd('.'),
        ];
        return new(
            row.Result.Objective.Key,
            desk.ObjectiveName(row.Result.Objective),
            desk.Edition.Page is { } page ? $"{page.AbsoluteUri}#{Desk.Anchor(row.Result.Objective)}" : null,
            KeyOf(row.State),
            verdict,
            verdict?.Tone ?? Tone.Neutral,
            lead is null ? null : Figure(lead, null),
            second is null ? null : Figure(second, lead?.Kpi),
            lead is null ? reason ?? desk.Say("gap.NoData", Datum.Unsaid("figure", (double?)null)) : null,
            context.OfType<string>().ToList() is { Count: > 0 } parts ? Language.Capital(string.Join(Between, parts)) : null,
            target,
            row is { HasVerdict: true, Lead: { } drawn } && desk.Limits.HasSparks ? SparkWriter.Draw(drawn, BarHeight) : null);
    }

    /// <summary>A figure with what it counts, without its account.</summary>
    public static string Short(Desk desk, Kpi kpi)
    {
        var format = new KpiFormat(desk.Language, kpi);
        var value = kpi.Value.Value!.Value;
        return desk.Say("row.figure", format.Cite("figure", value), Datum.Named("unit", KpiWriter.Noun(desk.Language, kpi, format, value)));
    }

    private static string KeyOf(RowState state) => state switch
    {
        RowState.TooEarly => "too-early",
        RowState.NoFigure => "no-figure",
        RowState.TargetOnly => "target-only",
        _ => state.ToString().ToLowerInvariant(),
    };

    /// <summary>One word for what is good and another for what is bad: "up" is never bad, "down" never good.</summary>
    private static VerdictModel Verdict(Desk desk, ObjectiveRow row)
    {
        var verdict = row.Result.Verdict;
        var isUp = row.Deciding is { } deciding && KpiWriter.IsAbove(deciding);
        var isOneWay = row.Shown.Where(kpi => kpi.Verdict == row.Deciding?.Verdict).All(kpi => KpiWriter.IsAbove(kpi) == isUp);
        var way = verdict is ObjectiveVerdict.Better or ObjectiveVerdict.Worse && isOneWay && row.Deciding is not null && isUp == (verdict == ObjectiveVerdict.Better) ? ".way" : "";
        (string? arrow, Tone tone) = verdict switch
        {
            ObjectiveVerdict.Better => (Arrow(), Tone.Good),
            ObjectiveVerdict.Worse => (Arrow(), Tone.Bad),
            ObjectiveVerdict.Mixed => (Arrows.Both, Tone.Mixed),
            _ => (Arrows.Level, Tone.Neutral),
        };
        return new(desk.Say($"row.verdict.{verdict}{way}", ObjectiveWriter.Unsaid(row.Result)), arrow, tone);

        string? Arrow() => row.Deciding is null ? null : isUp ? Arrows.Up : Arrows.Down;
    }

    /// <param name="beside">The figure before it in the row; what the two count alike is not said twice.</param>
    private static RowFigureModel Figure(Cited cited, Kpi? beside)
    {
        var (kpi, desk, format) = cited;
        var value = kpi.Value.Value!.Value;
        var unit = Unit(desk, kpi, format, value, isKnown: beside is { Custom: null } && beside.Traits == kpi.Traits && beside.Basis.GetType() == kpi.Basis.GetType());
        var figure = format.Cite("figure", value);
        var line = unit.Length == 0 ? desk.Say("row.figure.alone", figure) : desk.Say("row.figure", figure, Datum.Named("unit", unit));
        return new(
            desk.NameOf(kpi), figure.Written!, unit.Length == 0 ? null : unit, format.Centre, format.OffCentre()?.Written, line);
    }

    /// <summary>The centres of the shown figures, in their order.</summary>
    private static string? Usual(Cited? lead, Cited? second) => (lead?.Kpi.Expected, second?.Kpi.Expected) switch
    {
        (not null, not null) => IsOverOtherDays(lead!.Kpi) || IsOverOtherDays(second!.Kpi)
            ? $"{Usual(lead)}, {Usual(second!)}"
            : lead.Desk.Say("row.usual.two", [lead.Format.CiteCentre("centre"), second.Format.CiteCentre("usual"), .. lead.Format.Unsaid()]),
        (not null, null) => Usual(lead!),
        (null, not null) => second!.Desk.Say("row.usual.named", [Datum.Named("name", second.Desk.NameOf(second.Kpi)), second.Format.CiteCentre("centre"), .. second.Format.Unsaid()]),
        _ => null,
    };

    private static string? Usual(Cited cited) => KpiWriter.Usual(cited.Desk, cited.Kpi, cited.Format);

    /// <summary>Whether it is a change over more or fewer days than a week has.</summary>
    private static bool IsOverOtherDays(Kpi kpi) => kpi.Basis is Basis.LevelChange change && change.To.DayNumber - change.From.DayNumber != 7;

    /// <summary>That a figure is the highest or the lowest of its weeks, which is no change yet.</summary>
    private static string Record(Cited cited, bool isLead, WeekRecord record)
    {
        var (kpi, desk, format) = cited;
        var key = record.IsHighest ? "row.record.highest" : "row.record.lowest";
        Datum[] data =
        [
            new("weeks", desk.Language.Numbers.Integer(record.Weeks)) { Number = record.Weeks }, Datum.Unsaid("judged", record.Judged),
            new("before", null) { Range = record.Before },
            .. format.Unsaid(),
        ];
        return isLead ? desk.Say(key, data) : desk.Say($"{key}.named", [Datum.Named("name", desk.NameOf(kpi)), .. data]);
    }

    /// <summary>Changed figures that the row does not show, by whether that is good.</summary>
    private static string? Others(Desk desk, ObjectiveRow row, IReadOnlyList<Kpi> others, string key)
    {
        var said = others.GroupBy(kpi => kpi.Verdict)
            .Select(group => desk.Say($"row.{key}.{group.Key}", [Datum.Named("names", desk.Language.List([.. group.Select(kpi => Uncapital(NameOf(desk, row, kpi))).Distinct()])), .. ObjectiveWriter.Unsaid(row.Result)])).ToList();
        return said.Count == 0 ? null : string.Join(Between, said);
    }

    /// <summary>A figure's name; that of another account where the row shows the same one of an account.</summary>
    private static string NameOf(Desk desk, ObjectiveRow row, Kpi kpi) => kpi.Account is not null && row.Shown.Any(shown => shown.Account is not null && shown.Traits == kpi.Traits)
        ? desk.Language.Text("row.other-accounts", ("name", desk.NameWithoutAccount(kpi)))
        : desk.NameWithoutAccount(kpi);

    private static string? TooEarly(Desk desk, ObjectiveRow row) => row switch
    {
        { State: RowState.TooEarly, Result.Verdict: ObjectiveVerdict.Undecided } => desk.Say("row.undecided"),
        { State: RowState.TooEarly } when row.Shown.All(kpi => kpi.Expected is null) => desk.Say("row.too-early"),
        _ => null,
    };

    /// <summary>Of an objective without a figure, the newest one that is known.</summary>
    private static string? LastKnown(Cited? missing)
    {
        if (missing is not var (kpi, desk, format) || kpi.History.Select((week, i) => (week.Value, Back: kpi.History.Count - 1 - i)).LastOrDefault(week => week.Value is not null) is not { Value: { } value } last) return null;
        var days = desk.Week.Plus(-last.Back).Days;
        return desk.Say("row.last-known", new Datum("days", desk.Language.Dates.During(days)) { Days = [.. days.Each()] }, format.Cite("value", value), Datum.Named("unit", Unit(desk, kpi, format, value)));
    }

    /// <summary>What a figure counts, and on which account.</summary>
    private static string Unit(Desk desk, Kpi kpi, KpiFormat format, double value, bool isKnown = false)
    {
        var noun = kpi.Custom is { } custom ? format.Counted(value, Uncapital(Desk.Name(custom.Name))) : isKnown ? "" : KpiWriter.Noun(desk.Language, kpi, format, value);
        return kpi.Account is not { } account ? noun
            : noun.Length == 0 ? desk.Language.Text("row.unit.on", ("account", desk.AccountName(account)))
            : desk.Language.Text("row.unit.noun-on", ("noun", noun), ("account", desk.AccountName(account)));
    }

    /// <summary>Which source, since when and why, where that is known; the gap itself otherwise.</summary>
    private static string Reason(Desk desk, Kpi kpi, IReadOnlyList<DataCaveat> notes, bool isBesideAFigure)
    {
        bool Feeds(AccountRef account) => kpi.Account == account || kpi.Inputs.Any(input => input.Account == account);
        var trouble = notes.OfType<DataCaveat.SourceInTrouble>().FirstOrDefault(note => Feeds(note.Account));
        if (trouble is not null && (kpi.Value.Gap is Gap.NoData or Gap.PartialWeek)) return TroubleWriter.Short(desk, trouble);
        if (kpi.Value.Gap is Gap.PartialWeek && notes.OfType<DataCaveat.DaysMissing>().FirstOrDefault(note => Feeds(note.Account)) is { } missing)
        {
            var days = new Datum("days", null) { Days = missing.Days };
            return isBesideAFigure
                ? desk.SayCount("row.days-missing", missing.Days.Count, desk.Account("account", missing.Account), days)
                : desk.SayCount("row.incomplete", desk.Week.Days.Count - missing.Days.Count, new Datum("whole", desk.Language.Numbers.Integer(desk.Week.Days.Count)) { Number = desk.Week.Days.Count }, Datum.Unsaid("account", desk.AccountName(missing.Account)), days);
        }

        var reason = desk.Say($"gap.{kpi.Value.Gap}", Datum.Unsaid("figure", (double?)null));
        return isBesideAFigure ? desk.Say("row.missing", Datum.Named("name", desk.NameOf(kpi)), Datum.Part("reason", Uncapital(reason))) : reason;
    }

    /// <summary>A figure of a row, with what its words are written with.</summary>
    private sealed record Cited(Kpi Kpi, Desk Desk, KpiFormat Format)
    {
        public static Cited? Of(Desk desk, ObjectiveRow row, Kpi? kpi) =>
            kpi is null ? null : new(kpi, desk.On(row.Result.Objective, kpi), new(desk.Language, kpi));
    }

    private static string Uncapital(string text) => text.Length > 1 && char.IsLower(text[1]) ? char.ToLowerInvariant(text[0]) + text[1..] : text;
}
