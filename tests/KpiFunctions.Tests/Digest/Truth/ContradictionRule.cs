using KpiFunctions.Pipeline.Digest.Languages;
using KpiFunctions.Pipeline.Digest.Model;
using KpiFunctions.Pipeline.Digest.Writing;
using KpiFunctions.Pipeline.Kpis;

namespace KpiFunctions.Tests.Digest.Truth;

/// <summary>A mail's parts that must not contradict each other.</summary>
/// <param name="Mail">As its template gets it.</param>
internal sealed record MailParts(DigestModel Mail, WeekReport Kpis, string Language);

/// <summary>Something that no mail may say beside something else.</summary>
/// <param name="Find">What contradicts; nothing where all agrees.</param>
internal sealed record ContradictionRule(string Name, Func<MailParts, IEnumerable<string>> Find)
{
    private static readonly string[] Nothing = ["No action needed", "Rien à changer"];
    private static readonly string[] Final = ["final figures", "chiffres définitifs"];
    private static readonly string[] Paces = ["reached", "behind", "on track", "missed", "too early", "atteint", "en retard", "dans le rythme", "trop tôt"];

    private static readonly string[] Despite = ["despite this week", "malgré cette semaine"];
    private static readonly string[] Normal = ["goals normal", "dans la normale"];
    private static readonly string[] Without = ["without figures", "sans chiffres"];
    private static readonly string[] Records = ["highest in", "lowest in", "au plus haut depuis", "au plus bas depuis"];

    /// <summary>All of them.</summary>
    public static readonly IReadOnlyList<ContradictionRule> All =
    [
        new("normal beside a verdict that is not", mail => mail.Mail.Rows.Where(row => row.State == "normal"
            && Result(mail, row) is { } result && (result.Verdict is not (ObjectiveVerdict.Steady or ObjectiveVerdict.Seasonal) || result.Primary.Any(kpi => kpi.Verdict is KpiVerdict.Better or KpiVerdict.Worse))).Select(row => row.Name)),
        new("borderline under nothing to change", mail => mail.Mail.Rows.Where(row => row.State == "borderline" && SaysNothing(mail)).Select(row => row.Name)),
        new("nothing to do above a proposal", mail => mail.Mail.Proposals is not null && SaysNothing(mail) ? [mail.Mail.Lede!] : []),
        new("one word for good and bad", mail => mail.Mail.Rows.Where(row => row.Verdict is not null).GroupBy(row => row.Verdict!.Words).Where(group => group.Select(row => row.Tone.Name).Distinct().Count() > 1).Select(group => group.Key)),
        new("a percentage that is not shown figure by shown centre", mail => Figures(mail).Where(figure => figure.Change is { } change
            && Math.Abs((Number(mail, figure.Figure) / Number(mail, figure.Centre!)) - 1 - Number(mail, change)) > 0.005 + 1e-9).Select(figure => $"{figure.Line}, {figure.Centre}: {figure.Change}")),
        new("a percentage in the subject that no row bears out", mail => Percentages(mail.Mail.Subject, mail.Language)
            .Where(change => !Figures(mail).Any(figure => figure.Change == change || figure.Line.Contains(change, StringComparison.Ordinal)))),
        new("two words for one target", mail => mail.Mail.Rows.Where(row => row.Target is { } target && Paces.Count(pace => Has(target.Replace("non atteint", "", StringComparison.Ordinal), pace)) > 1).Select(row => row.Target!)),
        new("a pace that the week contradicts, without a word on it", mail => mail.Mail.Rows.Where(row => row.Target is { } target && !Despite.Any(word => Has(target, word)) && IsContrary(mail, row, target)).Select(row => $"{row.Lead!.Line}: {row.Target}")),
        new("normal goals counted, and not that nothing is known of the others", mail => mail.Kpis.Objectives.Any(result => result.Verdict == ObjectiveVerdict.Unknown) && Normal.Any(word => Has(mail.Mail.Headline, word))
            && mail.Kpis.Objectives.All(result => result.Verdict is ObjectiveVerdict.Unknown or ObjectiveVerdict.Steady) && !Without.Any(word => Has(mail.Mail.Headline, word)) ? [mail.Mail.Headline] : []),
        new("final beside a provisional figure", mail => mail.Mail.Provisional is not null && Final.Any(word => Said(mail).Any(text => Has(text, word))) ? [mail.Mail.Provisional] : []),
        new("a row without its figure or reason", mail => mail.Mail.Rows.Where(row => row.Lead is null && string.IsNullOrEmpty(row.Reason)).Select(row => row.Name)),
        new("a verdict that may wrap", mail => mail.Mail.Rows.Where(row => row.Verdict?.Words.Contains(' ', StringComparison.Ordinal) == true).Select(row => row.Verdict!.Words)),
        new("a record without its line", mail => Record(mail) is not null && !mail.Mail.Rows.Any(SaysRecord) ? ["none says so"] : []),
        new("a line on a record that is none", mail => mail.Mail.Rows.Where(SaysRecord).Skip(Record(mail) is null ? 0 : 1).Select(row => row.Context!)),
        new("a record in headline or subject", mail => new[] { mail.Mail.Subject, mail.Mail.Headline, mail.Mail.Preheader }.Where(text => Records.Any(word => Has(text, word)))),
        new("more than two points or proposals", mail => mail.Mail.Highlights?.Items.Count > 2 || mail.Mail.Proposals?.Items.Count > 2 ? ["more than two"] : []),
        new("proposals announced that are not there", mail => mail.Mail.Proposals is null && mail.Mail.Lede is { } lede && (Has(lede, "below") || Has(lede, "plus bas")) ? [lede] : []),
    ];

