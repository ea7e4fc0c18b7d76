using KpiFunctions.Pipeline.Delivery.Links;
using KpiFunctions.Pipeline.Digest.Languages;
using KpiFunctions.Pipeline.Digest.Reports;
using KpiFunctions.Pipeline.Digest.Writing;
using KpiFunctions.Pipeline.Periods;
using KpiFunctions.Pipeline.Readings;
using KpiFunctions.Pipeline.Runs.State;
using KpiFunctions.Pipeline.Sources;

namespace KpiFunctions.Pipeline.Runs.Reports;

/// <summary>Writes alerts as lines, one for what one remedy fixes. Pure.</summary>
internal sealed class AlertLines(Language language, SourceCatalog catalog)
{
    /// <summary>The lines of a section, those that concern the most clients first.</summary>
    /// <param name="isAgency">Whether the reader also hears of what repeats by itself.</param>
    public IReadOnlyList<DraftLine> Of(AlertSection section, IReadOnlyList<ClientFacts> clients, bool isAgency) =>
    [
        .. from client in clients
           from alert in client.Alerts
           where SectionOf(alert) == section && IsTold(alert, isAgency)
           group (Client: client, Alert: alert) by GroupOf(alert) into same
           orderby same.Select(entry => entry.Client.Id).Distinct(StringComparer.Ordinal).Count() descending, same.Min(entry => entry.Alert.Since), same.Key
           select Line([.. same.OrderBy(entry => entry.Client.Name, StringComparer.Ordinal)]),
    ];

    private static AlertSection SectionOf(Alert alert) => AlertKinds.Find(alert.Kind)?.Section ?? AlertSection.Pipeline;

    /// <summary>A job that is tried again by itself needs nobody; the ends of accesses are lines of their own.</summary>
    private static bool IsTold(Alert alert, bool isAgency) => alert.Kind switch
    {
        AlertKinds.JobFailed => alert.IsFinal,
        AlertKinds.AccessEnds => false,
        AlertKinds.ApiVersionEnds => isAgency,
        _ => true,
    };

    /// <summary>The same for alerts that one remedy ends. Digests that were missed for one reason are told together.</summary>
    private static string GroupOf(Alert alert) => alert.Kind switch
    {
        AlertKinds.SourceInTrouble => $"{alert.Kind}|{alert.Reason.Split(':')[0]}|{alert.Cause}|{(AlertCauses.CredentialOf(alert.Cause) is null ? alert.Subject.Split(':')[0] : "")}",
        AlertKinds.DigestMissed => $"{alert.Kind}|{alert.Subject}|{alert.Reason}",
        AlertKinds.DigestHeld or AlertKinds.DigestWaits or AlertKinds.MailHeld => $"{alert.Kind}|{alert.Client}|{alert.Subject}",
        _ => $"{alert.Kind}|{alert.Cause}",
    };

    private DraftLine Line(IReadOnlyList<(ClientFacts Client, Alert Alert)> same)
    {
        var (client, first) = same[0];
        var kind = AlertKinds.Find(first.Kind);
        var words = kind?.In(language.Code) ?? new(first.Kind, first.Reason);
        var line = first.Kind == AlertKinds.SourceInTrouble
            ? Source(same)
            : new ReportLine(What(client, first, words, same.DistinctBy(entry => entry.Client.Id).Count() > 1), Words(words.ToDo)) { Detail = string.Join('\n', same.Select(entry => ReasonOf(entry.Alert)).Distinct(StringComparer.Ordinal)) };
        return new(
            line with
            {
                Clients = [.. same.Where(entry => entry.Client.Name.Length > 0).DistinctBy(entry => entry.Client.Id).Select(entry => entry.Client.Name)],
                Since = DayOf(client, same.Min(entry => entry.Alert.Since)),
                Count = same.Max(entry => entry.Alert.Count),
            },
            ActsOf(same));
    }

    private string What(ClientFacts client, Alert alert, AlertWords words, bool isOfSeveral) => alert.Kind switch
    {
        AlertKinds.DigestWaits when client.Subjects.TryGetValue(alert.Subject, out var subject) => language.Text("report.waits", ("subject", SafeText.Line(subject, 120))),
        AlertKinds.MetricRefused or AlertKinds.ExportsSilent => $"{(isOfSeveral ? PlatformOf(alert.Subject) : AccountOf(client, alert.Subject.Split(' ')[0]))}{language.Text("report.colon")}{Lower(Words(words.Meaning))}",
        AlertKinds.MailHeld when PlaceOf(client, alert) is { } place => language.Text("report.mail", ("place", place), ("digest", DigestOf(alert)), ("what", Lower(Words(words.Meaning)))),
        _ => Words(words.Meaning),
    };

    /// <summary>The recipient of a mail that an alert is about: without it, lines about several recipients would look the same.</summary>
    private static string? PlaceOf(ClientFacts client, Alert alert) => client.Config is { } config && AlertEnds.MailOf(alert) is { } mail ? RecipientPlace.Find(config, mail.Recipient) : null;