    /// <summary>What contradicts itself in a mail, each with its rule's name.</summary>
    public static IReadOnlyList<string> In(MailParts mail) => [.. from rule in All from found in rule.Find(mail) select $"{rule.Name}: {found}"];

    /// <summary>Whether the figure that stands in the row is on the other side of its goal than the target's word, or worse than normal beside "on track".</summary>
    private static bool IsContrary(MailParts mail, RowModel row, string target)
    {
        if (Result(mail, row) is not { } result || ObjectiveRow.Of(result).Lead is not { Target.Target: var declared, Value.Value: { } value } lead) return false;
        var format = new KpiFormat(Language.Of(mail.Language), lead);
        var reaches = declared.AtLeast is { } least ? format.Shown(value) >= format.Shown(least) : format.Shown(value) <= format.Shown(declared.AtMost!.Value);
        var isBad = new[] { "behind", "missed", "en retard", "non atteint" }.Any(word => Has(target, word));
        var isOnTrack = new[] { "on track", "dans le rythme" }.Any(word => Has(target, word));
        var isReached = !isBad && new[] { ": reached", " : atteint" }.Any(word => Has(target.Replace('\u00A0', ' ').Replace('\u202F', ' '), word));
        return (isBad && reaches) || (isReached && !reaches) || (isOnTrack && !reaches && lead.Verdict == KpiVerdict.Worse);
    }

    private static bool SaysRecord(RowModel row) => row.Context is { } context && Records.Any(word => Has(context, word));

    private static WeekRecord? Record(MailParts mail) => WeekRecord.Among(mail.Kpis.Objectives, kpi =>
        mail.Mail.Rows.Any(row => Result(mail, row) is { } result && ObjectiveRow.Of(result).Shown.Contains(kpi, ReferenceEqualityComparer.Instance)));

    private static ObjectiveResult? Result(MailParts mail, RowModel row) => mail.Kpis.Objectives.FirstOrDefault(result => result.Objective.Key == row.Key);

    private static IEnumerable<RowFigureModel> Figures(MailParts mail) => mail.Mail.Rows.SelectMany(row => new[] { row.Lead, row.Second }).OfType<RowFigureModel>();

    private static double Number(MailParts mail, string written) => WrittenNumber.In(written.TrimStart('+'), mail.Language)[0].Value;

    private static IEnumerable<string> Percentages(string subject, string language) => subject.Split(' ', ',').Where(word => word.EndsWith(language == "fr" ? "\u202F%" : "%", StringComparison.Ordinal));

    private static IEnumerable<string> Said(MailParts mail) => new[] { mail.Mail.Headline, mail.Mail.Lede, mail.Mail.Correction }.OfType<string>().Concat(mail.Mail.Rows.Select(row => row.Context).OfType<string>());

    private static bool SaysNothing(MailParts mail) => mail.Mail.Lede is { } lede && Nothing.Any(word => Has(lede, word));

    private static bool Has(string text, string word) => text.Contains(word, StringComparison.OrdinalIgnoreCase);
}