    /// <summary>The days that the digest of a mail reports.</summary>
    private string DigestOf(Alert alert) => AlertEnds.OccurrenceOf(alert) is { } occurrence ? language.Dates.Compact(occurrence.Plus(-1).Days) : "";

    /// <summary>An account or an access that gives no figures.</summary>
    private ReportLine Source(IReadOnlyList<(ClientFacts Client, Alert Alert)> same)
    {
        var (client, alert) = same[0];
        var failure = TroubleOf(alert);
        var trouble = language.Text($"trouble.{ReadingNames.FailureKinds[failure]}");
        var access = AlertCauses.CredentialOf(alert.Cause);
        var account = AccountOf(client, alert.Subject);
        var platforms = same.Select(entry => PlatformOf(entry.Alert.Subject)).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal).ToList();
        var what = access is not null
            ? language.Text("report.access", ("access", Desk.Name(access)), ("platforms", language.List(platforms)), ("trouble", trouble))
            : language.Text("report.account", ("account", same.DistinctBy(entry => entry.Alert.Client).Count() > 1 ? platforms[0] : account), ("trouble", trouble));
        var isAskedAgain = failure is SourceFailureKind.Unavailable or SourceFailureKind.RateLimited or SourceFailureKind.PartlyUnknown or SourceFailureKind.Unrecognized;
        var key = isAskedAgain ? "report.do.Other" : $"report.do.{ReadingNames.FailureKinds[failure]}";
        return new(what, language.Text(key, ("access", Desk.Name(access ?? account))))
        {
            Detail = failure == SourceFailureKind.Unrecognized ? alert.Reason : null,
            NeedsAPerson = !isAskedAgain && failure != SourceFailureKind.BudgetSpent,
        };
    }

    private static SourceFailureKind TroubleOf(Alert alert) =>
        ReadingNames.FailureKinds.Find(alert.Reason.Split(':')[0]) ?? SourceFailureKind.Unrecognized;

    /// <summary>What the client's config calls an account; its platform and number where the config no longer has it.</summary>
    private string AccountOf(ClientFacts client, string subject)
    {
        var source = client.Config?.Sources.FirstOrDefault(source => source.Ref.ToString() == subject);
        var (platform, number) = (PlatformOf(subject), subject.Contains(':', StringComparison.Ordinal) ? subject[(subject.IndexOf(':', StringComparison.Ordinal) + 1)..] : "");
        return source is null || source.Name == platform ? Desk.Name(number.Length > 0 ? $"{platform} ({number})" : platform) : Desk.Name($"{source.Name} ({platform})");
    }

    private string PlatformOf(string subject) => catalog.Traits.TryGetValue(subject.Split(':', ' ')[0], out var traits) ? traits.Name : subject.Split(':', ' ')[0];

    private static DateOnly DayOf(ClientFacts client, DateTimeOffset since) => (client.Config?.Schedule.Zone ?? Zone.Utc).DayAt(since);

    /// <summary>What can be done from the mail, where the line is about one digest.</summary>
    private static DraftActs? ActsOf(IReadOnlyList<(ClientFacts Client, Alert Alert)> same)
    {
        if (same.Count > 1) return null;
        var (_, alert) = same[0];
        IReadOnlyList<string> actions = alert.Kind switch
        {
            AlertKinds.DigestHeld => [ActionNames.Approve, ActionNames.Miss],
            AlertKinds.DigestWaits => [ActionNames.Look, ActionNames.Approve, ActionNames.Hold, ActionNames.Miss],
            AlertKinds.MailHeld => [ActionNames.Look, .. SendAgainTo(alert)],
            AlertKinds.Unsubscribed or AlertKinds.AddressDead => [$"{ActionNames.Lift}:{alert.Subject}"],
            _ => [],
        };
        return actions.Count == 0 || alert.Client == AlertTable.NoClient ? null : new(alert.Client, AlertEnds.OccurrenceOf(alert) ?? IsoWeek.Of(DateOnly.FromDateTime(alert.At.UtcDateTime)), actions);
    }

    /// <summary>To nobody else: the others have the digest. A row of an earlier release does not say whose mail it is about.</summary>
    private static IReadOnlyList<string> SendAgainTo(Alert alert) => AlertEnds.MailOf(alert) is { } mail ? [$"{ActionNames.Send}:{mail.Recipient}"] : [];

    /// <summary>The reason without the remedy that some end in: the line has it in the reader's language.</summary>
    private static string ReasonOf(Alert alert) => alert.Reason.IndexOf(" To do: ", StringComparison.Ordinal) is > 0 and var at ? alert.Reason[..at] : alert.Reason;

    private string Words(string declared) => language.Typeset(declared.Replace("`", "", StringComparison.Ordinal));

    private static string Lower(string text) => text.Length == 0 ? text : char.ToLowerInvariant(text[0]) + text[1..];
}
